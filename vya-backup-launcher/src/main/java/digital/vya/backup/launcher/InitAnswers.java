package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import digital.vya.backup.api.BackupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code config init} is told by options, in the place of answers. */
final class InitAnswers {

  static final String MIDNIGHT = "00:30";

  private static final Pattern TIME = Pattern.compile("([01]?[0-9]|2[0-3]):([0-5][0-9])");

  @Option(names = "--name", paramLabel = "NAME", description = "What reports call this server.")
  @Nullable String name;

  @Option(names = "--id", paramLabel = "ID", description = "The instance's id; main if not given.")
  String id = "main";

  @Option(
      names = "--engine",
      paramLabel = "DBMS",
      description = "What is backed up, such as postgresql.")
  @Nullable String engine;

  @Option(names = "--host", paramLabel = "HOST", description = "Where the database server is.")
  @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "Its port.")
  @Nullable String port;

  @Option(names = "--user", paramLabel = "USER", description = "Who backs up.")
  @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "F",
      description = "A file that holds the password; it stays where it is.")
  @Nullable Path passwordFile;

  @Option(names = "--path", paramLabel = "PATH", description = "The database file, for sqlite.")
  @Nullable String path;

  @Option(
      names = "--include",
      paramLabel = "PATH,…",
      split = ",",
      description = "The files and folders, for files.")
  String @Nullable [] include;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Another setting of the engine, such as tls=verify_full.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--destination",
      paramLabel = "DIR",
      description = "The folder where backups go; made if it is missing.")
  @Nullable Path destination;

  @Option(
      names = "--email",
      paramLabel = "KEY=VALUE",
      description = "A setting of the notifier email, such as to=dba@example.org.")
  Map<String, String> email = new LinkedHashMap<>();

  @Option(
      names = "--at",
      paramLabel = "HH:MM",
      description = "When cron is to back up; " + MIDNIGHT + " if not given.")
  String at = MIDNIGHT;

  /** Puts everything into the configuration. */
  void fill(NewConfig config, PluginSettings plugins) {
    crontab(config.file());
    if (name != null) {
      config.server(name);
    }
    if (destination == null) {
      throw BackupException.configuration("--non-interactive needs --destination DIR");
    }
    config.add("storages", "local", storage(destination));
    config.add("instances", id, instance(plugins));
    if (!email.isEmpty()) {
      var section = new NewConfig.Section("email");
      email.forEach((key, value) -> put(section, plugins, "notifier", key, value));
      config.add("notifications", "mail", section);
    }
  }

  static NewConfig.Section storage(Path folder) {
    var section = new NewConfig.Section("local");
    section.set("path", folder.toAbsolutePath().normalize().toString());
    section.settings.put("create", JsonNodeFactory.instance.booleanNode(true));
    return section;
  }

  private NewConfig.Section instance(PluginSettings plugins) {
    if (engine == null || !plugins.engines().contains(engine)) {
      throw BackupException.configuration(
          "--engine must be one of " + String.join(", ", plugins.engines()));
    }
    var section = new NewConfig.Section(engine);
    Map<String, @Nullable String> said = new LinkedHashMap<>();
    said.put("host", host);
    said.put("port", port);
    said.put("user", user);
    said.put("path", path);
    said.forEach(
        (key, value) -> {
          if (value != null) {
            put(section, plugins, "dbms", key, value);
          }
        });
    settings.forEach((key, value) -> put(section, plugins, "dbms", key, value));
    if (include != null) {
      section.settings.put("sets", sets(include));
    }
    if (passwordFile != null) {
      section.set("password", "${file:" + passwordFile.toAbsolutePath().normalize() + "}");
    }
    return section;
  }

  /** Folders and files, as one set of the engine {@code files}. */
  static com.fasterxml.jackson.databind.JsonNode sets(String[] paths) {
    var sets = JsonNodeFactory.instance.objectNode();
    ArrayNode list = sets.putObject("files").putArray("include");
    for (String one : paths) {
      list.add(one.strip());
    }
    return sets;
  }

  private static void put(
      NewConfig.Section section, PluginSettings plugins, String kind, String key, String value) {
    Optional<PluginSettings.Setting> known = plugins.find(kind, section.plugin, key);
    PluginSettings.Form form =
        known.map(PluginSettings.Setting::form).orElse(PluginSettings.Form.TEXT);
    // What nobody knows is complained about like any other mistake, when the whole is looked at.
    switch (form) {
      case SECRET -> {
        if (!value.startsWith("${")) {
          throw BackupException.configuration(
              key
                  + " is a secret, which everybody could see on the command line; write"
                  + " '${file:/path}' or '${env:NAME}'");
        }
        section.set(key, value);
      }
      case LIST -> section.settings.put(key, list(value));
      case TEXT, OTHER -> section.set(key, value);
    }
  }

  static ArrayNode list(String value) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (String one : value.split(",", -1)) {
      list.add(one.strip());
    }
    return list;
  }

  static boolean isTime(String text) {
    return TIME.matcher(text).matches();
  }

  /** The line that makes cron back up every day. */
  String crontab(Path file) {
    Matcher time = TIME.matcher(at);
    if (!time.matches()) {
      throw BackupException.configuration("--at must be a time of the day such as " + MIDNIGHT);
    }
    String home = System.getProperty(Plugins.HOME);
    Path program = Path.of(home == null ? "" : home, "bin", "vya-backupdb");
    String command = home == null ? "vya-backupdb" : quoted(program.toString());
    return "%d %d * * * %s --config %s backup --all"
        .formatted(
            Integer.parseInt(time.group(2)),
            Integer.parseInt(time.group(1)),
            command,
            quoted(file.toString()));
  }

  /** A word of a shell, in a crontab, which takes a percent sign for the end of a line. */
  private static String quoted(String word) {
    String plain =
        word.matches("[A-Za-z0-9_./+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    return plain.replace("%", "\\%");
  }

  /** Whether others than the owner can read the password. */
  Optional<Path> readablePassword() {
    try {
      return passwordFile != null
              && Files.getPosixFilePermissions(passwordFile).stream()
                  .anyMatch(one -> one.name().endsWith("S_READ"))
          ? Optional.of(passwordFile)
          : Optional.empty();
    } catch (UnsupportedOperationException | java.io.IOException e) {
      return Optional.empty();
    }
  }
}
