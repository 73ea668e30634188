package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.mysql.MysqlServer;
import digital.vya.backup.postgres.PostgresServer;
import digital.vya.backup.s3.Meddler;
import digital.vya.backup.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two database servers, a folder and an S3 server: encrypted for whoever holds the key, which is
 * not the machine that backs up.
 */
@Tag("one-jdk")
final class StoresIT {

  private static final String BUCKET = "backups";
  private static final String DATABASE = "stores_shop";
  private static final int DAYS = 730;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final PostgresServer postgres = PostgresServer.shared(15);
  private final MysqlServer mariadb = MysqlServer.shared("MARIADB_10_11");

  @TempDir Path folder;
  private Path local;
  private Path bucket;
  private S3Server s3;
  private Meddler meddler;
  private Launcher launcher;
  private Path key;
  private String recipient = "";

  @BeforeEach
  void begin() throws Exception {
    postgres.sql("postgres", "CREATE DATABASE " + DATABASE);
    postgres.sql(
        DATABASE, "CREATE TABLE t AS SELECT n, md5(n::text) FROM generate_series(1, 3000) n");
    mariadb.sql("", "CREATE DATABASE " + DATABASE);
    mariadb.sql(DATABASE, "CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
    local = Files.createDirectory(folder.resolve("local"));
    s3 = S3Server.inFolder(Files.createDirectory(folder.resolve("s3")));
    s3.make(BUCKET);
    bucket = folder.resolve("s3").resolve(BUCKET);
    meddler = new Meddler(s3.port());
    launcher = new Launcher(Files.createDirectory(folder.resolve("server")));
    key = folder.resolve("backup.key");
    Result made = launcher.run("keys", "generate", "--out", key.toString());
    assertThat(made.exitCode()).as("%s", made).isZero();
    recipient = Shell.run("age-keygen", "-y", key.toString()).strip();
  }

  @AfterEach
  void end() throws Exception {
    meddler.close();
    s3.close();
    postgres.sql("postgres", "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
    postgres.sql("postgres", "DROP DATABASE IF EXISTS stores_copy WITH (FORCE)");
    postgres.sql("postgres", "DROP DATABASE IF EXISTS stores_hand WITH (FORCE)");
    mariadb.sql("", "DROP DATABASE " + DATABASE);
  }

  private Path configuration(Path at, String storages, String keys) throws IOException {
    return Launcher.configuration(
        at.resolve("vya-backup.json"),
        """
        {"server": {"name": "db1", "timezone": "UTC"},
         "run": {"state_dir": "%s/state"},
         "storages": [%s],
         "retention": {"keep_daily": 7, "keep_weekly": 4, "keep_monthly": 12, "keep_yearly": 2},
         "defaults": {"archive": [{"type": "zstd"}, {"type": "age", "recipients": ["%s"]%s}],
                      "retry": {"attempts": 1}},
         "instances": [
           {"id": "pg", "dbms": "postgresql", "host": "127.0.0.1", "port": %d,
            "user": "%s", "password": %s, "tools_dir": "%s", "globals": false,
            "include": ["%s"]},
           {"id": "maria", "dbms": "mariadb", "host": "127.0.0.1", "port": %d,
            "user": "%s", "password": %s, "tools_dir": "%s", "globals": false,
            "include": ["%s"]}]}
        """
            .formatted(
                at,
                storages,
                recipient,
                keys,
                postgres.port(),
                PostgresServer.USER,
                JSON.writeValueAsString(PostgresServer.PASSWORD),
                postgres.toolsDir(),
                DATABASE,
                mariadb.port(),
                MysqlServer.USER,
                JSON.writeValueAsString(MysqlServer.PASSWORD),
                mariadb.toolsDir(),
                DATABASE));
  }

  private String r2(int port) {
    return """
        {"id": "r2", "type": "s3", "bucket": "%s", "endpoint": "http://127.0.0.1:%d",
         "region": "auto", "path_style": true, "access_key": "%s", "secret_key": "%s",
         "attempts": 1, "retry": {"attempts": 1}}"""
        .formatted(BUCKET, port, S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
  }

  @Test
  void whatOneStoreLostIsCopiedKeptForYearsAndRestoredElsewhereOrByHand() throws Exception {
    String config =
        configuration(
                folder.resolve("server"),
                "{\"id\": \"local\", \"type\": \"local\", \"path\": \""
                    + local
                    + "\"}, "
                    + r2(meddler.port()),
                "")
            .toString();
    oneStoreFailsMidWay(config);
    assertThat(keys(bucket)).isNotEqualTo(keys(local));

    Result copy = launcher.run("copy", "--from", "local", "--to", "r2", "--missing", "-c", config);
    assertThat(copy.exitCode()).as("%s", copy).isZero();
    assertThat(keys(bucket)).isEqualTo(keys(local)).hasSize(4);

    int made = twoYears();
    assertThat(keys(local)).hasSize(4 * made + 4);
    cleanUp(config);

    restoreElsewhere();
    byHand();
  }

  private void oneStoreFailsMidWay(String config) throws Exception {
    meddler.harm(r -> r.is("PUT", "/pg/"), 1_000, Meddler.cutsRequest(20_000));
    meddler.harm(r -> r.is("POST", "/pg/"), 1_000, Meddler.cutsRequest(100));
    Result backup = launcher.run("backup", "--all", "--json", "-c", config);
    meddler.calm();
    assertThat(backup.exitCode()).as("%s", backup).isEqualTo(3);
    assertThat(keys(local)).hasSize(4);
    assertThat(keys(bucket)).hasSize(2).allMatch(k -> k.startsWith("maria/"));
    // This machine cannot read what it writes, and says so.
    assertThat(backup.out()).contains("\"read_back\"").doesNotContain("\"decoded\"");
  }

  /** The same backup as of every night, but for those that failed, in both stores. */
  private int twoYears() throws IOException {
    var random = new Random(20260102);
    List<String> originals =
        keys(local).stream().filter(k -> k.endsWith(".manifest.json")).toList();
    int made = 0;
    for (int day = 1; day <= DAYS; day++) {
      // A fortnight without any, and one night of ten.
      boolean failed = (day > 100 && day <= 114) || random.nextInt(10) == 0;
      if (!failed) {
        made++;
        Instant at =
            LocalDate.now(ZoneOffset.UTC)
                .minusDays(day)
                .atTime(LocalTime.of(0, 30))
                .toInstant(ZoneOffset.UTC);
        for (String manifest : originals) {
          again(manifest, at);
        }
      }
    }
    return made;
  }

  private void again(String manifest, Instant at) throws IOException {
    var json = (ObjectNode) JSON.readTree(local.resolve(manifest).toFile());
    String artifact = json.path("artifact").path("key").textValue();
    String other = artifact.replaceFirst("/\\d{8}_\\d{6}_", "/" + NAME.format(at) + "_");
    json.put("id", ID.format(at) + "-" + json.path("id").textValue().split("-")[1]);
    json.put("started", at.toString());
    json.put("finished", at.toString());
    json.put("evidence_at", at.toString());
    ((ObjectNode) json.path("artifact")).put("key", other);
    Files.createLink(local.resolve(other), local.resolve(artifact));
    s3.put(BUCKET, other, Files.readAllBytes(local.resolve(artifact)));
    Files.write(local.resolve(other + ".manifest.json"), JSON.writeValueAsBytes(json));
    s3.put(BUCKET, other + ".manifest.json", JSON.writeValueAsBytes(json));
  }

  private void cleanUp(String config) throws Exception {
    Result plan = launcher.run("cleanup", "--dry-run", "-c", config);
    assertThat(plan.exitCode()).as("%s", plan).isEqualTo(3);
    assertThat(plan.out()).contains("would_go", "run.delete_limit");
    Set<String> before = keys(local);
    Result refused = launcher.run("cleanup", "-c", config);
    assertThat(refused.exitCode()).as("%s", refused).isNotZero();
    assertThat(refused.out() + refused.err()).contains("run.delete_limit", "--force");
    assertThat(keys(local)).isEqualTo(before);
    Result cleanup = launcher.run("cleanup", "--force", "-c", config);
    assertThat(cleanup.exitCode()).as("%s", cleanup).isZero();

    assertThat(keys(bucket)).isEqualTo(keys(local));
    for (String instance : List.of("pg", "maria")) {
      Set<LocalDate> kept = dates(instance);
      assertThat(kept).hasSizeBetween(7 + 11, 7 + 4 + 12 + 2);
      Set<LocalDate> all =
          before.stream()
              .filter(k -> k.startsWith(instance + "/"))
              .map(StoresIT::date)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(kept).containsAll(newest(all, 7));
      assertThat(kept.stream().map(d -> d.withDayOfMonth(1)).collect(Collectors.toSet()))
          .containsAll(
              newest(
                  all.stream()
                      .map(d -> d.withDayOfMonth(1))
                      .collect(Collectors.toCollection(TreeSet::new)),
                  12));
    }
  }

  private static List<LocalDate> newest(Set<LocalDate> dates, int count) {
    return List.copyOf(dates).subList(dates.size() - count, dates.size());
  }

  private Set<LocalDate> dates(String instance) throws IOException {
    return keys(local).stream()
        .filter(k -> k.startsWith(instance + "/"))
        .map(StoresIT::date)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static LocalDate date(String key) {
    return LocalDate.parse(
        key.substring(key.lastIndexOf('/') + 1).substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** Another machine, which has the key, the S3 store and the same storages set, and no folder. */
  private void restoreElsewhere() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    String config =
        configuration(
                elsewhere,
                "{\"id\": \"local\", \"type\": \"local\", \"path\": \""
                    + elsewhere.resolve("gone")
                    + "\"}, "
                    + r2(s3.port()),
                ", \"identity_file\": \"" + key + "\"")
            .toString();
    Result restore =
        new Launcher(elsewhere)
            .run(
                "restore",
                "--latest",
                "--instance",
                "pg",
                "--database",
                DATABASE,
                "--target",
                "stores_copy",
                "-c",
                config);
    assertThat(restore.exitCode()).as("%s", restore).isZero();
    assertThat(rows("stores_copy")).isEqualTo(rows(DATABASE));
  }

  private void byHand() throws Exception {
    String newest =
        keys(bucket).stream()
            .filter(k -> k.startsWith("pg/") && k.endsWith(".sql.zst.age"))
            .max(String::compareTo)
            .orElseThrow();
    postgres.sql("postgres", "CREATE DATABASE stores_hand");
    var psql =
        new ProcessBuilder(
            "bash",
            "-o",
            "pipefail",
            "-c",
            "age -d -i \"$KEY\" \"$ARTIFACT\" | zstd -d | \"$PSQL\" -X -q -v ON_ERROR_STOP=1 >"
                + " /dev/null");
    psql.environment().put("KEY", key.toString());
    psql.environment().put("ARTIFACT", bucket.resolve(newest).toString());
    psql.environment().put("PSQL", postgres.toolsDir().resolve("psql").toString());
    psql.environment().put("PGHOST", "127.0.0.1");
    psql.environment().put("PGPORT", Integer.toString(postgres.port()));
    psql.environment().put("PGUSER", PostgresServer.USER);
    psql.environment().put("PGPASSWORD", PostgresServer.PASSWORD);
    psql.environment().put("PGDATABASE", "stores_hand");
    assertThat(psql.inheritIO().start().waitFor()).isZero();
    assertThat(rows("stores_hand")).isEqualTo(rows(DATABASE));
  }

  private List<String> rows(String database) throws Exception {
    return postgres.rows(
        database, "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY n)) FROM t");
  }

  /** The keys of a store, without what is not a backup. */
  private static Set<String> keys(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> store.relativize(f).toString())
          .filter(k -> k.startsWith("pg/") || k.startsWith("maria/"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
