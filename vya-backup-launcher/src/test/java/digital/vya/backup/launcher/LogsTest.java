package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.core.LoggingOptions;
import digital.vya.backup.core.LoggingOptions.Format;
import digital.vya.backup.core.LoggingOptions.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

final class LogsTest {

  private static final Logger LOG = LoggerFactory.getLogger(LogsTest.class);

  @TempDir Path folder;

  @AfterEach
  void asBefore() {
    MDC.clear();
    Logs.apply(LoggingOptions.DEFAULT, null);
  }

  private Path file() {
    return folder.resolve("log").resolve(LogFile.NAME);
  }

  private void begin(Level level, Format format, int keep) {
    var file = new LoggingOptions.LogFile(folder.resolve("log"), level, 1, keep);
    Logs.apply(new LoggingOptions(Level.OFF, Optional.of(file), format, Optional.empty()), null);
  }

  @Test
  void linesTellTimeLevelRunAndMessageAndHoldNoSecret() throws IOException {
    begin(Level.INFO, Format.TEXT, 3);
    Main.MASK.learn(List.of("open sesame"));
    MDC.put("run", "1a2b3c4d");

    LOG.info("opened with {}", "open sesame");
    LOG.debug("not wanted");
    LOG.error("lost\n2026-01-01 forged", new IllegalStateException("no open sesame"));

    List<String> lines = Files.readAllLines(file());
    assertThat(lines.get(0)).endsWith("INFO  [1a2b3c4d] LogsTest: opened with ***");
    assertThat(lines.get(1)).endsWith("ERROR [1a2b3c4d] LogsTest: lost 2026-01-01 forged");
    assertThat(lines.get(2)).isEqualTo("java.lang.IllegalStateException: no ***");
    assertThat(Files.readString(file())).doesNotContain("sesame", "not wanted");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("log"))))
        .isEqualTo("rwx------");
  }

  @Test
  void aLineIsOneJsonObjectIfThatIsWanted() throws IOException {
    begin(Level.TRACE, Format.JSON, 3);
    Main.MASK.learn(List.of("se\"sa\\me"));

    LOG.warn("it is se\"sa\\me\nand \"more\"", new IOException("x"));
    java.util.logging.Logger.getLogger("some.driver").finest("password=hunter2");

    List<String> lines = Files.readAllLines(file());
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.path("message").textValue()).isEqualTo("it is ***\nand \"more\"");
    assertThat(first.path("level").textValue()).isEqualTo("WARN");
    assertThat(first.path("exception").textValue()).startsWith("java.io.IOException: x");
    assertThat(Instant.parse(first.path("time").textValue())).isBeforeOrEqualTo(Instant.now());
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.path("logger").textValue()).isEqualTo("some.driver");
    assertThat(second.path("message").textValue()).isEqualTo("password=***");
  }

  @Test
  void aFullFileIsPutAsideAndOnlySomeAreKept() throws IOException {
    begin(Level.INFO, Format.TEXT, 2);
    String long1 = "x".repeat(600 << 10);

    for (int n = 0; n < 5; n++) {
      LOG.info("{} {}", n, long1);
    }

    assertThat(names())
        .containsExactly(
            ".vya-backup.log.lock",
            "vya-backup." + today() + ".3.log",
            "vya-backup." + today() + ".4.log",
            "vya-backup.log");
    assertThat(Files.readString(file())).contains("LogsTest: 4 x");
  }

  @Test
  void aFileOfYesterdayIsPutAside() throws IOException {
    Files.createDirectories(folder.resolve("log"));
    Files.writeString(file(), "old\n");
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    Files.setLastModifiedTime(file(), FileTime.from(yesterday));
    begin(Level.INFO, Format.TEXT, 2);

    LOG.info("new");

    Path old =
        folder
            .resolve("log")
            .resolve(
                "vya-backup." + LocalDate.ofInstant(yesterday, ZoneId.systemDefault()) + ".1.log");
    assertThat(Files.readString(old)).isEqualTo("old\n");
    assertThat(Files.readAllLines(file())).singleElement().asString().endsWith("LogsTest: new");
  }

  @Test
  void theCommandLineGoesBeforeTheConfiguration() throws IOException {
    var file = new LoggingOptions.LogFile(folder.resolve("log"), Level.WARN, 1, 1);
    Logs.apply(
        new LoggingOptions(Level.OFF, Optional.of(file), Format.TEXT, Optional.empty()),
        Level.DEBUG);

    LOG.debug("seen");

    assertThat(Files.readString(file())).contains("seen");
  }

  @Test
  void aFolderThatCannotBeWrittenStopsNothing() throws IOException {
    Files.writeString(folder.resolve("log"), "a file");

    begin(Level.INFO, Format.TEXT, 1);
    LOG.info("lost");

    assertThat(Files.readString(folder.resolve("log"))).isEqualTo("a file");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static String today() {
    return LocalDate.now(ZoneId.systemDefault()).toString();
  }
}
