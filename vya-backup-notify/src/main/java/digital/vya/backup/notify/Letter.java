package digital.vya.backup.notify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people are told, in their language, before it has a form. All texts are on one line each.
 *
 * @param mood how it is
 * @param subject all of it in one line
 * @param headline the same in a sentence
 * @param facts what concerns all of it
 * @param blocks what a person must look at, one by one
 * @param rows what is good, in few words each
 * @param warnings what concerns all of it and should be known
 */
record Letter(
    Mood mood,
    String subject,
    String headline,
    List<Fact> facts,
    List<Block> blocks,
    List<Row> rows,
    List<String> warnings) {

  /** What is left out of a text beyond that: nobody reads it, and mail programs cut it. */
  private static final int BLOCKS = 100;

  private static final int ROWS = 500;
  private static final int LINES = 50;

  /** How things are. */
  enum Mood {
    SUCCESS("#1a7f37", "#e6f4ea"),
    RECOVERED("#1a7f37", "#e6f4ea"),
    PARTIAL("#8a5a00", "#fff4d6"),
    FAILURE("#b3261e", "#fce8e6");

    final String color;
    final String shade;

    Mood(String color, String shade) {
      this.color = color;
      this.shade = shade;
    }

    boolean good() {
      return this == SUCCESS || this == RECOVERED;
    }

    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Something with its name. */
  record Fact(String key, String label, String value) {

    Map<String, Object> model() {
      return Map.of("key", key, "label", label, "value", value);
    }
  }

  /**
   * Something to look at.
   *
   * @param name of what
   * @param word how it is, in a word
   * @param message what, why, and what to do
   */
  record Block(
      String name,
      String word,
      Mood mood,
      String message,
      List<Fact> facts,
      List<String> causes,
      List<String> notes) {

    Map<String, Object> model() {
      var model = new LinkedHashMap<String, Object>();
      model.put("name", name);
      model.put("word", word);
      model.put("color", mood.color);
      model.put("shade", mood.shade);
      model.put("message", message);
      model.put("facts", facts.stream().map(Fact::model).toList());
      model.put("hasCauses", !causes.isEmpty());
      model.put("causes", causes);
      model.put("notes", notes.stream().limit(LINES).toList());
      facts.forEach(fact -> model.putIfAbsent(fact.key(), fact.value()));
      return model;
    }
  }

  /** Something good. */
  record Row(
      String name,
      String size,
      String raw,
      String change,
      String duration,
      String evidence,
      String destinations,
      List<String> notes) {

    Map<String, Object> model() {
      return Map.of(
          "name", name,
          "size", size,
          "raw", raw,
          "change", change,
          "duration", duration,
          "evidence", evidence,
          "destinations", destinations,
          "notes", notes.stream().limit(LINES).toList());
    }
  }

  /** What a template finds; docs/notifications.md names it. */
  Map<String, Object> model(Texts texts) {
    var model = new LinkedHashMap<String, Object>();
    model.put("language", texts.language());
    model.put("outcome", mood.key());
    model.put("good", mood.good());
    model.put("color", mood.color);
    model.put("shade", mood.shade);
    model.put("word", texts.get("word." + mood.key()));
    model.put("subject", subject);
    model.put("headline", headline);
    model.put("facts", facts.stream().map(Fact::model).toList());
    model.put("blocks", blocks.stream().limit(BLOCKS).map(Block::model).toList());
    model.put("moreBlocks", more(blocks.size() - BLOCKS, texts));
    model.put("hasRows", !rows.isEmpty());
    model.put("rows", rows.stream().limit(ROWS).map(Row::model).toList());
    model.put("moreRows", more(rows.size() - ROWS, texts));
    model.put("hasWarnings", !warnings.isEmpty());
    model.put("warnings", warnings.stream().limit(LINES).toList());
    model.put("moreWarnings", more(warnings.size() - LINES, texts));
    model.put("text", texts.labels());
    return model;
  }

  private static String more(int count, Texts texts) {
    return count > 0 ? texts.get("more", texts.count(count)) : "";
  }
}
