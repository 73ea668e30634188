package digital.vya.backup.core;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads an audit log, of which nothing is taken on trust. */
final class AuditReader {

  private static final int PROBLEMS_TOLD = 100;
  private static final int LONGEST_LINE = 1 << 16;

  private final Path file;
  private final List<String> problems = new ArrayList<>();
  private long number;
  private long entries;
  private AuditHead last = AuditHead.NONE;

  AuditReader(Path file) {
    this.file = file;
  }

  AuditVerdict verify() throws IOException {
    // Read before the lines: what is added meanwhile only makes the log longer than its head.
    Optional<AuditHead> head = AuditHead.read(file);
    lines(file, this::check);
    if (head.isEmpty()) {
      problem(
          "%s is missing or damaged: whether the end of the log was cut off cannot be told"
              .formatted(AuditHead.file(file)));
    } else {
      compare(head.get());
    }
    return new AuditVerdict(entries, last.hash(), problems);
  }

  private void check(String line) {
    number++;
    Optional<AuditLine> parsed = AuditLine.parse(line);
    if (parsed.isEmpty()) {
      problem("line " + number + ": is no entry; it was changed or inserted");
      return;
    }
    entries++;
    long sequence = parsed.get().entry().sequence();
    long expected = last.sequence() + 1;
    if (sequence > expected) {
      problem(
          "line %d: is entry %d, but entry %d follows the line before; what is between was removed or moved"
              .formatted(number, sequence, expected));
    } else if (sequence < expected) {
      problem(
          "line %d: is entry %d, but entry %d follows the line before; it was inserted or moved"
              .formatted(number, sequence, expected));
    } else if (!parsed.get().previous().equals(last.hash())) {
      problem(
          number == 1
              ? "line 1: does not begin a log; what was before it was removed"
              : "line " + (number - 1) + ": was changed, as line " + number + " shows");
    }
    last = new AuditHead(sequence, AuditLine.hash(line));
  }

  private void compare(AuditHead head) {
    if (head.sequence() > last.sequence()) {
      problem(
          "line %d: is the last one and entry %d, but the log went on to entry %d; its end was cut off"
              .formatted(number, last.sequence(), head.sequence()));
    } else if (head.sequence() == last.sequence() && !head.hash().equals(last.hash())) {
      problem("line " + number + ": was changed, as the head of the log shows");
    }
  }

  private void problem(String text) {
    if (problems.size() < PROBLEMS_TOLD) {
      problems.add(text);
    }
  }

  /** Hands over each line; one that is too long is handed over as nothing. */
  static void lines(Path file, Consumer<String> sink) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      var line = new ByteArrayOutputStream();
      boolean tooLong = false;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          sink.accept(tooLong ? "" : line.toString(StandardCharsets.UTF_8));
          line.reset();
          tooLong = false;
        } else if (line.size() < LONGEST_LINE) {
          line.write(b);
        } else {
          tooLong = true;
        }
      }
      if (line.size() > 0) {
        sink.accept(tooLong ? "" : line.toString(StandardCharsets.UTF_8));
      }
    }
  }
}
