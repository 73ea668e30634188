package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates a file for one server, with {@code server_info} and {@code databases}. */
final class VersionOne {

  private final Draft draft;

  VersionOne(Draft draft) {
    this.draft = draft;
  }

  void translate(JsonNode tree) {
    var root = new Section(tree, "", draft);
    server(root.section("server_info"));
    Section paths = root.section("paths");
    Section options = root.section("backup_options");
    archive(options, paths);
    instances(tree.path("databases"), root, paths);
    options
        .number("retention_days")
        .ifPresent(days -> draft.section("retention").put("keep_within", days + "d"));
    options.tellRest();
    Section monitoring = root.section("monitoring");
    new Pushgateway(draft).put(monitoring.section("prometheus"), "pushgateway_url");
    monitoring.tellRest();
    new LogFolder(draft).put(paths.text("log_path"), paths.at("log_path"), Optional.empty());
    paths.ignore("backup_path");
    paths.tellRest();
    new Times(draft).put(root.section("schedule"), "weekdays", 0);
    root.tellRest();
  }

  private void server(Section said) {
    said.text("server_name")
        .ifPresent(name -> draft.section("server").put("name", Draft.literal(name)));
    for (String label : List.of("location", "company", "author")) {
      said.text(label)
          .ifPresent(
              text ->
                  draft
                      .section("server")
                      .withObjectProperty("labels")
                      .put(label, Draft.literal(text)));
    }
    said.tellRest();
  }

  private void archive(Section options, Section paths) {
    var archive = draft.section("defaults").putArray("archive");
    if (options.flag("compress", true)) {
      archive.add("gzip");
    }
    boolean zipped = options.flag("create_zip", false);
    if (paths.text("zip_path").isPresent() && paths.text("backup_path").isPresent()) {
      draft.tell(
          paths.at("zip_path")
              + ": is left out, each database is an artifact of its own in backup_path"
              + (zipped ? ", and there is no zip of a whole run any more" : ""));
    }
  }

  private void instances(JsonNode databases, Section root, Section paths) {
    Section all = root.section("databases");
    Section filters = root.section("backup_filters");
    Optional<String> folder = paths.text("backup_path", "zip_path");
    if (folder.isEmpty()) {
      draft.problem(paths.at("backup_path") + ": is missing; say where the backups go");
      return;
    }
    List<String> names = new ArrayList<>();
    databases.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      Section said = all.section(name);
      String dbms = Dbms.of(name);
      ObjectNode instance = draft.instance(dbms, dbms);
      if (!said.flag("enabled", true)) {
        instance.put("enabled", false);
      }
      server(said, instance, dbms);
      filters(filters.section(name), instance);
      instance.putArray("destinations").add(draft.folder(folder.get()));
      said.tellRest();
    }
    filters.tellRest();
  }

  private void server(Section said, ObjectNode instance, String dbms) {
    String host = said.text("host").orElse("localhost");
    instance.put("host", Draft.literal(host));
    said.text("port").ifPresent(port -> VersionTwo.put(instance, port));
    said.text("user", "username").ifPresent(user -> instance.put("user", Draft.literal(user)));
    Optional<String> password = said.raw("password");
    if (password.isPresent()) {
      said.ignore("password_encrypted");
      instance.put("password", Draft.literal(password.get()));
    } else if (said.text("password_encrypted").isPresent()) {
      String id = instance.path("id").asText();
      instance.put("password", draft.secret(id, said.at("password_encrypted")));
      draft.tell(
          "%s: holds a hash that nobody can turn back; the password is the secret %s now,"
                  .formatted(said.at("password_encrypted"), id)
              + " give it once: vya-backupdb secrets add "
              + id);
    }
    Dbms.takeAnyTls(instance, dbms, host, draft);
  }

  private static void filters(Section said, ObjectNode instance) {
    if (!said.isThere()) {
      return;
    }
    Dbms.put(instance, "include", said.list("included_databases"));
    Dbms.put(instance, "exclude", said.list("excluded_databases"));
    for (String part : List.of("schemas", "tables")) {
      List<String> included = said.list("included_" + part);
      List<String> excluded = said.list("excluded_" + part);
      if (!included.isEmpty()) {
        Dbms.put(instance.withObjectProperty(part), "include", included);
      }
      if (!excluded.isEmpty()) {
        Dbms.put(instance.withObjectProperty(part), "exclude", excluded);
      }
    }
    said.tellRest();
  }
}
