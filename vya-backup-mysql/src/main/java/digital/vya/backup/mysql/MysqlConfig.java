package digital.vya.backup.mysql;

import digital.vya.backup.api.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a MySQL or MariaDB server, and with which tools.
 *
 * @param host its name or address; {@code localhost} if null. It is always reached by TCP unless a
 *     socket is given
 * @param port its port; 3306 if null
 * @param socket the path of its unix socket, used in place of host and port; may be null
 * @param user the account to connect as
 * @param password the account's password; if null, the one in {@code ~/.my.cnf}, if any
 * @param tls how far the connection is protected; if null, {@link Tls#REQUIRED}, and {@link
 *     Tls#PREFERRED} for a server on this machine
 * @param tlsRootCert the certificates to trust, for {@link Tls#VERIFY_CA} and {@link
 *     Tls#VERIFY_IDENTITY}; if null, those the machine trusts
 * @param toolsDir the folder of the dump program and the client; if null, what is installed is used
 * @param connectTimeout how long to wait for a connection; 10 seconds if null
 * @param lock how a dump keeps tables without transactions consistent; {@link Lock#NONE} if null
 * @param definers what a restore does with definers; {@link Definers#KEEP} if null
 * @param definerMap what a restore writes in the place of a definer, both as {@code user@host};
 *     goes before {@code definers}
 * @param collationMap what a restore writes in the place of a collation that the server does not
 *     know, such as {@code utf8mb4_0900_ai_ci}
 * @param tables which tables are dumped; all if null
 */
public record MysqlConfig(
    @NotBlank String host,
    @Min(1) @Max(65535) Integer port,
    @Nullable Path socket,
    @NotBlank String user,
    @Nullable Secret password,
    Tls tls,
    @Nullable Path tlsRootCert,
    @Nullable Path toolsDir,
    Duration connectTimeout,
    Lock lock,
    Definers definers,
    Map<String, String> definerMap,
    Map<String, String> collationMap,
    Tables tables) {

  /** Gives the defaults. */
  public MysqlConfig {
    host = host == null ? "localhost" : host;
    port = port == null ? 3306 : port;
    tls = tls == null ? (isLocal(host, socket) ? Tls.PREFERRED : Tls.REQUIRED) : tls;
    connectTimeout = connectTimeout == null ? Duration.ofSeconds(10) : connectTimeout;
    lock = lock == null ? Lock.NONE : lock;
    definers = definers == null ? Definers.KEEP : definers;
    definerMap = definerMap == null ? Map.of() : Map.copyOf(definerMap);
    collationMap = collationMap == null ? Map.of() : Map.copyOf(collationMap);
    tables = tables == null ? Tables.ALL : tables;
  }

  /**
   * Which tables, views and sequences are dumped, each by its name or as {@code database.name},
   * with {@code *} and {@code ?} as wildcards. Routines and events are always in a dump, and the
   * triggers of its tables.
   *
   * @param include only these, and all sequences; everything if empty
   * @param exclude not these; goes before {@code include}
   * @param structureOnly these tables without their rows
   */
  public record Tables(List<String> include, List<String> exclude, List<String> structureOnly) {

    static final Tables ALL = new Tables(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Tables {
      include = include == null ? List.of() : List.copyOf(include);
      exclude = exclude == null ? List.of() : List.copyOf(exclude);
      structureOnly = structureOnly == null ? List.of() : List.copyOf(structureOnly);
    }
  }

  /** How far a connection is protected; the same words as MySQL's {@code --ssl-mode}. */
  public enum Tls {
    /** Never encrypted. */
    DISABLED,
    /** Encrypted if the server can. */
    PREFERRED,
    /**
     * Encrypted or nothing; anybody's certificate. We insist on it; the programs of MariaDB encrypt
     * wherever the server offers it, but insist only where they verify.
     */
    REQUIRED,
    /**
     * Encrypted, with a certificate of an authority that is trusted. The programs of MariaDB check
     * the host as well.
     */
    VERIFY_CA,
    /** The same, and made out to this host. */
    VERIFY_IDENTITY
  }

  /** What a dump locks. */
  public enum Lock {
    /** Nothing: transactions make the dump consistent, where a table has them. */
    NONE,
    /** All tables of the database, against writing, while it is dumped. */
    TABLES
  }

  /** What a restore does with the accounts that views, triggers and routines run as. */
  public enum Definers {
    /** They stay, also where no such account exists: what they define then cannot be used. */
    KEEP,
    /** Those that do not exist on the server are taken out: the restoring account takes over. */
    STRIP_MISSING,
    /** All are taken out: the restoring account takes over. */
    STRIP
  }

  /** A server with defaults for everything else. */
  @SuppressWarnings("NullAway") // The compact constructor gives the defaults.
  public static MysqlConfig of(String host, int port, String user, @Nullable Secret password) {
    return new MysqlConfig(
        host, port, null, user, password, null, null, null, null, null, null, null, null, null);
  }

  /** The same with the tools of a folder. */
  public MysqlConfig withToolsDir(Path folder) {
    return new MysqlConfig(
        host,
        port,
        socket,
        user,
        password,
        tls,
        tlsRootCert,
        folder,
        connectTimeout,
        lock,
        definers,
        definerMap,
        collationMap,
        tables);
  }

  /** The same with another way to dump tables without transactions. */
  public MysqlConfig with(Lock how) {
    return new MysqlConfig(
        host,
        port,
        socket,
        user,
        password,
        tls,
        tlsRootCert,
        toolsDir,
        connectTimeout,
        how,
        definers,
        definerMap,
        collationMap,
        tables);
  }

  /** The same with only some tables in a dump. */
  public MysqlConfig with(Tables some) {
    return new MysqlConfig(
        host,
        port,
        socket,
        user,
        password,
        tls,
        tlsRootCert,
        toolsDir,
        connectTimeout,
        lock,
        definers,
        definerMap,
        collationMap,
        some);
  }

  /** Whether nobody can be between us and the server. */
  boolean isLocal() {
    return isLocal(host, socket);
  }

  private static boolean isLocal(String host, @Nullable Path socket) {
    return socket != null
        || host.equals("localhost")
        || host.equals("::1")
        || host.matches("127\\.[0-9.]+");
  }

  /** What a user should know of a connection that others could read. */
  Optional<String> readableByOthers() {
    if (isLocal() || tls.compareTo(Tls.PREFERRED) > 0) {
      return Optional.empty();
    }
    String how = tls == Tls.DISABLED ? "off" : "not required";
    return Optional.of(
        "tls is %s to %s: passwords and data %s readable; set tls to required or better"
            .formatted(how, host, tls == Tls.DISABLED ? "travel" : "may travel"));
  }

  /** How messages call the server. */
  String server() {
    return socket == null ? host + ":" + port : socket.toString();
  }
}
