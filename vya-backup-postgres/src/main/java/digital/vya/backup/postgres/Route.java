package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The way to a server, told to JDBC and to the tools alike: what one of them would take, the other
 * must not refuse.
 */
final class Route {

  /** No file can have this name, so libpq cannot find one by itself. */
  private static final String NO_FILE = "/dev/null/none";

  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private final PostgresConfig config;

  Route(PostgresConfig config) {
    this.config = config;
  }

  /** Whether the server is reached through a socket of this machine. */
  private boolean local() {
    return config.host().startsWith("/");
  }

  /** What a message calls the server. */
  @Override
  public String toString() {
    return local() ? socket().toString() : config.host() + ":" + config.port();
  }

  private Path socket() {
    return Path.of(config.host(), ".s.PGSQL." + config.port());
  }

  void apply(PGSimpleDataSource source) {
    source.setServerNames(new String[] {local() ? "localhost" : config.host()});
    source.setPortNumbers(new int[] {config.port()});
    source.setSslMode(sslMode());
    if (verifies()) {
      source.setSslRootCert(rootCertificates().toString());
    }
    if (local()) {
      source.setSocketFactory(UnixSocketFactory.class.getName());
      source.setSocketFactoryArg(socket().toString());
    }
  }

  void apply(Map<String, String> environment) {
    environment.put("PGHOST", config.host());
    environment.put("PGPORT", Integer.toString(config.port()));
    environment.put("PGSSLMODE", sslMode());
    // With a root certificate in its usual place libpq verifies even where it need not.
    environment.put("PGSSLROOTCERT", verifies() ? rootCertificates().toString() : NO_FILE);
    environment.put("PGPASSFILE", passwordFile());
  }

  /** As libpq has it, a socket of this machine is never encrypted. */
  private String sslMode() {
    return local() ? PostgresConfig.Tls.DISABLE.sslMode() : config.tls().sslMode();
  }

  private boolean verifies() {
    boolean asked =
        config.tls() == PostgresConfig.Tls.VERIFY_CA
            || config.tls() == PostgresConfig.Tls.VERIFY_FULL;
    if (!asked && config.tlsRootCert() != null) {
      throw BackupException.configuration(
          "tls_root_cert is of no use with tls "
              + config.tls().word()
              + ", which trusts any certificate; set tls to verify_full, or remove tls_root_cert");
    }
    return asked && !local();
  }

  private Path rootCertificates() {
    Path file =
        config.tlsRootCert() == null
            ? Path.of(System.getProperty("user.home"), ".postgresql", "root.crt")
            : config.tlsRootCert().toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw BackupException.configuration(
          "the certificates to trust cannot be read from "
              + file
              + "; set tls_root_cert to a file of the authority's certificates");
    }
    return file;
  }

  /** Where JDBC looks for a password; libpq would go by HOME, JDBC goes by the user's account. */
  private static String passwordFile() {
    String property = System.getProperty("org.postgresql.pgpassfile", "");
    String variable = System.getenv("PGPASSFILE");
    if (!property.isEmpty()) {
      return property;
    }
    return variable == null || variable.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".pgpass").toString()
        : variable;
  }

  /** The password file if only JDBC would take it: the tools refuse one that others may read. */
  Optional<Path> refusedPasswordFile() {
    Path file = Path.of(passwordFile());
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (config.password() != null || view == null || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return OWNERS.containsAll(view.readAttributes().permissions())
          ? Optional.empty()
          : Optional.of(file);
    } catch (IOException e) {
      return Optional.of(file);
    }
  }
}
