package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The client programs on this machine. What a program is it says itself, not its name. */
final class Clients {

  private static final List<Path> USUAL =
      List.of(
          Path.of("/usr/bin"),
          Path.of("/usr/local/bin"),
          Path.of("/usr/local/mysql/bin"),
          Path.of("/usr/local/mariadb/bin"),
          Path.of("/opt/homebrew/bin"));

  private final MysqlConfig config;
  private final Host host;

  Clients(MysqlConfig config, Host host) {
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
      return path.getFileName() + " of " + version;
    }
  }

  /** The program that dumps such a server. */
  Client dump(Version server) throws IOException, InterruptedException {
    return fitting(server.flavour().dumps(), server);
  }

  /** The program that takes statements for such a server. */
  Client client(Version server) throws IOException, InterruptedException {
    return fitting(server.flavour().clients(), server);
  }

  private Client fitting(List<String> names, Version server)
      throws IOException, InterruptedException {
    String advice = "; install " + server.flavour().installable() + ", or set tools_dir";
    List<Client> installed = installed(names, advice);
    Client newest =
        installed.stream()
            .filter(client -> client.version().flavour() == server.flavour())
            .max(Comparator.comparing((Client client) -> client.version().number()))
            .orElseThrow(
                () ->
                    BackupException.environment(
                        installed.get(0).line() + " is not for server " + server + advice));
    if (newest.version().major() < server.major()) {
      host.warn(newest + " is older than server " + server + advice);
    }
    return newest;
  }

  private List<Client> installed(List<String> names, String advice)
      throws IOException, InterruptedException {
    Path only = config.toolsDir() == null ? null : config.toolsDir().toAbsolutePath();
    var found = new ArrayList<Client>();
    String broken = "";
    for (String name : names) {
      for (Path path : host.tools().find(name, only == null ? USUAL : List.of(only))) {
        if (only == null || only.equals(path.getParent())) {
          try {
            String said = host.tools().read(tool(path, List.of("--version")));
            found.add(new Client(path, Version.ofText(said)));
          } catch (ToolFailedException e) {
            broken = " that works (" + path + ": " + Troubles.oneLine(e) + ")";
          }
        }
      }
    }
    if (found.isEmpty()) {
      String where = only == null ? " on this machine" : " in " + only;
      throw BackupException.environment("there is no " + names.get(0) + where + broken + advice);
    }
    return found;
  }

  /** Of these options, those whose name the program itself lists. */
  List<String> known(Client client, List<String> options) throws IOException, InterruptedException {
    String help = host.tools().read(tool(client.path(), List.of("--no-defaults", "--help")));
    return options.stream()
        .filter(option -> help.contains(" " + option.replaceFirst("=.*", "")))
        .toList();
  }

  /** A program with its arguments; what the caller's environment says does not lead elsewhere. */
  static Tool tool(Path path, List<String> arguments) {
    Map<String, String> environment =
        Map.of(
            "LC_ALL", "C.UTF-8",
            "MYSQL_TEST_LOGIN_FILE", "/dev/null",
            "MYSQL_HOST", "",
            "MARIADB_HOST", "");
    return new Tool(path, arguments, environment, Map.of());
  }
}
