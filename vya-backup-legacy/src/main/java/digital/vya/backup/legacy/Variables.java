package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Translates the variables of the container service. Passwords stay in the environment: the new
 * configuration points to them.
 */
final class Variables {

  private static final String TYPE = "DB_TYPE";

  /** Only these: images of PostgreSQL set others that begin with {@code PG_}. */
  private static final Map<String, String> RETIRED = retired();

  private static final Set<String> FAMILIES = Set.of("DB_", "STORAGE_", "EMAIL_", "SEQ_");

  private final Draft draft;
  private final Map<String, String> variables;
  private final Set<String> read = new HashSet<>();

  Variables(Draft draft, Map<String, String> variables) {
    this.draft = draft;
    this.variables = variables;
  }

  private static Map<String, String> retired() {
    Map<String, String> names = new TreeMap<>();
    for (String name : List.of("HOST", "PORT", "USER", "PASSWORD", "DATABASE")) {
      names.put("PG_" + name, "DB_" + name);
    }
    for (String name :
        List.of(
            "ENDPOINT_URL",
            "ACCESS_KEY_ID",
            "SECRET_ACCESS_KEY",
            "BUCKET_NAME",
            "REGION",
            "DESTINATION_FOLDER")) {
      names.put("R2_" + name, "STORAGE_" + name);
    }
    return names;
  }

  static boolean areThere(Map<String, String> variables) {
    return variables.keySet().stream()
        .anyMatch(name -> name.equals(TYPE) || RETIRED.containsKey(name));
  }

  void translate() {
    refuseRetired();
    text("APP_ENV")
        .ifPresent(name -> draft.section("server").put("environment", Draft.literal(name)));
    Optional<String> zone = new Times(draft).zone(text("TIMEZONE"), "TIMEZONE");
    zone.ifPresent(name -> draft.section("server").put("timezone", name));
    draft.section("defaults").putArray("archive").add("gzip");
    instance(storage());
    mail();
    text("CRON_SCHEDULE").ifPresent(cron -> schedule(cron, zone));
    tellRest();
  }

  /** A run does not need it, and must not fail for it. */
  private void schedule(String cron, Optional<String> zone) {
    if (!cron.strip().matches("@[a-z]+|[\\w*/,-]+([ \\t]+[\\w*/,-]+){4}")) {
      draft.tell("CRON_SCHEDULE: is no line of cron's five fields, so there is no schedule");
      return;
    }
    ObjectNode schedule = draft.section("schedule").put("cron", Draft.literal(cron));
    zone.ifPresent(name -> schedule.put("timezone", name));
  }

  private void refuseRetired() {
    List<String> problems = new ArrayList<>();
    RETIRED.forEach(
        (old, now) -> {
          if (variables.containsKey(old)) {
            problems.add(old + ": is called " + now + " now; rename it");
          }
        });
    if (problems.isEmpty()) {
      return;
    }
    if (!variables.containsKey(TYPE)) {
      problems.add(TYPE + ": is not set; set it to postgresql, mysql or mariadb");
    }
    if (!variables.containsKey("STORAGE_TYPE")) {
      problems.add("STORAGE_TYPE: is not set; set it to r2, s3 or local");
    }
    throw new LegacyException(
        "the environment uses names that are not read any more; a configuration file works too",
        problems);
  }

  private Optional<String> text(String name) {
    read.add(name);
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(t -> !t.isEmpty());
  }

  /** Points to a variable that holds anything. */
  private Optional<String> pointer(String name) {
    read.add(name);
    return variables.getOrDefault(name, "").isEmpty()
        ? Optional.empty()
        : Optional.of("${env:" + name + "}");
  }

  private Optional<String> required(String name, String what) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      draft.problem(name + ": is not set; set it to " + what);
    }
    return value;
  }

  private Optional<Integer> port(String name) {
    Optional<String> text = text(name);
    Optional<Integer> port = text.filter(t -> t.matches("\\d{1,5}")).map(Integer::valueOf);
    if (text.isPresent() && port.isEmpty()) {
      draft.problem(name + ": is no port; set it to a whole number");
    }
    return port;
  }

  private void instance(Optional<String> destination) {
    String dbms = required(TYPE, "postgresql, mysql or mariadb").map(Dbms::of).orElse("");
    ObjectNode instance = draft.instance(dbms, dbms);
    String databases = text("DB_DATABASE").orElse("");
    List<String> names = Section.words(databases);
    if (dbms.equals(Dbms.FILES)) {
      Dbms.putSets(instance, Section.patternsIn(databases), List.of());
    } else {
      String host = required("DB_HOST", "the name or address of the server").orElse("");
      instance.put("host", Draft.literal(host));
      port("DB_PORT").ifPresent(port -> instance.put("port", port));
      required("DB_USER", "the account that backs up")
          .ifPresent(user -> instance.put("user", Draft.literal(user)));
      pointer("DB_PASSWORD").ifPresent(password -> instance.put("password", password));
      Dbms.takeAnyTls(instance, dbms, host, draft);
      Dbms.put(instance, "include", names);
    }
    destination.ifPresent(id -> instance.putArray("destinations").add(id));
  }

  private Optional<String> storage() {
    String type = required("STORAGE_TYPE", "r2, s3 or local").orElse("").toLowerCase(Locale.ROOT);
    Optional<String> folder = text("STORAGE_DESTINATION_FOLDER");
    if (type.equals("local")) {
      Optional<String> path = folder.or(() -> text("STORAGE_PATH")).filter(p -> p.startsWith("/"));
      if (path.isEmpty()) {
        draft.problem("STORAGE_DESTINATION_FOLDER: is no absolute path; set it to a folder");
      }
      return path.map(draft::folder);
    }
    if (!Set.of("r2", "s3", "minio", "").contains(type)) {
      draft.problem("STORAGE_TYPE: is none of r2, s3 and local");
    }
    ObjectNode storage = draft.storage("s3", "s3", "STORAGE_TYPE");
    required("STORAGE_BUCKET_NAME", "the bucket")
        .ifPresent(bucket -> storage.put("bucket", Draft.literal(bucket)));
    text("STORAGE_ENDPOINT_URL").ifPresent(url -> storage.put("endpoint", Draft.literal(url)));
    text("STORAGE_REGION").ifPresent(region -> storage.put("region", Draft.literal(region)));
    folder
        .map(path -> path.replaceAll("^/+|/+$", ""))
        .filter(path -> !path.isEmpty())
        .ifPresent(prefix -> storage.put("prefix", Draft.literal(prefix)));
    text("STORAGE_ACCESS_KEY_ID").ifPresent(key -> storage.put("access_key", Draft.literal(key)));
    pointer("STORAGE_SECRET_ACCESS_KEY").ifPresent(key -> storage.put("secret_key", key));
    return Optional.of("s3");
  }

  private void mail() {
    Optional<String> host = text("EMAIL_SMTP");
    Optional<Integer> port = port("EMAIL_PORT");
    List<String> to = Section.words(text("EMAIL_TO").orElse(""));
    var sender =
        new Mail.Sender(
            text("EMAIL_USER").map(Draft::literal),
            pointer("EMAIL_PASSWORD"),
            text("EMAIL_FROM").map(Draft::literal));
    if (host.isEmpty()) {
      return;
    }
    String security =
        port.filter(p -> p == 465).isPresent()
            ? "tls"
            : port.filter(p -> p == 587).isPresent() ? "starttls" : "none";
    draft.tell(
        "EMAIL_PORT: mails are sent with security " + security + ", which is usual for that port");
    new Mail("EMAIL_SMTP", host.get(), port, security, sender).put(to, to, draft);
  }

  private void tellRest() {
    for (String name : new TreeSet<>(variables.keySet())) {
      if (!read.contains(name) && FAMILIES.stream().anyMatch(name::startsWith)) {
        draft.tell(name + ": is left out, it has no counterpart");
      }
    }
  }
}
