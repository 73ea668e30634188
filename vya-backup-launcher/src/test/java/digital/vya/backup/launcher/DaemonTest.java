package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A daemon on the real library, with a time of its own. */
final class DaemonTest {

  private static final String DAILY = "{\"time\": \"02:00\"}";

  @TempDir Path folder;
  private DaemonScene scene;
  private List<String> ran;

  @BeforeEach
  void something() throws IOException {
    scene = new DaemonScene(folder, Plugins.discover());
    ran = scene.ran;
  }

  @Test
  void whatIsDueAtTheSameTimeRunsInOneRunAndNothingRunsElse() throws Exception {
    scene.configure(
        "UTC", "{\"cron\": \"0 */6 * * *\"}", "{\"time\": \"06:00\"}", "{\"every\": \"8h\"}");
    var time = new VirtualTime("2026-01-05T00:00:10Z");

    assertThat(scene.daemon(time, Duration.ofHours(24))).isZero();

    assertThat(ran)
        .containsExactly(
            "2026-01-05T00:00:10Z a b c",
            "2026-01-05T06:00:00Z a b",
            "2026-01-05T08:00:10Z c",
            "2026-01-05T12:00:00Z a",
            "2026-01-05T16:00:10Z c",
            "2026-01-05T18:00:00Z a",
            "2026-01-06T00:00:00Z a");
    // Thirty seconds each, and some more where something was due.
    assertThat(time.waits()).isBetween(2_000, 3_000);
  }

  @Test
  void afterARestartOneMissedRunIsCaughtUpAndNotAll() throws Exception {
    scene.configure("UTC", DAILY);
    scene.daemon(new VirtualTime("2026-01-05T12:00:00Z"), Duration.ofMinutes(1));

    scene.daemon(new VirtualTime("2026-01-10T12:00:00Z"), Duration.ofMinutes(10));
    scene.daemon(new VirtualTime("2026-01-10T13:00:00Z"), Duration.ofMinutes(10));

    assertThat(ran).containsExactly("2026-01-05T12:00:00Z a", "2026-01-10T12:00:00Z a");
  }

  @Test
  void aTimeThatAClockSkipsComesRightAfterAndOneThatItShowsTwiceComesOnce() throws Exception {
    scene.configure("Europe/London", "{\"time\": \"01:30\"}");
    scene.daemon(new VirtualTime("2026-03-28T12:00:00Z"), Duration.ofMinutes(1));
    ran.clear();

    scene.daemon(new VirtualTime("2026-03-29T00:30:00Z"), Duration.ofHours(2));
    scene.daemon(new VirtualTime("2026-10-25T00:00:00Z"), Duration.ofHours(3));

    assertThat(ran)
        // Of the summer, and of the morning that shows half past one at 00:30 and at 01:30.
        .containsExactly(
            "2026-03-29T01:00:00Z a", "2026-10-25T00:00:00Z a", "2026-10-25T00:30:00Z a");
  }

  @Test
  void aClockThatIsPutForwardByADayMakesOneRunAndPutBackNone() throws Exception {
    scene.configure("UTC", DAILY);
    scene.daemon(new VirtualTime("2026-01-05T02:00:00Z"), Duration.ofMinutes(1));
    ran.clear();
    var time = new VirtualTime("2026-01-05T12:00:00Z");
    time.after(Duration.ofMinutes(10), () -> time.move(Duration.ofDays(1)));
    time.after(Duration.ofMinutes(30), () -> time.move(Duration.ofDays(-1)));

    List<String> log = logOf(Daemon.class, () -> scene.daemon(time, Duration.ofHours(16)));

    assertThat(ran).containsExactly("2026-01-06T12:10:00Z a", "2026-01-06T02:00:00Z a");
    assertThat(log)
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).contains("put forward by 24h", "2026-01-06T12:10:00Z"),
            second -> assertThat(second).contains("put back by 24h"));
  }

  @Test
  void aConfigurationThatBreaksIsToldOnceAndWhatWasMissedComesWhenItIsMended() throws Exception {
    scene.configure("UTC", DAILY);
    String good = Files.readString(scene.config());
    scene.daemon(new VirtualTime("2026-01-05T02:00:00Z"), Duration.ofMinutes(1));
    ran.clear();
    var broken = new ArrayList<String>();
    var time = new VirtualTime("2026-01-06T01:00:00Z");
    time.after(Duration.ofMinutes(20), () -> scene.write("{ \"instances\": 1"));
    time.after(
        Duration.ofMinutes(90),
        () -> {
          broken.add(scene.state.broken().orElse("good"));
          broken.add("ready: " + scene.state.view().ready());
          scene.write(good);
        });

    List<String> log = logOf(DaemonTrouble.class, () -> scene.daemon(time, Duration.ofHours(2)));

    assertThat(broken.get(0)).contains("vya-backup.json");
    assertThat(broken.get(1)).isEqualTo("ready: false");
    assertThat(ran).hasSize(1).allMatch(run -> run.matches("2026-01-06T02:3[01]:.* a"));
    assertThat(log)
        .satisfiesExactly(
            first -> assertThat(first).contains("nothing can be backed up", "every minute"),
            second -> assertThat(second).contains("due and not backed up: a"),
            third -> assertThat(third).contains("nobody is told"),
            last -> assertThat(last).contains("good again"));
  }

  @Test
  void aHistoryThatCannotBeWrittenMakesNoFurtherRuns() throws Exception {
    scene.configure("UTC", "{\"every\": \"1h\"}");
    Files.createDirectories(folder.resolve("state/history.jsonl"));

    scene.daemon(new VirtualTime("2026-01-05T00:00:00Z"), Duration.ofMinutes(150));

    assertThat(ran)
        .containsExactly(
            "2026-01-05T00:00:00Z a", "2026-01-05T01:00:00Z a", "2026-01-05T02:00:00Z a");
  }

  @Test
  void whatFailsIsNotTriedAgainAllTheTime() throws Exception {
    scene.configure("UTC", "{\"every\": \"6h\"}");
    Files.createDirectories(folder.resolve("state/history.jsonl"));
    Files.delete(scene.store());

    scene.daemon(new VirtualTime("2026-01-05T00:00:00Z"), Duration.ofHours(5));

    assertThat(ran).allMatch(run -> run.endsWith("failed")).hasSizeBetween(2, 25);
    assertThat(scene.state.view().storages()).containsExactly(java.util.Map.entry("local", false));
    assertThat(scene.state.view().ready()).isFalse();
  }

  @Test
  void withoutAnyScheduleThereIsNothingToStayFor() throws Exception {
    scene.configure("UTC", "{\"enabled\": false, \"time\": \"02:00\"}");

    assertThatThrownBy(() -> scene.daemon(new VirtualTime("2026-01-05T00:00:00Z"), Duration.ZERO))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("no instance has a schedule")
        .hasMessageContaining("backup --all");
  }

  /** What one class logs meanwhile. */
  private static List<String> logOf(Class<?> who, Callable<?> work) throws Exception {
    var logger = (Logger) LoggerFactory.getLogger(who);
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    logger.addAppender(appender);
    try {
      work.call();
    } finally {
      logger.detachAppender(appender);
    }
    return appender.list.stream()
        .filter(e -> e.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
