package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of the packaged launcher, with engines that need no server. */
final class LauncherIT {

  @TempDir Path folder;
  private Launcher launcher;
  private Path config;

  @BeforeEach
  void somethingToBackUp() throws Exception {
    launcher = new Launcher(Files.createDirectory(folder.resolve("launcher")));
    Files.createDirectory(folder.resolve("store"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Shell.run(
        "sqlite3",
        data.resolve("app.db").toString(),
        "create table t(a text); insert into t values ('one'), ('two');");
    Path site = Files.createDirectories(folder.resolve("site/sub dir"));
    Files.writeString(site.resolve("ação.txt"), "conteúdo");
    Files.createSymbolicLink(folder.resolve("site/link"), Path.of("sub dir/ação.txt"));
    config = configure(instances());
  }

  private String instances() {
    return """
        {"id": "app", "dbms": "sqlite", "path": "%1$s/data"},
        {"id": "www", "dbms": "files", "sets": {"site": {"include": ["%1$s/site"]}}}
        """
        .formatted(folder);
  }

  private Path configure(String instances) throws IOException {
    return Launcher.configuration(
        folder.resolve("config.json"),
        """
        {
          "run": {"state_dir": "%1$s/state"},
          "defaults": {"retry": {"attempts": 1}},
          "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
          "instances": [%2$s]
        }
        """
            .formatted(folder, instances));
  }

  private Result run(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(config.toString());
    return launcher.run(all.toArray(String[]::new));
  }

  @Test
  void aBackupIsListedVerifiedAndRestoredAndStandardToolsReadIt() throws Exception {
    Result backup = run("backup", "--all", "--json");
    assertThat(backup).as("%s", backup).extracting(Result::exitCode).isEqualTo(0);
    assertThat(backup.err()).isEmpty();
    assertThat(backup.json().path("outcome").asText()).isEqualTo("complete");
    assertThat(backup.json().path("artifacts"))
        .allMatch(a -> a.path("evidence").asText().equals("decoded"));

    Result list = run("restore-list", "--json");
    assertThat(list.json().path("backups")).hasSize(2);
    assertThat(run("verify", "--all").exitCode()).isZero();

    assertThat(
            run(
                    "restore",
                    "--latest",
                    "--instance",
                    "app",
                    "--database",
                    "app.db",
                    "--target",
                    "copy.db")
                .exitCode())
        .isZero();
    assertThat(Shell.run("sqlite3", folder + "/data/copy.db", "select group_concat(a) from t"))
        .isEqualToIgnoringNewLines("one,two");
    Result files =
        run(
            "restore",
            "--latest",
            "--instance",
            "www",
            "--database",
            "site",
            "--target",
            folder + "/elsewhere");
    assertThat(files.exitCode()).as("%s", files).isZero();
    Shell.run(
        "diff",
        "-r",
        "--no-dereference",
        folder + "/site",
        folder + "/elsewhere" + folder + "/site");
    assertThat(Shell.pipe("zstd -dc '" + artifact("www") + "' | tar tf -")).contains("ação.txt");
    Shell.pipe("zstd -dc '" + artifact("app") + "' > '" + folder + "/by-hand.db'");
    assertThat(Shell.run("sqlite3", folder + "/by-hand.db", "select count(*) from t"))
        .isEqualToIgnoringNewLines("2");
  }

  private Path artifact(String instance) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store").resolve(instance))) {
      return files.filter(f -> f.toString().endsWith(".zst")).findFirst().orElseThrow();
    }
  }

  @Test
  void aDryRunOfARestoreListsWhatItWouldMake() throws Exception {
    run("backup", "--all");
    Result told =
        run(
            "restore",
            "--latest",
            "--instance",
            "www",
            "--database",
            "site",
            "--target",
            folder + "/nowhere",
            "--dry-run");

    assertThat(told.exitCode()).as("%s", told).isZero();
    assertThat(told.out()).contains("ação.txt", "sound; would restore");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void anExistingTargetIsReplacedSafelyAndCanComeBack() throws Exception {
    run("backup", "--all");
    Shell.run("sqlite3", folder + "/data/app.db", "insert into t values ('three')");
    String[] restore = {"restore", "--latest", "--instance", "app", "--database", "app.db"};

    Result safe = run(restore);
    assertThat(safe.exitCode()).as("%s", safe).isZero();
    assertThat(safe.out()).contains("bring it back with restore --undo", "rows equal");
    assertThat(count()).isEqualTo("2");
    assertThat(run("restore", "--undo").exitCode()).isZero();
    assertThat(count()).isEqualTo("3");
    Result fast =
        run(Stream.concat(Stream.of(restore), Stream.of("--mode", "fast")).toArray(String[]::new));
    assertThat(fast.exitCode()).as("%s", fast).isEqualTo(2);
    assertThat(count()).isEqualTo("3");
  }

  @Test
  void anInteractiveRestoreAsksShowsThePlanAndAsksAgain() throws Exception {
    run("backup", "--instance", "app");
    Shell.run("sqlite3", folder + "/data/app.db", "insert into t values ('three')");

    Result given = interactive("1\n\n\n\n\nno\n");
    assertThat(given.exitCode()).as("%s", given).isEqualTo(130);
    assertThat(given.err())
        .contains(
            "app", "app.db", "decoded", "This restores app/app.db as it was", "can be brought");
    assertThat(count()).isEqualTo("3");

    Result agreed = interactive("1\n\n\n\n\nyes\n");
    assertThat(agreed.exitCode()).as("%s", agreed).isZero();
    assertThat(count()).isEqualTo("2");
  }

  @Test
  void everyArchiveChainIsVerifiedAndRestored() throws Exception {
    for (String chain :
        List.of("[]", "[\"none\"]", "[\"gzip\"]", "[\"zip\"]", "[\"gzip\", \"zip\"]")) {
      String instance =
          "{\"id\": \"app\", \"dbms\": \"sqlite\", \"path\": \"%s/data\", \"archive\": %s}";
      configure(instance.formatted(folder, chain));
      assertThat(run("backup", "--all").exitCode()).as(chain).isZero();
      Result verify = run("verify");
      assertThat(verify.exitCode()).as("%s %s", chain, verify).isZero();
      Result restore = run("restore", "--latest", "--instance", "app", "--database", "app.db");
      assertThat(restore.exitCode()).as("%s %s", chain, restore).isZero();
    }
  }

  private Result interactive(String answers) throws Exception {
    Process process = launcher.start("restore", "--interactive", "--config", config.toString());
    try (var stdin = process.getOutputStream()) {
      stdin.write(answers.getBytes(StandardCharsets.UTF_8));
    }
    return launcher.ended(process);
  }

  private String count() throws Exception {
    return Shell.run("sqlite3", folder + "/data/app.db", "select count(*) from t").strip();
  }

  @Test
  void aDamagedArtifactIsFoundAndNeverRestored() throws Exception {
    run("backup", "--instance", "app");
    Path artifact = artifact("app");
    try (var channel = FileChannel.open(artifact, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
    Files.delete(folder.resolve("data/app.db"));

    Result verify = run("verify");
    assertThat(verify.exitCode()).isEqualTo(6);
    assertThat(verify.out()).contains("DAMAGED", "0 sound, 1 damaged");
    Result restore = run("restore", "--latest", "--instance", "app", "--database", "app.db");
    assertThat(restore.exitCode()).as("%s", restore).isEqualTo(6);
    assertThat(folder.resolve("data/app.db")).doesNotExist();
  }

  @Test
  void oneFailureMakesARunPartialAndTheOthersAreStored() throws Exception {
    Files.writeString(folder.resolve("data/broken.db"), "SQLite format 3\0 and then rubbish");
    Files.createSymbolicLink(folder.resolve("site/gone"), Path.of("nowhere"));
    Result backup = run("backup", "--all");

    assertThat(backup.exitCode()).as("%s", backup).isEqualTo(3);
    assertThat(backup.out()).contains("FAILED", "broken.db", "PARTIAL");
    assertThat(backup.err()).doesNotContain("Exception");
  }

  @Test
  void nothingStoredExitsWithWhoseMoveItIs() throws Exception {
    config = configure("{\"id\": \"app\", \"dbms\": \"sqlite\", \"path\": \"/nowhere/app.db\"}");
    Result missing = run("backup", "--all");
    assertThat(missing.exitCode()).as("%s", missing).isEqualTo(2);

    config =
        configure(
            "{\"id\": \"pg\", \"dbms\": \"postgresql\", \"host\": \"127.0.0.1\", \"port\": 1,"
                + " \"user\": \"x\", \"password\": \"hunter2\"}");
    Result down = run("backup", "--all");
    assertThat(down.exitCode()).as("%s", down).isEqualTo(4);
    assertThat(down.out()).contains("127.0.0.1:1", "FAILED");
    assertThat(down.out() + down.err()).doesNotContain("hunter2").doesNotContain("\tat ");

    config =
        configure(
            "{\"id\": \"app\", \"dbms\": \"sqlite\", \"path\": \""
                + folder
                + "/data\","
                + " \"exclude\": [\"*\"]}");
    Result nothing = run("backup", "--all");
    assertThat(nothing.exitCode()).as("%s", nothing).isEqualTo(2);
    assertThat(nothing.out()).contains("no database of app is left");
  }

  @Test
  void everyMistakeInAConfigurationIsToldAtOnce() throws Exception {
    config =
        configure(
            """
            {"id": "a", "dbms": "postgres", "host": "h"},
            {"id": "b", "dbms": "postgresql", "hots": "h", "port": 70000, "user": "u"},
            {"id": "b", "dbms": "sqlite", "path": "/x"}
            """);
    Result validated = run("config", "validate");

    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.err())
        .contains(
            "did you mean postgresql",
            "instances[1].hots: no such setting; did you mean host?",
            "instances[1].port: must be at most 65535",
            "instances[2].id")
        .doesNotContain("\tat ");
    config = Files.writeString(folder.resolve("config.json"), "{\"instances\": [");
    assertThat(run("config", "validate").exitCode()).isEqualTo(2);
    config = folder.resolve("absent.json");
    assertThat(run("config", "validate").err()).contains("absent.json").doesNotContain("\tat ");
  }

  @Test
  void aWrongCommandLineSaysHowToGetHelp() throws Exception {
    for (String[] wrong :
        List.of(new String[] {}, new String[] {"backup"}, new String[] {"bakcup", "--all"})) {
      Result result = launcher.run(wrong);
      assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
      assertThat(result.err()).contains("--help").doesNotContain("\tat ");
    }
  }

  @Test
  void aFullDiskIsToldAsSuchAndLeavesNothing() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    Shell.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
    try {
      Shell.pipe("head -c 8000000 /dev/urandom > '" + folder + "/site/big'");
      Path text = config;
      Files.writeString(
          text,
          Files.readString(text)
              .replace(
                  "\"path\": \"" + folder + "/store\"",
                  "\"path\": \"" + small + "\", \"min_free_bytes\": 1"));
      Result backup = run("backup", "--instance", "www");

      assertThat(backup.exitCode()).as("%s", backup).isEqualTo(4);
      assertThat(backup.out()).contains("full");
      try (Stream<Path> files = Files.walk(small)) {
        assertThat(files.filter(LauncherIT::isOfABackup)).isEmpty();
      }
    } finally {
      Shell.run("umount", small.toString());
    }
  }

  @Test
  void aSecondRunOfAnInstanceIsRefusedAndADeadHolderIsNoHolder() throws Exception {
    Path locks = Files.createDirectories(folder.resolve("state/locks"));
    try (var channel =
            FileChannel.open(
                locks.resolve("app.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      Result locked = run("backup", "--instance", "app");
      assertThat(locked.exitCode()).as("%s", locked).isEqualTo(5);
      assertThat(locked.out()).contains("another run works on app");
    }
    Files.writeString(locks.resolve("app.lock"), "pid 1 since long ago");
    assertThat(run("backup", "--instance", "app").exitCode()).isZero();
  }

  @Test
  void anInterruptedRunEndsWith130AndLeavesNothingThatLooksComplete() throws Exception {
    Path slow = folder.resolve("site/slow");
    Shell.pipe("head -c 300000000 /dev/urandom > '" + slow + "'");
    Process process = launcher.start("backup", "--instance", "www", "--config", config.toString());
    Path store = folder.resolve("store");
    while (process.isAlive() && sizes(store) < 1_000_000) {
      Thread.onSpinWait();
    }
    process.toHandle().destroy();
    Result result = launcher.ended(process);

    assertThat(result.exitCode()).as("%s", result).isEqualTo(130);
    try (Stream<Path> files = Files.walk(store)) {
      assertThat(files.filter(LauncherIT::isOfABackup)).isEmpty();
    }
  }

  /** How a run went is told in the storage even if nothing is stored. */
  private static boolean isOfABackup(Path file) {
    return Files.isRegularFile(file) && !file.toString().contains("@status");
  }

  private static long sizes(Path store) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        sum += file.toFile().length();
      }
    }
    return sum;
  }

  @Test
  void aJarInThePluginsFolderIsFound() throws Exception {
    Path jar;
    try (Stream<Path> jars = Files.list(launcher.home().resolve("lib"))) {
      jar = jars.filter(f -> f.toString().contains("vya-backup-sqlite")).findFirst().orElseThrow();
    }
    Path plugins = launcher.home().resolve("plugins");
    Files.move(jar, plugins.resolve("third-party.jar"));
    Result found = launcher.run("plugins", "--json");
    assertThat(found.exitCode()).as("%s", found).isZero();
    JsonNode sqlite = null;
    for (JsonNode plugin : found.json().path("plugins")) {
      sqlite = plugin.path("name").asText().equals("sqlite") ? plugin : sqlite;
    }
    assertThat(sqlite).isNotNull();
    assertThat(String.valueOf(sqlite)).contains("plugins/third-party.jar");
  }
}
