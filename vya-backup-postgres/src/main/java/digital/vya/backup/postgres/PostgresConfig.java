package digital.vya.backup.postgres;

import digital.vya.backup.api.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
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
 * @param tls how far the connection is protected; {@link Tls#PREFER} if null; a socket never is
 * @param tlsRootCert the certificates to trust, for {@link Tls#VERIFY_CA} and {@link
 *     Tls#VERIFY_FULL}; if null, {@code ~/.postgresql/root.crt}
 * @param toolsDir the folder of {@code pg_dump}, {@code pg_dumpall} and {@code psql}; if null, what
 *     is installed is used
 * @param connectTimeout how long to wait for a connection; 10 seconds if null
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
    Duration connectTimeout) {

  /** Gives the defaults. */
  public PostgresConfig {
    port = port == null ? 5432 : port;
    maintenanceDatabase = maintenanceDatabase == null ? "postgres" : maintenanceDatabase;
    tls = tls == null ? Tls.PREFER : tls;
    connectTimeout = connectTimeout == null ? Duration.ofSeconds(10) : connectTimeout;
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
    return new PostgresConfig(host, port, user, password, null, null, null, null, null);
  }

  /** The same with the tools of a folder. */
  public PostgresConfig withToolsDir(Path folder) {
    return new PostgresConfig(
        host, port, user, password, maintenanceDatabase, tls, tlsRootCert, folder, connectTimeout);
  }
}
