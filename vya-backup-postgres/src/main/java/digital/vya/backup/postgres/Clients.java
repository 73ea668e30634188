package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolFailedException;
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
import java.util.function.Predicate;

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
    String line() {
      return this + " (" + path + ")";
    }

    @Override
    public String toString() {
      return path.getFileName() + " " + version;
    }
  }

  /**
   * The installed program nearest to a server of this version, never an older one: what a newer one
   * writes may be more than that server understands in a restore.
   *
   * @throws BackupException with reason ENVIRONMENT if there is none, naming what to install
   */
  Client fitting(String name, Version server) throws IOException, InterruptedException {
    String advice =
        "; install postgresql-client-" + server.major() + " (or newer), or set tools_dir";
    List<Client> installed = installed(name, advice, version -> version.major() == server.major());
    return installed.stream()
        .filter(client -> client.version().major() >= server.major())
        .min(
            Comparator.comparing((Client client) -> client.version().major())
                .thenComparing(Client::version, Comparator.reverseOrder()))
        .orElseThrow(
            () ->
                BackupException.environment(
                    String.join(", ", installed.stream().map(Client::toString).toList())
                        + " cannot dump server "
                        + server
                        + advice));
  }

  /** The newest installed program, which knows most of what a dump may hold. */
  Client newest(String name) throws IOException, InterruptedException {
    return all(name).get(0);
  }

  /** All installed programs of that name, newest first; never none. */
  List<Client> all(String name) throws IOException, InterruptedException {
    return installed(name, "; install postgresql-client, or set tools_dir", version -> false);
  }

  /**
   * Those of that name that run, newest first; never none. Nobody looks further once one is found
   * with which nothing can go wrong: to ask a program takes longer than anything else here.
   */
  private List<Client> installed(String name, String advice, Predicate<Version> perfect)
      throws IOException, InterruptedException {
    Path only = config.toolsDir() == null ? null : config.toolsDir().toAbsolutePath();
    var clients = new ArrayList<Client>();
    String broken = "";
    for (Path path : host.tools().find(name, folders())) {
      if (only == null || only.equals(path.getParent())) {
        try {
          var client = new Client(path, version(path));
          if (perfect.test(client.version())) {
            return List.of(client);
          }
          clients.add(client);
        } catch (ToolFailedException e) {
          broken = " that works (" + path + ": " + Troubles.oneLine(e) + ")";
        }
      }
    }
    if (clients.isEmpty()) {
      String where = only == null ? " on this machine" : " in " + only;
      throw BackupException.environment("there is no " + name + where + broken + advice);
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
    new Route(config).apply(environment);
    environment.put("PGUSER", config.user());
    // As a variable the name is taken as it is; as an argument "a=b" would be connection settings.
    environment.put("PGDATABASE", database);
    environment.put("PGCONNECT_TIMEOUT", Long.toString(seconds(config.connectTimeout())));
    environment.put("PGAPPNAME", "vya-backup");
    // What the caller's environment says must not lead elsewhere or change what is written.
    environment.put("PGHOSTADDR", "");
    environment.put("PGOPTIONS", "");
    environment.put("PGCLIENTENCODING", "");
    environment.put("LC_ALL", "C.UTF-8");
    var tool = new Tool(client.path(), List.of(arguments), environment, Map.of());
    return config.password() == null ? tool : tool.with("PGPASSWORD", config.password());
  }

  private static long seconds(Duration timeout) {
    return Math.max(2, timeout.toSeconds());
  }
}
