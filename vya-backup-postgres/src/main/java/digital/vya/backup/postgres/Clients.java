package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Tool;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** PostgreSQL's own client programs on this machine. */
final class Clients {

  private final PostgresConfig config;
  private final Host host;

  Clients(PostgresConfig config, Host host) {
    this.config = config;
    this.host = host;
  }

  /** An installed program. */
  record Client(Path path, Version version) {
    @Override
    public String toString() {
      return path.getFileName() + " " + version;
    }
  }

  /**
   * The newest installed program that can work with a server of this version.
   *
   * @throws BackupException with reason ENVIRONMENT if there is none, naming what to install
   */
  Client newest(String name, Version server) throws IOException, InterruptedException {
    List<Client> installed = installed(name);
    if (installed.isEmpty()) {
      throw BackupException.environment(
          "there is no "
              + name
              + (config.toolsDir() == null ? " on this machine" : " in " + config.toolsDir())
              + "; "
              + advice(server));
    }
    Client newest = installed.get(0);
    if (newest.version().major() < server.major()) {
      throw BackupException.environment(
          newest + " cannot work with server " + server + "; " + advice(server));
    }
    return newest;
  }

  private static String advice(Version server) {
    return "install postgresql-client-" + server.major() + " (or newer), or set tools_dir";
  }

  /** All of that name, newest first. */
  private List<Client> installed(String name) throws IOException, InterruptedException {
    var clients = new ArrayList<Client>();
    for (Path path : host.tools().find(name, folders())) {
      if (config.toolsDir() == null || config.toolsDir().equals(path.getParent())) {
        clients.add(new Client(path, version(path)));
      }
    }
    clients.sort(Comparator.comparing(Client::version).reversed());
    return clients;
  }

  private Version version(Path path) throws IOException, InterruptedException {
    return Version.ofText(host.tools().read(Tool.of(path, "--version").with("LC_ALL", "C.UTF-8")));
  }

  private List<Path> folders() throws IOException {
    if (config.toolsDir() != null) {
      return List.of(config.toolsDir());
    }
    var folders = new ArrayList<Path>();
    // Where Debian's and the PostgreSQL project's RPM packages put each major version.
    collect(Path.of("/usr/lib/postgresql"), "*", folders);
    collect(Path.of("/usr"), "pgsql-*", folders);
    return folders;
  }

  private static void collect(Path parent, String glob, List<Path> folders) throws IOException {
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(parent, glob)) {
        versions.forEach(version -> folders.add(version.resolve("bin")));
      }
    }
  }

  /** A program with everything it needs to connect, none of it in its arguments. */
  Tool tool(Client client, String database, String... arguments) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PGHOST", config.host());
    environment.put("PGPORT", Integer.toString(config.port()));
    environment.put("PGUSER", config.user());
    // As a variable the name is taken as it is; as an argument "a=b" would be connection settings.
    environment.put("PGDATABASE", database);
    environment.put("PGSSLMODE", config.tls().sslMode());
    environment.put("PGCONNECT_TIMEOUT", Long.toString(seconds(config.connectTimeout())));
    environment.put("PGAPPNAME", "vya-backup");
    environment.put("LC_ALL", "C.UTF-8");
    if (config.tlsRootCert() != null) {
      environment.put("PGSSLROOTCERT", config.tlsRootCert().toString());
    }
    var tool = new Tool(client.path(), List.of(arguments), environment, Map.of());
    return config.password() == null ? tool : tool.with("PGPASSWORD", config.password());
  }

  private static long seconds(Duration timeout) {
    return Math.max(2, timeout.toSeconds());
  }
}
