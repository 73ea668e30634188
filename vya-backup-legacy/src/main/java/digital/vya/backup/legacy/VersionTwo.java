package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Translates a file with {@code db_config} and {@code bkp_system}. */
final class VersionTwo {

  private static final String SYSTEM = "bkp_system";

  private final Draft draft;
  private final RetentionMeans means;

  VersionTwo(Draft draft, RetentionMeans means) {
    this.draft = draft;
    this.means = means;
  }

  void translate(JsonNode tree) {
    var root = new Section(tree, "", draft);
    Section service = root.section("service_settings");
    service
        .text("name", "server_name")
        .ifPresent(name -> draft.section("server").put("name", Draft.literal(name)));
    service.tellRest();
    Optional<String> logs = environments(root);
    draft.section("defaults").putArray("archive").add("gzip");
    Section system = root.section(SYSTEM);
    instances(root.node("db_config"), system);
    tellUnusedPaths(system);
    mail(root.section("email_settings"));
    new Pushgateway(draft).put(root.section("prometheus_settings"), "url");
    logging(root.section("log_settings"), logs);
    new Times(draft).put(root.section("schedule_settings"), "days_of_week", 1);
    root.tellRest();
  }

  /** The section that is switched on says what this system is, and may say where logs go. */
  private Optional<String> environments(Section root) {
    Optional<String> logs = Optional.empty();
    for (String name : List.of("production", "develop")) {
      Section section = root.section(name);
      boolean enabled =
          section.isThere() && (section.flag("enable", false) || section.flag("enabled", false));
      if (enabled && !draft.section("server").has("environment")) {
        draft.section("server").put("environment", name);
        logs = section.text("path_log");
      }
      section.ignore("path_log", "global_function_path");
      section.tellRest();
    }
    return logs;
  }

  private void instances(JsonNode list, Section system) {
    if (!list.isArray()) {
      draft.problem("db_config: is no list; put its servers in [ ]");
      return;
    }
    Map<String, ObjectNode> retentions = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      var said = new Section(list.get(i), "db_config[" + i + "]", draft);
      Optional<String> dbms = said.text("dbms").map(Dbms::of);
      if (dbms.isEmpty()) {
        draft.problem(said.at("dbms") + ": is missing; write mysql, postgresql or files");
        continue;
      }
      String id = dbms.get() + "-" + said.text("id_dbms").orElse(String.valueOf(i + 1));
      ObjectNode instance = draft.instance(id, dbms.get());
      if (!said.flag("enabled", true)) {
        instance.put("enabled", false);
      }
      if (dbms.get().equals(Dbms.FILES)) {
        files(said, instance);
      } else {
        server(said, instance, dbms.get());
      }
      said.tellRest();
      destination(instance, dbms.get(), system);
      retention(dbms.get(), system)
          .ifPresent(retention -> retentions.put(instance.path("id").asText(), retention));
    }
    putRetentions(retentions);
  }

  private void server(Section said, ObjectNode instance, String dbms) {
    String host = said.text("host").orElse("localhost");
    instance.put("host", Draft.literal(host));
    said.text("port").filter(port -> !port.equals("0")).ifPresent(port -> put(instance, port));
    said.text("user", "username").ifPresent(user -> instance.put("user", Draft.literal(user)));
    Optional<String> password = said.raw("secret", "password");
    password.ifPresent(secret -> instance.put("password", Draft.literal(secret)));
    if (password.isEmpty() && Dbms.isMysql(dbms)) {
      draft.tell(
          said.at("secret")
              + ": there is none, so the option file .my.cnf of the account that runs the backup is"
              + " asked, as before");
    }
    Dbms.takeAnyTls(instance, dbms, host, draft);
    Dbms.put(instance, "include", said.list("db_list", "database"));
    Dbms.put(instance, "exclude", said.list("db_ignore"));
  }

  static void put(ObjectNode instance, String port) {
    if (port.matches("\\d{1,9}")) {
      instance.put("port", Integer.valueOf(port));
    } else {
      instance.put("port", Draft.literal(port));
    }
  }

  private void files(Section said, ObjectNode instance) {
    said.ignore("host", "port", "user", "username", "secret", "password");
    List<String> patterns = said.patterns("db_list");
    Dbms.putSets(
        instance,
        patterns.isEmpty() ? said.patterns("database") : patterns,
        said.patterns("db_ignore"));
    said.ignore("database");
  }

  private void destination(ObjectNode instance, String dbms, Section system) {
    Optional<String> path =
        switch (dbms) {
          case "postgresql" -> system.text("path_pgsql", "path_postgresql", "path_sql");
          case "mysql", "mariadb" -> system.text("path_mysql", "path_sql");
          case Dbms.FILES -> system.text("path_zip", "path_files");
          default -> system.text("path_sql");
        };
    Optional<String> folder =
        path.or(() -> system.text("path_zip")).or(() -> system.text("path_sql", "path_files"));
    if (folder.isEmpty()) {
      draft.problem(
          "%s: it does not say where the backups of %s go; add path_%s"
              .formatted(SYSTEM, dbms, dbms.equals(Dbms.FILES) ? "files" : "sql"));
      return;
    }
    instance.putArray("destinations").add(draft.folder(folder.get()));
  }

  private void tellUnusedPaths(Section system) {
    Optional<String> zip = system.text("path_zip");
    Optional<String> files = system.text("path_files");
    if (zip.isPresent() && files.isPresent() && !zip.equals(files)) {
      draft.tell(SYSTEM + ".path_files: is left out, archives of files go to path_zip");
    }
    system.ignore("path_sql", "path_pgsql", "path_postgresql", "path_mysql");
    system.ignore("retention_files", "retention_pgsql", "retention_postgresql", "retention_mysql");
    system.tellRest();
  }

  private Optional<ObjectNode> retention(String dbms, Section system) {
    String key =
        switch (dbms) {
          case "postgresql" ->
              system.text("retention_pgsql").isPresent()
                  ? "retention_pgsql"
                  : "retention_postgresql";
          case "mysql", "mariadb" -> "retention_mysql";
          default -> "retention_files";
        };
    String found = system.text(key).isPresent() ? key : "retention_files";
    return system
        .number(found)
        .map(
            number -> {
              ObjectNode retention = draft.section("server").objectNode();
              if (means != RetentionMeans.DAYS) {
                retention.put("keep_last", number);
              }
              if (means != RetentionMeans.COUNT) {
                retention.put("keep_within", number + "d");
              }
              return retention;
            });
  }

  /** One for all if all say the same. */
  private void putRetentions(Map<String, ObjectNode> retentions) {
    if (retentions.isEmpty()) {
      return;
    }
    int instances = draft.instances().size();
    if (retentions.size() == instances
        && Map.copyOf(retentions).values().stream().distinct().count() == 1) {
      draft.section("retention").setAll(retentions.values().iterator().next());
    } else {
      for (JsonNode instance : draft.instances()) {
        ObjectNode retention = retentions.get(instance.path("id").asText());
        if (retention != null) {
          ((ObjectNode) instance).set("retention", retention);
        }
      }
    }
    draft.tell(
        SYSTEM
            + ".retention_*: "
            + switch (means) {
              case COUNT -> "the number is taken for so many backups of each database";
              case DAYS -> "the number is taken for the backups of so many days";
              case EITHER ->
                  "nobody said whether the number is of backups or of days, so what either keeps"
                      + " stays; say it with --retention-means count or days";
            });
  }

  private void mail(Section said) {
    if (!said.isThere()) {
      return;
    }
    if (!said.flag("enabled", true)) {
      draft.tell(said.at("enabled") + ": is false, so no mail is sent");
      return;
    }
    Optional<String> host = said.text("smtp_host", "smtp_server");
    boolean tls = said.flag("use_ssl", false);
    boolean starttls = said.flag("use_tls", false);
    if (said.flag("test_mode", false)) {
      draft.tell(said.at("test_mode") + ": is left out, there is none: mails are sent");
    }
    var sender =
        new Mail.Sender(
            said.text("smtp_user", "smtp_username").map(Draft::literal),
            said.raw("smtp_password").map(Draft::literal),
            said.text("from_email").map(Draft::literal));
    Optional<Integer> port = said.number("smtp_port");
    List<String> success = said.list("success_recipients", "recipients");
    List<String> failure = said.list("failure_recipients", "recipients");
    said.tellRest();
    if (host.isEmpty()) {
      draft.tell(said.at("smtp_host") + ": is missing, so no mail is sent");
      return;
    }
    String security = tls ? "tls" : starttls ? "starttls" : "none";
    new Mail("email_settings", host.get(), port, security, sender).put(success, failure, draft);
  }

  private void logging(Section said, Optional<String> otherDir) {
    Optional<String> console = level(said, "console_loglevel");
    console.ifPresent(level -> draft.section("logging").put("console", level));
    Optional<String> dir = said.text("log_dir").or(() -> otherDir);
    Optional<String> level = level(said, "file_loglevel");
    new LogFolder(draft).put(dir, said.at("log_dir"), level);
    said.tellRest();
  }

  private Optional<String> level(Section said, String key) {
    return said.text(key)
        .map(
            word ->
                Objects.requireNonNull(
                    LogFolder.LEVELS.getOrDefault(word.toUpperCase(Locale.ROOT), "info")));
  }
}
