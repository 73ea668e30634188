package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command as a service manager or a container runs it. */
final class DaemonIT {

  private static final Pattern ADDRESS = Pattern.compile("http://\\S+");

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Launcher launcher;
  private Path config;
  private Optional<Process> started = Optional.empty();

  @BeforeEach
  void something() throws Exception {
    launcher = new Launcher(Files.createDirectory(folder.resolve("launcher")));
    Files.createDirectory(folder.resolve("store"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Shell.run("sqlite3", data.resolve("app.db").toString(), "create table t(a text)");
    configure("{\"id\": \"app\", \"dbms\": \"sqlite\", \"path\": \"%s/data\"}".formatted(folder));
  }

  @AfterEach
  void end() {
    started.ifPresent(
        process -> {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        });
  }

  private void configure(String instance) throws IOException {
    config =
        Launcher.configuration(
            folder.resolve("config.json"),
            """
            {
              "run": {"state_dir": "%1$s/state"},
              "schedule": {"every": "1m"},
              "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
              "instances": [%2$s]
            }
            """
                .formatted(folder, instance));
  }

  private void start(String... more) throws IOException {
    var all = new ArrayList<>(List.of("daemon", "--config", config.toString()));
    all.addAll(List.of("--listen", "127.0.0.1:0"));
    all.addAll(List.of(more));
    started = Optional.of(launcher.start(all.toArray(String[]::new)));
  }

  private Process daemon() {
    return started.orElseThrow();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("launcher/out"))
        + Files.readString(folder.resolve("launcher/err"));
  }

  private String waitFor(Predicate<String> wanted) throws IOException {
    while (!wanted.test(said())) {
      assertThat(daemon().isAlive()).as(said()).isTrue();
      Thread.onSpinWait();
    }
    return said();
  }

  private HttpResponse<String> ask(String path) throws Exception {
    Matcher address = ADDRESS.matcher(waitFor(said -> ADDRESS.matcher(said).find()));
    assertThat(address.find()).isTrue();
    return client.send(
        HttpRequest.newBuilder(URI.create(address.group() + path)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void aDaemonBacksUpTellsHowItIsAndEndsOnTerm() throws Exception {
    start();
    waitFor(said -> said.contains("COMPLETE: 1 of 1 stored"));
    while (ask("/ready").statusCode() != 200) {
      Thread.onSpinWait();
    }

    assertThat(ask("/health").statusCode()).isEqualTo(200);
    assertThat(ask("/metrics").body())
        .contains("vya_daemon_ready 1", "vya_daemon_runs_total{outcome=\"complete\"} 1")
        .contains("vya_daemon_next_due_timestamp_seconds");
    assertThat(ask("/elsewhere").statusCode()).isEqualTo(404);

    daemon().destroy();
    Result ended = launcher.ended(daemon());
    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(ended.out()).endsWith("ended\n");
    assertThat(leftovers()).isEmpty();
    Result due = launcher.run("backup", "--all", "--dry-run", "--config", config.toString());
    assertThat(due.exitCode()).as("the locks are free: %s", due).isZero();
  }

  @Test
  void aBackupThatMayNotGoOnIsCancelledAndLeavesNothing() throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    // Hundreds of gigabytes that take no room: nobody reads them within the test.
    try (var large = new RandomAccessFile(site.resolve("large").toFile(), "rw")) {
      large.setLength(500L << 30);
    }
    configure(
        "{\"id\": \"www\", \"dbms\": \"files\", \"sets\": {\"s\": {\"include\": [\"%s\"]}}}"
            .formatted(site));
    start("--grace", "0s");
    while (!ask("/metrics").body().contains("vya_daemon_running 1") || partial().isEmpty()) {
      Thread.onSpinWait();
    }

    daemon().destroy();
    Result ended = launcher.ended(daemon());

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(130);
    assertThat(ended.out()).contains("cancelled");
    assertThat(leftovers()).isEmpty();
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .allMatch(file -> file.contains("@status"));
    }
  }

  /** What is in the making, wherever the storage puts it. */
  private List<Path> partial() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (java.io.UncheckedIOException e) {
      return List.of();
    }
  }

  private List<Path> leftovers() throws IOException {
    Path work = folder.resolve("state/work");
    if (!Files.exists(work)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(work)) {
      return files.toList();
    }
  }

  @Test
  void whatCannotWorkIsRefusedBeforeItStays() throws Exception {
    String schedule = Files.readString(config);
    Launcher.configuration(
        config, schedule.replace("{\"every\": \"1m\"}", "{\"cron\": \"0 0 31 2 *\"}"));
    assertRefused(2, "schedule.cron: names a day that never comes");
    Launcher.configuration(
        config, schedule.replace("{\"every\": \"1m\"}", "{\"cron\": \"often\"}"));
    assertRefused(2, "schedule.cron");
    Launcher.configuration(config, schedule.replace("\"schedule\": {\"every\": \"1m\"},", ""));
    assertRefused(2, "no instance has a schedule");
    Launcher.configuration(config, schedule);
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(
          4,
          "cannot listen on 127.0.0.1:" + other.getLocalPort(),
          "--listen",
          "127.0.0.1:" + other.getLocalPort());
    }
    assertRefused(2, "--grace", "--grace", "soon");
  }

  private void assertRefused(int code, String why, String... options) throws Exception {
    Result refused =
        launcher.run(
            Stream.concat(Stream.of("daemon", "--config", config.toString()), Stream.of(options))
                .toArray(String[]::new));
    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(code);
    assertThat(refused.err()).contains(why);
  }
}
