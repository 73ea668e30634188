package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.mysql.MysqlServer;
import digital.vya.backup.postgres.PostgresServer;
import digital.vya.backup.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people run today, run by the packaged launcher on real servers. Of the samples nothing is
 * changed but ports and the folders that a test must not touch.
 */
final class LegacyIT {

  private static final String MYSQL_PASSWORD = "p#ss \"quoted\" \\ ç";
  private static final String POSTGRES_PASSWORD = "s3cr:et@/%";
  private static final String TIME = "\\d{8}_\\d{6}_";

  private static final PostgresServer POSTGRES = PostgresServer.shared(15);
  private static final MysqlServer MYSQL = MysqlServer.shared("MARIADB_10_11");

  @TempDir Path folder;
  private Launcher launcher;

  @BeforeAll
  static void fillTheServers() throws Exception {
    for (String database : List.of("chat_db", "crm", "scratch")) {
      POSTGRES.sql("postgres", "CREATE DATABASE " + database);
      POSTGRES.sql(
          database,
          "CREATE SCHEMA reports",
          "CREATE TABLE t AS SELECT generate_series(1, 1000) AS id",
          "CREATE TABLE log_old AS SELECT 1 AS id");
    }
    POSTGRES.sql(
        "postgres", "CREATE ROLE bkp SUPERUSER LOGIN PASSWORD '" + POSTGRES_PASSWORD + "'");
    for (String database : List.of("dns_db", "app_prod", "user_data", "shop", "test", "tmp_x")) {
      MYSQL.sql("", "CREATE DATABASE IF NOT EXISTS " + database);
      MYSQL.sql(database, "CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
    }
    MYSQL.sql(
        "",
        "CREATE USER bkp@localhost IDENTIFIED BY '" + MYSQL_PASSWORD.replace("\\", "\\\\") + "'",
        "GRANT ALL ON *.* TO bkp@localhost");
  }

  @BeforeEach
  void unpack() throws Exception {
    launcher = new Launcher(folder).with("LC_ALL", "C.UTF-8");
    for (String file : List.of("volumes/a/b.txt", "app/config/app.yaml", "uploads/x/y.jpg")) {
      Path made = folder.resolve("srv").resolve(file);
      Files.createDirectories(made.getParent());
      Files.writeString(made, file);
    }
  }

  @Test
  void v2MinimalTakesItsPasswordsFromWhereTheClientsDo() throws Exception {
    Path pgpass =
        Files.writeString(
            folder.resolve("pgpass"),
            "*:*:*:postgres:" + PostgresServer.PASSWORD.replace("\\", "\\\\"));
    Files.setPosixFilePermissions(pgpass, PosixFilePermissions.fromString("rw-------"));
    launcher.with("PGPASSFILE", pgpass.toString());
    Files.writeString(
        folder.resolve("home/.my.cnf"),
        "[client]\npassword=\""
            + MYSQL_PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"\n");
    String old = sample("v2/minimal.json").toString();
    Result backup = launcher.run("-c", old, "backup", "--all");

    assertThat(backup.exitCode()).as("%s", backup).isZero();
    assertThat(backup.err()).contains("old.json is in the version 2 format", "config import");
    assertThat(artifacts("bkpsql"))
        .hasSize(4)
        .anyMatch(name -> name.matches(TIME + "postgresql_chat_db\\.sql\\.gz"))
        .anyMatch(name -> name.matches(TIME + "postgresql_@globals\\.sql\\.gz"))
        .anyMatch(name -> name.matches(TIME + "mysql_dns_db\\.sql\\.gz"))
        .anyMatch(name -> name.matches(TIME + "mysql_@globals\\.sql\\.gz"));
    assertThat(artifacts("bkpzip"))
        .hasSize(2)
        .allMatch(name -> name.matches(TIME + "files_.*srv-(volumes|app-config-yaml)\\.tar\\.gz"));
    samePlan(old);
  }

  @Test
  void v2FullRunsWithTheOldWordsAndWarnsOfTheDatabaseThatIsGone() throws Exception {
    try (var mails = new MailServer(folder)) {
      v2FullRuns(mails);
    }
  }

  private void v2FullRuns(MailServer mails) throws Exception {
    Path sample = sample("v2/full.json");
    Files.writeString(sample, Files.readString(sample).replace("2525", "" + mails.port));
    String old = sample.toString();
    Files.setPosixFilePermissions(Path.of(old), PosixFilePermissions.fromString("rw-r--r--"));
    Result backup = launcher.run("-c", old, "-b");

    assertThat(backup.exitCode()).as("%s", backup).isZero();
    assertThat(backup.out()).contains("postgresql-2 has no database gone_db");
    assertThat(backup.err()).contains("WARNING: every user of this machine can read");
    assertThat(backup.out() + backup.err()).doesNotContain(MYSQL_PASSWORD, POSTGRES_PASSWORD);
    assertThat(artifacts("bkpsql"))
        .anyMatch(name -> name.matches(TIME + "mysql_dns_db\\.sql\\.gz"))
        .anyMatch(name -> name.matches(TIME + "mysql_shop\\.sql\\.gz"))
        .anyMatch(name -> name.matches(TIME + "postgresql_crm\\.sql\\.gz"))
        .noneMatch(name -> name.matches(".*_(test|tmp_x|scratch|mysql|sys)\\.sql\\.gz"));
    assertThat(artifacts("bkpzip"))
        .singleElement()
        .asString()
        .matches(TIME + "files_.*srv-uploads-jpg-png-pdf\\.tar\\.gz");
    Result check = launcher.run("-c", old, "-t");
    // No Pushgateway is there, which takes nothing from a run and is told when somebody asks.
    assertThat(check.exitCode()).as("%s", check).isEqualTo(4);
    assertThat(check.out().lines().filter(line -> line.startsWith("FAILED")))
        .singleElement()
        .asString()
        .contains("metrics pushgateway", "does not answer");
    assertThat(mails.received()).singleElement().asString().contains("To: ops@example.org");
    comesBack(old);
    samePlan(old);
  }

  private void comesBack(String old) throws Exception {
    String shop =
        artifacts("bkpsql").stream().filter(n -> n.contains("_shop.")).findFirst().orElseThrow();
    String file = folder.resolve("bkpsql").resolve(shop).toString();
    Result byFile = launcher.run("-c", old, "-r", file, "--target", "from_file");
    assertThat(byFile.exitCode()).as("%s", byFile).isZero();
    Result newest =
        launcher.run(
            "restore",
            "--latest",
            "--instance",
            "mysql-1",
            "--database",
            "shop",
            "--target",
            "newest",
            "-c",
            old);
    assertThat(newest.exitCode()).as("%s", newest).isZero();
    for (String database : List.of("from_file", "newest")) {
      assertThat(MYSQL.rows("SELECT COUNT(*) FROM " + database + ".t")).containsExactly("2");
      MYSQL.sql("", "DROP DATABASE " + database);
    }
  }

  @Test
  void v1AsksForThePasswordsThatNobodyCanTurnBack() throws Exception {
    Path old = sample("v1/server.json");
    Result refused = launcher.run("-c", old.toString(), "backup", "--all");
    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
    assertThat(refused.err())
        .contains("databases.mysql.password_encrypted holds a hash", "secrets add postgresql");
    assertThat(folder.resolve("v1")).doesNotExist();

    for (String[] secret :
        new String[][] {{"mysql", MYSQL_PASSWORD}, {"postgresql", POSTGRES_PASSWORD}}) {
      Path value = Launcher.configuration(folder.resolve("value"), secret[1] + "\n");
      Result added = launcher.run("secrets", "add", secret[0], "--from-file", value.toString());
      assertThat(added.exitCode()).as("%s", added).isZero();
    }
    Result backup = launcher.run("-c", old.toString(), "backup", "--all");
    assertThat(backup.exitCode()).as("%s", backup).isZero();
    assertThat(artifacts("v1"))
        .anyMatch(name -> name.matches(TIME + "mysql_app_prod\\.sql\\.gz"))
        .anyMatch(name -> name.matches(TIME + "mysql_user_data\\.sql\\.gz"))
        .anyMatch(name -> name.matches(TIME + "postgresql_chat_db\\.sql\\.gz"))
        .noneMatch(name -> name.contains("mysql_shop"));
  }

  @Test
  void theVariablesOfTheServiceAreEnoughAndRetiredOnesAreRefused() throws Exception {
    variables("env/service.env");
    launcher.with("DB_PORT", Integer.toString(MYSQL.port()));
    try (var s3 = S3Server.inMemory("local", "localsecret")) {
      s3.make("backups");
      launcher.with("STORAGE_ENDPOINT_URL", "http://127.0.0.1:" + s3.port());
      Result backup = launcher.run("backup", "--all");
      assertThat(backup.exitCode()).as("%s", backup).isZero();
      assertThat(backup.err()).contains("the environment variables (DB_TYPE) are taken");
      assertThat(s3.keys("backups"))
          .filteredOn(key -> !key.contains("@status/"))
          .hasSize(4)
          .anyMatch(key -> key.matches("backups/.*" + TIME + "mariadb_shop\\.sql\\.gz"));
      importedVariablesGiveTheSamePlan();
    }

    variables("env/retired.env");
    Result retired = launcher.run("backup", "--all");
    assertThat(retired.exitCode()).as("%s", retired).isEqualTo(2);
    assertThat(retired.err()).contains("PG_HOST: is called DB_HOST now", "R2_BUCKET_NAME");
  }

  @Test
  void theSecretsOfTheOldVaultMoveIntoTheStore() throws Exception {
    String vault =
        Path.of("../vya-backup-legacy/src/test/resources/legacy/vault/flat.json.enc")
            .toAbsolutePath()
            .toString();
    Result elsewhere = launcher.run("secrets", "import", vault);
    assertThat(elsewhere.exitCode()).as("%s", elsewhere).isEqualTo(2);
    assertThat(elsewhere.err()).contains("--hostname");

    Result imported = launcher.run("secrets", "import", vault, "--hostname", "backup-sp-01");
    assertThat(imported.exitCode()).as("%s", imported).isZero();
    Result secret = launcher.run("secrets", "get", "mysql");
    assertThat(secret.out().strip()).isEqualTo("p#ss \"quoted\" \\ ç");
  }

  private void importedVariablesGiveTheSamePlan() throws Exception {
    Path made = folder.resolve("new.json");
    Result imported = launcher.run("config", "import", "--from-env", "--out", made.toString());
    assertThat(imported.exitCode()).as("%s", imported).isZero();
    assertThat(Files.readString(made)).contains("${env:DB_PASSWORD}").doesNotContain("quoted");
    assertThat(plan("-c", made.toString())).isEqualTo(plan());
  }

  @Test
  void systemDatabasesStayOutEvenWhereTheyAreNamed() throws Exception {
    Path old = sample("v2/full.json");
    Files.writeString(
        old,
        Files.readString(old)
            .replace("\"db_list\": []", "\"db_list\": [\"dns_db\", \"mysql\", \"sys\"]")
            .replace("\"gone_db\"", "\"postgres\", \"template1\""));
    String plan = plan("-c", old.toString());
    assertThat(plan)
        .contains("mysql-1 has no database mysql", "mysql-1 has no database sys")
        .contains("postgresql-2 has no database postgres", "has no database template1")
        .doesNotContain("\"database\" : \"mysql\"", "\"database\" : \"postgres\"");
  }

  @Test
  void whoSitsAtATerminalIsAskedWhatRetentionMeans() throws Exception {
    Path old = sample("v2/full.json");
    Path made = folder.resolve("new.json");
    String command = launcher.home() + "/bin/vya-backupdb config import " + old + " --out " + made;
    String seen =
        Shell.pipe(
            "printf '3\\n' | TERM=xterm VYA_CLASS_ARCHIVE=off script -qec '"
                + command
                + "' /dev/null");
    assertThat(seen).contains("so many backups of each database", "new.json is written");
    assertThat(Files.readString(made)).contains("\"7d\"").doesNotContain("keep_last");
  }

  /** The imported configuration plans what the old one plans. */
  private void samePlan(String old) throws Exception {
    Path made = folder.resolve("new.json");
    Result imported = launcher.run("config", "import", old, "--out", made.toString());
    assertThat(imported.exitCode()).as("%s", imported).isZero();
    assertThat(imported.out()).doesNotContain(MYSQL_PASSWORD, POSTGRES_PASSWORD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(plan("-c", made.toString())).isEqualTo(plan("-c", old)).contains("artifacts");
  }

  private String plan(String... config) throws Exception {
    Result plan =
        launcher.run(
            Stream.concat(Stream.of(config), Stream.of("backup", "--all", "--dry-run", "--json"))
                .toArray(String[]::new));
    assertThat(plan.exitCode()).as("%s", plan).isZero();
    return plan.out();
  }

  /** The archives of a flat folder, each of which gunzip opens, and nothing unfinished. */
  private List<String> artifacts(String name) throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      List<Path> all = files.filter(f -> !f.endsWith("@status")).sorted().toList();
      assertThat(all).allMatch(Files::isRegularFile);
      List<Path> archives = all.stream().filter(f -> f.toString().endsWith(".gz")).toList();
      assertThat(all).hasSize(2 * archives.size());
      for (Path archive : archives) {
        Shell.run("gunzip", "-t", archive.toString());
        assertThat(Files.exists(Path.of(archive + ".manifest.json"))).isTrue();
      }
      return archives.stream().map(f -> f.getFileName().toString()).toList();
    }
  }

  private Path sample(String name) throws IOException {
    String text =
        resource(name)
            .replace("5432", Integer.toString(POSTGRES.port()))
            .replace("3306", Integer.toString(MYSQL.port()))
            .replace("127.0.0.1:9091", "127.0.0.1:1")
            .replace("/tmp/bkp", folder + "/bkp")
            .replace("/srv/", folder + "/srv/")
            .replace("/var/log/", folder + "/log/")
            .replace("/backup/vya", folder + "/v1");
    return Launcher.configuration(folder.resolve("old.json"), text);
  }

  private void variables(String name) throws IOException {
    resource(name)
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(line -> launcher.with(line[0], line[1]));
  }

  private static String resource(String name) throws IOException {
    return Files.readString(
        Path.of("../vya-backup-legacy/src/test/resources/legacy", name), StandardCharsets.UTF_8);
  }
}
