package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands of standard tools that do by hand what a restore does. */
final class ByHand {

  private static final Pattern NAME = Pattern.compile("\\w{1,64}");

  private final Set<String> tools = new TreeSet<>(Set.of("bash", "sha256sum"));

  /** The tools of all commands so far. */
  Set<String> tools() {
    return Set.copyOf(tools);
  }

  /**
   * The command that turns an artifact, {@code $FILE}, into the dump.
   *
   * @param archive the archive chain, first stage first
   */
  String decode(List<String> archive) {
    var line = new StringBuilder();
    String file = "\"$FILE\"";
    for (int stage = archive.size() - 1; stage >= 0; stage--) {
      String archiver = archive.get(stage);
      if (archiver.equals("zip") && !line.isEmpty()) {
        // unzip reads no pipe.
        line.append(" > inner.zip && ");
        file = "inner.zip";
      } else if (!line.isEmpty() && !archiver.equals("none")) {
        line.append(" | ");
        file = "";
      }
      line.append(undo(archiver, file));
    }
    return line.isEmpty() ? "cat " + file : line.toString();
  }

  private String undo(String archiver, String file) {
    String from = file.isEmpty() ? "" : " " + file;
    return switch (archiver) {
      case "none" -> "";
      case "age" -> tool("age", "-d -i \"$KEY\"" + from);
      case "zstd" -> tool("zstd", "-dc" + from);
      case "gzip" -> tool("gzip", "-dc" + from);
      case "zip" -> tool("unzip", "-p " + file + " -x backup_metadata.json");
      default -> ": 'undo " + ShellText.fileName(archiver) + " with its own tool'" + from;
    };
  }

  private String tool(String name, String arguments) {
    tools.add(name);
    return name + " " + arguments;
  }

  /**
   * The lines that restore a dump.
   *
   * @param dump a file's name that needs no quotes
   * @param place a name that is not taken yet, for what is restored to a file or a folder
   */
  List<String> restore(Manifest manifest, String dump, String place) {
    ArtifactSource source = manifest.source();
    boolean globals = source.kind() == ArtifactSource.Kind.GLOBALS;
    return switch (source.dbms()) {
      case "postgresql" ->
          globals ? postgresGlobals(dump) : postgres(manifest, dump, source.database());
      case "mysql", "mariadb" -> globals ? mysqlGlobals(source, dump) : mysql(manifest, dump);
      case "sqlite" -> sqlite(dump, place);
      case "files" -> files(dump, place);
      default ->
          List.of(
              "# "
                  + dump
                  + " is a dump of "
                  + ShellText.line(source.dbms())
                  + "; restore it with the tools of that engine");
    };
  }

  private List<String> postgresGlobals(String dump) {
    tools.add("psql");
    return List.of(
        "# on the new server, as its superuser: what is there already is an error to ignore",
        "psql -X -d postgres -f " + dump);
  }

  private List<String> postgres(Manifest manifest, String dump, String database) {
    tools.addAll(Set.of("psql", "createdb"));
    String name = ShellText.quoted(database);
    Map<String, String> properties = manifest.origin().properties();
    String encoding = properties.getOrDefault("encoding", "UTF8");
    String owner = properties.getOrDefault("owner", "");
    var lines = new ArrayList<String>();
    lines.add("# on the new server, as its superuser, once the globals are there");
    lines.add(
        "createdb --template=template0 --encoding="
            + ShellText.quoted(encoding)
            + (owner.isEmpty() ? "" : " --owner=" + ShellText.quoted(owner))
            + " -- "
            + name);
    String into = "PGDATABASE=" + name + " psql -X -v ON_ERROR_STOP=1 -1";
    if (dump.endsWith(".sql")) {
      lines.add(into + " -f " + dump);
      return lines;
    }
    tools.add("pg_restore");
    String from = dump;
    if (dump.endsWith(".dir.tar")) {
      from = "\"$(dirname \"$(find " + dump + ".d -name toc.dat)\")\"";
      lines.add("mkdir " + dump + ".d && tar -xf " + dump + " -C " + dump + ".d");
      tools.add("tar");
    }
    lines.add("pg_restore -f - " + from + " | " + into);
    return lines;
  }

  /** Whether what belongs to a whole server is restored before its databases. */
  static boolean globalsFirst(String dbms) {
    return !dbms.equals("mysql") && !dbms.equals("mariadb");
  }

  private List<String> mysqlGlobals(ArtifactSource source, String dump) {
    return List.of(
        "# on the new server, as root, once the databases are there: a grant on a table needs it",
        mysqlClient(source) + " < " + dump);
  }

  private List<String> mysql(Manifest manifest, String dump) {
    ArtifactSource source = manifest.source();
    Map<String, String> properties = manifest.origin().properties();
    String client = mysqlClient(source);
    String sql =
        "CREATE DATABASE `"
            + source.database().replace("`", "``")
            + "`"
            + named(" CHARACTER SET ", properties.get("charset"))
            + named(" COLLATE ", properties.get("collation"));
    return List.of(
        "# on the new server, as root",
        client + " -e " + ShellText.quoted(sql),
        client + " --database=" + ShellText.quoted(source.database()) + " < " + dump);
  }

  /** The client reads a dump as text with commands of its own in it, unless it is told not to. */
  private String mysqlClient(ArtifactSource source) {
    String client = source.dbms().equals("mariadb") ? "mariadb" : "mysql";
    tools.add(client);
    return client
        + " --default-character-set=utf8mb4 --binary-mode --comments --max-allowed-packet=1G";
  }

  private static String named(String what, @Nullable String name) {
    return name != null && NAME.matcher(name).matches() ? what + name : "";
  }

  private List<String> sqlite(String dump, String place) {
    tools.add("sqlite3");
    return List.of(
        "# the dump is the database",
        "sqlite3 " + dump + " 'PRAGMA integrity_check'",
        "mv " + dump + " " + place);
  }

  private List<String> files(String dump, String place) {
    tools.add("tar");
    return List.of(
        "# as root, if the owners are to be as they were",
        "mkdir " + place + " && tar -xpf " + dump + " -C " + place);
  }
}
