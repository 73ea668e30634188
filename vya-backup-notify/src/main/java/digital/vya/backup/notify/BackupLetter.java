package digital.vya.backup.notify;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Before;
import digital.vya.backup.notify.Letter.Block;
import digital.vya.backup.notify.Letter.Fact;
import digital.vya.backup.notify.Letter.Mood;
import digital.vya.backup.notify.Letter.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells of a run. */
final class BackupLetter {

  private final BackupReport report;
  private final Texts texts;

  private BackupLetter(BackupReport report, Texts texts) {
    this.report = report;
    this.texts = texts;
  }

  static Letter of(BackupReport report, Texts texts) {
    return new BackupLetter(report, texts).letter();
  }

  static Mood mood(BackupReport report) {
    return switch (report.outcome()) {
      case COMPLETE -> report.recovered() ? Mood.RECOVERED : Mood.SUCCESS;
      case PARTIAL -> Mood.PARTIAL;
      case FAILED -> Mood.FAILURE;
    };
  }

  private Letter letter() {
    Mood mood = mood(report);
    String server = Plain.line(report.server());
    long bad = report.artifacts().stream().filter(a -> !a.complete()).count();
    String all = texts.count(report.artifacts().size());
    return new Letter(
        mood,
        texts.get("subject.backup." + mood.key(), server, texts.count(bad), all),
        texts.get("headline.backup." + mood.key(), server, texts.count(bad), all),
        facts(server),
        Stream.concat(
                report.failed().stream().map(this::failed),
                report.stored().stream().filter(s -> !s.complete()).map(this::incomplete))
            .toList(),
        report.stored().stream().filter(ArtifactResult::complete).map(this::row).toList(),
        report.warnings().stream().map(Plain::line).toList());
  }

  private List<Fact> facts(String server) {
    return List.of(
        fact("server", server),
        fact("started", texts.time(report.started(), report.zone()) + " " + report.zone().getId()),
        fact("took", texts.duration(Duration.between(report.started(), report.finished()))),
        fact(
            "stored",
            texts.size(
                report.stored().stream().mapToLong(ArtifactResult.Stored::storedBytes).sum())),
        fact("run", Plain.line(report.runId())));
  }

  private Fact fact(String key, String value) {
    return new Fact(key, texts.label(key), value);
  }

  private Block failed(ArtifactResult.Failed failed) {
    return new Block(
        Plain.line(failed.source().label()),
        texts.get("word.failure"),
        Mood.FAILURE,
        Plain.line(failed.message()),
        List.of(
            fact("reason", texts.get("reason." + failed.reason().name().toLowerCase(Locale.ROOT))),
            fact("dbms", Plain.line(failed.source().dbms())),
            fact("duration", texts.duration(failed.elapsed())),
            fact("lastGood", lastGood(failed.before()))),
        failed.causes().stream().map(Plain::line).toList(),
        failed.warnings().stream().map(Plain::line).toList());
  }

  private String lastGood(Optional<Before> before) {
    return before
        .flatMap(Before::lastGood)
        .map(good -> texts.get("lastGood", age(good.started()), when(good.started())))
        .orElseGet(() -> texts.get(before.isEmpty() ? "lastGood.unknown" : "lastGood.none"));
  }

  private String age(Instant then) {
    return texts.duration(Duration.between(then, report.finished()));
  }

  private String when(Instant then) {
    return texts.time(then, report.zone());
  }

  private Block incomplete(ArtifactResult.Stored stored) {
    var notes = new ArrayList<String>();
    stored.copies().stream()
        .filter(copy -> !copy.ok())
        .forEach(copy -> notes.add(texts.get("copy.failed", copy.destination(), copy.problem())));
    notes.addAll(stored.omissions().first());
    notes.addAll(stored.warnings());
    return new Block(
        Plain.line(stored.source().label()),
        texts.get("word.partial"),
        Mood.PARTIAL,
        Plain.line(trouble(stored)),
        List.of(
            fact("size", size(stored)),
            fact("change", change(stored)),
            fact("duration", texts.duration(stored.elapsed())),
            fact("evidence", evidence(stored)),
            fact("destinations", destinations(stored)),
            fact("lastGood", lastGood(stored.before()))),
        List.of(),
        notes.stream().map(Plain::line).toList());
  }

  private String trouble(ArtifactResult.Stored stored) {
    if (!stored.doubt().isEmpty()) {
      return stored.doubt();
    }
    return stored.omissions().count() > 0
        ? texts.get("trouble.omissions", texts.count(stored.omissions().count()))
        : texts.get("trouble.copies");
  }

  private Row row(ArtifactResult.Stored stored) {
    return new Row(
        Plain.line(stored.source().label()),
        texts.size(stored.storedBytes()),
        texts.size(stored.rawBytes()),
        change(stored),
        texts.duration(stored.elapsed()),
        evidence(stored),
        destinations(stored),
        stored.warnings().stream().map(Plain::line).toList());
  }

  private String size(ArtifactResult.Stored stored) {
    return texts.get("size", texts.size(stored.storedBytes()), texts.size(stored.rawBytes()));
  }

  private String change(ArtifactResult.Stored stored) {
    return stored
        .before()
        .flatMap(Before::lastGood)
        .map(good -> texts.change(good.storedBytes(), stored.storedBytes()))
        .orElseGet(() -> texts.get("change.first"));
  }

  private String evidence(ArtifactResult.Stored stored) {
    return texts.get("evidence." + stored.evidence().name().toLowerCase(Locale.ROOT));
  }

  private static String destinations(ArtifactResult.Stored stored) {
    return stored.copies().stream()
        .filter(ArtifactResult.Copy::ok)
        .map(copy -> Plain.line(copy.destination()))
        .collect(Collectors.joining(", "));
  }
}
