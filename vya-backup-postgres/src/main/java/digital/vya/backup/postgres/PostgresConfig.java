package digital.vya.backup.postgres;

import digital.vya.backup.api.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a PostgreSQL server, and with which tools.
 *
 * @param host its name or address, or the folder of its socket, which begins with {@code /}
 * @param port its port; 5432 if null
 * @param user the role to connect as
 * @param password the role's password; if null, {@code .pgpass} of the user's home (or the file
 *     {@code PGPASSFILE} names) is asked, by JDBC and tools alike
 * @param maintenanceDatabase the database to connect to for everything that concerns no single one;
 *     {@code postgres} if null
 * @param tls how far the connection is protected; if null, {@link Tls#REQUIRE}, and {@link
 *     Tls#PREFER} for a server on this machine; a socket never is
 * @param tlsRootCert the certificates to trust, for {@link Tls#VERIFY_CA} and {@link
 *     Tls#VERIFY_FULL}; if null, {@code ~/.postgresql/root.crt}
 * @param toolsDir the folder of {@code pg_dump}, {@code pg_dumpall} and {@code psql}; if null, what
 *     is installed is used
 * @param connectTimeout how long to wait for a connection; 10 seconds if null
 * @param format how a dump is written; {@link Format#PLAIN} if null
 * @param jobs how many connections dump at once, for {@link Format#DIRECTORY}; 1 if null
 * @param tables which tables are dumped; all if null
 * @param schemas which schemas are dumped; all if null
 */
public record PostgresConfig(
    @NotBlank String host,
    @Min(1) @Max(65535) Integer port,
    @NotBlank String user,
    @Nullable Secret password,
    @NotBlank String maintenanceDatabase,
    Tls tls,
    @Nullable Path tlsRootCert,
    @Nullable Path toolsDir,
    Duration connectTimeout,
    Format format,
    @Min(1) @Max(64) Integer jobs,
    Tables tables,
    Schemas schemas) {

  /** Gives the defaults. */
  public PostgresConfig {
    port = port == null ? 5432 : port;
    maintenanceDatabase = maintenanceDatabase == null ? "postgres" : maintenanceDatabase;
    tls = tls == null ? (isLocal(host) ? Tls.PREFER : Tls.REQUIRE) : tls;
    connectTimeout = connectTimeout == null ? Duration.ofSeconds(10) : connectTimeout;
    format = format == null ? Format.PLAIN : format;
    jobs = jobs == null ? 1 : jobs;
    tables = tables == null ? new Tables(List.of(), List.of(), List.of()) : tables;
    schemas = schemas == null ? new Schemas(List.of(), List.of()) : schemas;
  }

  /** How a dump is written; the same words as pg_dump's {@code --format}. */
  public enum Format {
    /** SQL, which any admin can read and psql restores. */
    PLAIN("sql"),
    /** Compressed; parts of it can be restored with pg_restore. */
    CUSTOM("dump"),
    /**
     * A directory, by several jobs, packed as a tar; it takes room in the folder for temporary
     * files.
     */
    DIRECTORY("dir.tar"),
    /** A tar. */
    TAR("tar");

    private final String extension;

    Format(String extension) {
      this.extension = extension;
    }

    String extension() {
      return extension;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Which tables are dumped, each by its name or as {@code schema.name}, with {@code *} and {@code
   * ?} as wildcards.
   *
   * @param include only these, without anything else they may need; all if empty
   * @param exclude not these
   * @param structureOnly these without their rows
   */
  public record Tables(List<String> include, List<String> exclude, List<String> structureOnly) {

    /** Copies the lists. */
    public Tables {
      include = include == null ? List.of() : List.copyOf(include);
      exclude = exclude == null ? List.of() : List.copyOf(exclude);
      structureOnly = structureOnly == null ? List.of() : List.copyOf(structureOnly);
    }
  }

  /**
   * Which schemas are dumped, with the same wildcards.
   *
   * @param include only these; all if empty
   * @param exclude not these
   */
  public record Schemas(List<String> include, List<String> exclude) {

    /** Copies the lists. */
    public Schemas {
      include = include == null ? List.of() : List.copyOf(include);
      exclude = exclude == null ? List.of() : List.copyOf(exclude);
    }
  }

  /** How far a connection is protected; the same words as libpq's {@code sslmode}. */
  public enum Tls {
    /** Never encrypted. */
    DISABLE,
    /** Encrypted if the server can. */
    PREFER,
    /** Encrypted or nothing; anybody's certificate. */
    REQUIRE,
    /** Encrypted, with a certificate of an authority that is trusted. */
    VERIFY_CA,
    /** The same, and made out to this host. */
    VERIFY_FULL;

    String sslMode() {
      return word().replace('_', '-');
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A server with defaults for everything else. */
  @SuppressWarnings("NullAway") // The compact constructor gives the defaults.
  public static PostgresConfig of(String host, int port, String user, @Nullable Secret password) {
    return new PostgresConfig(
        host, port, user, password, null, null, null, null, null, null, null, null, null);
  }

  /** Whether nobody can be between us and the server. */
  private static boolean isLocal(@Nullable String host) {
    return host == null
        || host.startsWith("/")
        || host.equals("localhost")
        || host.equals("::1")
        || host.matches("127\\.[0-9.]+");
  }

  /** What a user should know of a connection that others could read. */
  Optional<String> readableByOthers() {
    if (isLocal(host) || tls.compareTo(Tls.PREFER) > 0) {
      return Optional.empty();
    }
    String how = tls == Tls.DISABLE ? "off" : "not required";
    return Optional.of(
        "tls is %s to %s: passwords and data %s readable; set tls to require or better"
            .formatted(how, host, tls == Tls.DISABLE ? "travel" : "may travel"));
  }

  /** The same with the tools of a folder. */
  public PostgresConfig withToolsDir(Path folder) {
    return new PostgresConfig(
        host,
        port,
        user,
        password,
        maintenanceDatabase,
        tls,
        tlsRootCert,
        folder,
        connectTimeout,
        format,
        jobs,
        tables,
        schemas);
  }

  /** The same with dumps of another format. */
  public PostgresConfig withFormat(Format another, int parallel) {
    return new PostgresConfig(
        host,
        port,
        user,
        password,
        maintenanceDatabase,
        tls,
        tlsRootCert,
        toolsDir,
        connectTimeout,
        another,
        parallel,
        tables,
        schemas);
  }

  /** The same with dumps of some tables and schemas. */
  public PostgresConfig withOnly(Tables some, Schemas ofThese) {
    return new PostgresConfig(
        host,
        port,
        user,
        password,
        maintenanceDatabase,
        tls,
        tlsRootCert,
        toolsDir,
        connectTimeout,
        format,
        jobs,
        some,
        ofThese);
  }
}
