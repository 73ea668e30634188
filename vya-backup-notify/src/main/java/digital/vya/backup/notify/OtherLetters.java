package digital.vya.backup.notify;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.notify.Letter.Block;
import digital.vya.backup.notify.Letter.Fact;
import digital.vya.backup.notify.Letter.Mood;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells of restores, and of what no run tells. */
final class OtherLetters {

  private OtherLetters() {}

  static Letter of(RestoreReport report, ZoneId zone, Texts texts) {
    Mood mood = report.ok() ? Mood.SUCCESS : Mood.FAILURE;
    String server = Plain.line(report.server());
    String source = Plain.line(report.source().label());
    return new Letter(
        mood,
        texts.get("subject.restore." + mood.key(), server, source),
        texts.get("headline.restore." + mood.key(), server, source),
        facts(report, zone, texts),
        report.failure().stream().map(failure -> block(report, failure, texts)).toList(),
        List.of(),
        report.warnings().stream().map(Plain::line).toList());
  }

  private static List<Fact> facts(RestoreReport report, ZoneId zone, Texts texts) {
    RestoreReport.Destination to = report.destination();
    var facts = new ArrayList<Fact>();
    facts.add(fact("server", Plain.line(report.server()), texts));
    facts.add(fact("source", Plain.line(report.source().label()), texts));
    facts.add(fact("backup", Plain.line(report.backupId().orElse("–")), texts));
    facts.add(
        fact(
            "target",
            Plain.line(to.instance() + to.target().map(target -> "/" + target).orElse("")),
            texts));
    facts.add(
        fact(
            "started", texts.time(report.started(), zone) + " " + Plain.line(zone.getId()), texts));
    facts.add(fact("took", texts.duration(report.elapsed()), texts));
    facts.add(fact("size", texts.size(report.rawBytes()), texts));
    facts.add(fact("comparison", comparison(report, texts), texts));
    to.kept().ifPresent(kept -> facts.add(fact("kept", Plain.line(kept), texts)));
    facts.add(fact("run", Plain.line(report.restoreId()), texts));
    return facts;
  }

  private static String comparison(RestoreReport report, Texts texts) {
    RestoreReport.Comparison compared = report.comparison();
    if (compared.tables() == 0) {
      return texts.get("comparison.none");
    }
    return compared.matched()
        ? texts.get(
            "comparison.equal", texts.count(compared.tables()), texts.count(compared.rows()))
        : texts.get("comparison.different", texts.count(compared.differences().size()));
  }

  private static Fact fact(String key, String value, Texts texts) {
    return new Fact(key, texts.label(key), value);
  }

  private static Block block(RestoreReport report, RestoreReport.Failure failure, Texts texts) {
    return new Block(
        Plain.line(report.source().label()),
        texts.get("word.failure"),
        Mood.FAILURE,
        Plain.line(failure.message()),
        List.of(
            fact(
                "reason",
                texts.get("reason." + failure.reason().name().toLowerCase(Locale.ROOT)),
                texts)),
        List.of(),
        report.comparison().differences().stream().map(d -> Plain.line(d.text())).toList());
  }

  static Letter of(Alert alert, Texts texts) {
    String kind = alert.kind().name().toLowerCase(Locale.ROOT);
    String server = Plain.line(alert.server());
    String count = texts.count(alert.findings().size());
    return new Letter(
        Mood.FAILURE,
        texts.get("subject." + kind, server, count),
        texts.get("headline." + kind, server, count),
        List.of(
            fact("server", server, texts),
            fact(
                "found",
                texts.time(alert.at(), alert.zone()) + " " + Plain.line(alert.zone().getId()),
                texts)),
        alert.findings().stream()
            .map(
                finding ->
                    new Block(
                        Plain.line(finding.source().label()),
                        texts.get("word." + kind),
                        Mood.FAILURE,
                        Plain.line(finding.message()),
                        List.of(fact("dbms", Plain.line(finding.source().dbms()), texts)),
                        List.of(),
                        List.of()))
            .toList(),
        List.of(),
        List.of());
  }
}
