package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {

  @TempDir Path folder;

  private Path file;
  private AuditLog log;

  @BeforeEach
  void fiveEntries() throws IOException {
    file = folder.resolve("state/audit.jsonl");
    log = AuditLog.in(file);
    for (int n = 1; n <= 5; n++) {
      log.append(AuditEntry.Action.of("restore", "main/db" + n, "complete"));
    }
  }

  @Test
  void whatIsWrittenIsFoundAgain() throws IOException {
    assertThat(log.verify().problems()).isEmpty();
    assertThat(log.verify().entries()).isEqualTo(5);
    List<AuditEntry> newest = log.newest(2);
    assertThat(newest).extracting(e -> e.action().on()).containsExactly("main/db4", "main/db5");
    assertThat(newest.get(1).sequence()).isEqualTo(5);
    assertThat(newest.get(1).user()).isEqualTo(System.getProperty("user.name"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(AuditHead.file(file))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatWasCancelledIsWrittenAndStaysCancelled() throws IOException {
    Thread.currentThread().interrupt();
    try {
      log.append(AuditEntry.Action.of("backup", "all", "cancelled"));
    } finally {
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }

    assertThat(log.verify().problems()).isEmpty();
    assertThat(log.newest(1)).extracting(e -> e.action().outcome()).containsExactly("cancelled");
  }

  @Test
  void aChangedLineIsFound() throws IOException {
    change(lines -> lines.set(2, lines.get(2).replace("db3", "db9")));

    assertThat(log.verify().problems()).containsExactly("line 3: was changed, as line 4 shows");
  }

  @Test
  void aChangedLastLineIsFound() throws IOException {
    change(lines -> lines.set(4, lines.get(4).replace("db5", "db9")));

    assertThat(log.verify().problems())
        .containsExactly("line 5: was changed, as the head of the log shows");
  }

  @Test
  void aRemovedLineIsFound() throws IOException {
    change(lines -> lines.remove(1));

    assertThat(log.verify().problems())
        .singleElement()
        .asString()
        .startsWith("line 2: is entry 3, but entry 2 follows")
        .contains("removed");
  }

  @Test
  void removedFirstLinesAreFound() throws IOException {
    change(lines -> lines.remove(0));

    assertThat(log.verify().problems()).singleElement().asString().startsWith("line 1: is entry 2");
  }

  @Test
  void anInsertedLineIsFound() throws IOException {
    change(lines -> lines.add(3, lines.get(1)));

    assertThat(log.verify().problems())
        .first()
        .asString()
        .startsWith("line 4: is entry 2")
        .contains("inserted");
  }

  @Test
  void linesInAnotherOrderAreFound() throws IOException {
    change(lines -> Collections.swap(lines, 1, 2));

    assertThat(log.verify().problems()).first().asString().startsWith("line 2: is entry 3");
  }

  @Test
  void aCutEndIsFoundAlsoAfterMoreWasWritten() throws IOException {
    change(
        lines -> {
          lines.remove(4);
          lines.remove(3);
        });

    assertThat(log.verify().problems())
        .singleElement()
        .asString()
        .startsWith("line 3: is the last one and entry 3, but the log went on to entry 5");
    log.append(AuditEntry.Action.of("backup", "all", "complete"));
    assertThat(log.verify().problems()).singleElement().asString().startsWith("line 4: is entry 6");
  }

  @Test
  void aMissingHeadIsFound() throws IOException {
    Files.delete(AuditHead.file(file));

    assertThat(log.verify().problems())
        .singleElement()
        .asString()
        .contains("is missing or damaged");
  }

  @Test
  void whatIsNoEntryIsFound() throws IOException {
    change(lines -> lines.add(2, "not json"));

    assertThat(log.verify().problems())
        .containsExactly("line 3: is no entry; it was changed or inserted");
  }

  @Test
  void aWriterThatDiedBetweenLineAndHeadIsNoCrime() throws IOException {
    String head = Files.readString(AuditHead.file(file));
    log.append(AuditEntry.Action.of("backup", "all", "complete"));
    Files.writeString(AuditHead.file(file), head);

    assertThat(log.verify().intact()).isTrue();
    log.append(AuditEntry.Action.of("backup", "all", "complete"));
    assertThat(log.verify().intact()).isTrue();
    assertThat(log.verify().entries()).isEqualTo(7);
  }

  @Test
  void aWriterThatDiedWithinALineIsNoCrime() throws IOException {
    Files.writeString(file, "{\"seq\":6,\"ti", StandardOpenOption.APPEND);

    log.append(AuditEntry.Action.of("backup", "all", "complete"));
    assertThat(log.verify().problems()).isEmpty();
    assertThat(log.verify().entries()).isEqualTo(6);
  }

  @Test
  void manyWritersMakeOneChain() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    try {
      Callable<AuditEntry> write =
          () -> log.append(AuditEntry.Action.of("verify", "all", "complete"));
      for (var written : threads.invokeAll(Collections.nCopies(20, write))) {
        written.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(log.verify().problems()).isEmpty();
    assertThat(log.newest(100))
        .extracting(AuditEntry::sequence)
        .isEqualTo(LongStream.rangeClosed(1, 25).boxed().toList());
  }

  @Test
  void aLogThatCannotBeWrittenIsAnError() {
    AuditLog below = AuditLog.in(file.resolve("audit.jsonl"));

    assertThatThrownBy(() -> below.append(AuditEntry.Action.of("backup", "all", "complete")))
        .isInstanceOf(IOException.class);
  }

  private void change(java.util.function.Consumer<List<String>> change) throws IOException {
    var lines = new ArrayList<>(Files.readAllLines(file));
    change.accept(lines);
    Files.write(file, lines);
  }
}
