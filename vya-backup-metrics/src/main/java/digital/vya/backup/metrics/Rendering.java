package digital.vya.backup.metrics;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.ServerFigures;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What is known of a server, as figures. */
final class Rendering {

  /** How globals are called: no database can be. */
  private static final String GLOBALS = "@globals";

  private final ServerFigures status;
  private final Sheet sheet = new Sheet();

  private Rendering(ServerFigures status) {
    this.status = status;
  }

  static List<MetricFamilySamples> families(ServerFigures status) {
    var rendering = new Rendering(status);
    rendering.all();
    return rendering.sheet.families();
  }

  /** In the text format 0.0.4, which everybody reads. */
  static byte[] text(ServerFigures status) {
    try (var text = new StringWriter()) {
      TextFormat.write004(text, Collections.enumeration(families(status)));
      return text.toString().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a text in memory failed", e);
    }
  }

  private void all() {
    status.databases().forEach(this::database);
    for (ServerFigures.Destination destination : status.destinations()) {
      List<String> labels = List.of(status.server(), destination.id());
      destination.freeBytes().ifPresent(bytes -> number(Figure.FREE, bytes, labels));
      destination.kept().forEach(kept -> kept(destination.id(), kept));
    }
    List<String> server = List.of(status.server());
    status.notifierFailures().ifPresent(n -> number(Figure.NOTIFIER_FAILURES, n, server));
    sheet.put(Figure.STATUS, seconds(status.at()), server);
  }

  private void database(ServerFigures.Database database) {
    List<String> labels = labels(database.source());
    database.attempts().ifPresent(attempts -> attempts(attempts, labels));
    database.good().ifPresent(good -> good(good, labels));
    database
        .due()
        .ifPresent(
            due -> {
              sheet.put(Figure.NEXT_DUE, seconds(due.next()), labels);
              sheet.put(Figure.OVERDUE_AT, seconds(due.overdueAt()), labels);
              sheet.put(Figure.OVERDUE, flag(due.overdue()), labels);
            });
    database.findings().shrunk().ifPresent(is -> sheet.put(Figure.SHRUNK, flag(is), labels));
    database.findings().damaged().ifPresent(n -> number(Figure.DAMAGED, n, labels));
    database.restores().ifPresent(restores -> restores(restores, labels));
  }

  private void attempts(ServerFigures.Attempts attempts, List<String> labels) {
    number(Figure.ATTEMPTS, attempts.complete(), with(labels, word(Outcome.COMPLETE)));
    number(Figure.ATTEMPTS, attempts.partial(), with(labels, word(Outcome.PARTIAL)));
    number(Figure.ATTEMPTS, attempts.failed(), with(labels, word(Outcome.FAILED)));
    number(Figure.ERRORS, attempts.partial() + attempts.failed(), labels);
    sheet.put(Figure.LAST_ATTEMPT, seconds(attempts.last().at()), labels);
    number(Figure.LAST_OUTCOME, level(attempts.last().outcome()), labels);
  }

  private void good(ServerFigures.Good good, List<String> labels) {
    sheet.put(Figure.LAST_SUCCESS, seconds(good.started()), labels);
    sheet.put(Figure.DURATION, seconds(good.elapsed()), labels);
    number(Figure.SIZE, good.storedBytes(), labels);
    number(Figure.RAW_SIZE, good.rawBytes(), labels);
    good.contents()
        .ifPresent(
            contents -> {
              number(Figure.TABLES, contents.tables(), labels);
              number(Figure.ROWS, contents.rows(), labels);
            });
    ServerFigures.Proof proof = good.proof();
    proof.evidence().ifPresent(level -> number(Figure.EVIDENCE, level(level), labels));
    proof.verified().ifPresent(at -> sheet.put(Figure.VERIFIED, seconds(at), labels));
    proof.recovery().ifPresent(took -> sheet.put(Figure.RECOVERY, seconds(took), labels));
  }

  private void restores(ServerFigures.Restores restores, List<String> labels) {
    number(Figure.RESTORES, restores.complete(), with(labels, word(Outcome.COMPLETE)));
    number(Figure.RESTORES, restores.failed(), with(labels, word(Outcome.FAILED)));
    restores
        .lastElapsed()
        .ifPresent(took -> sheet.put(Figure.RESTORE_DURATION, seconds(took), labels));
  }

  private void kept(String destination, ServerFigures.Kept kept) {
    List<String> labels = with(labels(kept.source()), destination);
    number(Figure.KEPT, kept.count(), labels);
    kept.freedBytes().ifPresent(bytes -> number(Figure.FREED, bytes, labels));
  }

  private List<String> labels(ArtifactSource source) {
    String database = source.kind() == ArtifactSource.Kind.GLOBALS ? GLOBALS : source.database();
    return List.of(status.server(), source.instance(), source.dbms(), database);
  }

  private static List<String> with(List<String> labels, String more) {
    var all = new ArrayList<>(labels);
    all.add(more);
    return all;
  }

  private void number(Figure figure, long number, List<String> labels) {
    sheet.put(figure, (double) number, labels);
  }

  // What dashboards and rules compare with: no number may ever change.

  private static int level(Outcome outcome) {
    return switch (outcome) {
      case COMPLETE -> 0;
      case PARTIAL -> 1;
      case FAILED -> 2;
    };
  }

  private static int level(Evidence evidence) {
    return switch (evidence) {
      case STORED -> 0;
      case READ_BACK -> 1;
      case DECODED -> 2;
      case RESTORED -> 3;
      case MATCHED -> 4;
    };
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static double flag(boolean is) {
    return is ? 1 : 0;
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
