package digital.vya.backup.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.notify.Letter.Block;
import digital.vya.backup.notify.Letter.Fact;
import digital.vya.backup.notify.Letter.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * A letter as Slack's blocks, of which there may be 50, and no text longer than 3000 characters.
 */
final class SlackMessage {

  /** What Slack takes of one text; what stands for a letter counts as it is written. */
  private static final int TEXT = 3_000;

  private static final int HEADER = 150;
  private static final int TROUBLES = 20;
  private static final int LISTS = 10;
  private static final int WARNINGS = 10;
  private static final int LINE = 300;

  private final Letter letter;
  private final Texts texts;
  private final ArrayNode blocks = JsonNodeFactory.instance.arrayNode();

  private SlackMessage(Letter letter, Texts texts) {
    this.letter = letter;
    this.texts = texts;
  }

  static JsonNode of(Letter letter, Texts texts) {
    return new SlackMessage(letter, texts).message();
  }

  private JsonNode message() {
    ObjectNode header = blocks.addObject().put("type", "header");
    header
        .putObject("text")
        .put("type", "plain_text")
        .put("text", Plain.cut(letter.subject(), HEADER));
    section(escaped(letter.headline(), LINE));
    fields(letter.facts());
    letter.blocks().stream().limit(TROUBLES).forEach(this::trouble);
    more(letter.blocks().size() - TROUBLES);
    good();
    letter.warnings().stream()
        .limit(WARNINGS)
        .forEach(warning -> section(":warning: " + escaped(warning, LINE)));
    more(letter.warnings().size() - WARNINGS);
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("text", escaped(letter.subject(), LINE));
    message.set("blocks", blocks);
    return message;
  }

  private void section(String markdown) {
    blocks
        .addObject()
        .put("type", "section")
        .putObject("text")
        .put("type", "mrkdwn")
        .put("text", markdown);
  }

  private void fields(List<Fact> facts) {
    ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
    for (Fact fact : facts.subList(0, Math.min(10, facts.size()))) {
      fields
          .addObject()
          .put("type", "mrkdwn")
          .put("text", "*" + fact.label() + "*\n" + escaped(fact.value(), LINE));
    }
  }

  private void trouble(Block block) {
    var lines = new ArrayList<String>();
    lines.add(
        (block.mood() == Letter.Mood.PARTIAL ? ":warning: " : ":x: ")
            + code(block.name())
            + " *"
            + block.word()
            + "*");
    lines.add(escaped(block.message(), 800));
    block.facts().stream()
        .limit(8)
        .map(fact -> fact.label() + ": " + escaped(fact.value(), 120))
        .forEach(lines::add);
    block.causes().stream().limit(3).map(cause -> "> " + escaped(cause, 120)).forEach(lines::add);
    block.notes().stream().limit(3).map(note -> "• " + escaped(note, 120)).forEach(lines::add);
    var text = new StringBuilder();
    lines.stream()
        .takeWhile(line -> text.length() + line.length() < TEXT)
        .forEach(line -> text.append(line).append('\n'));
    section(text.toString().strip());
  }

  private void good() {
    int told = 0;
    for (int list = 0; list < LISTS && told < letter.rows().size(); list++) {
      var text = new StringBuilder();
      while (told < letter.rows().size()) {
        String line = line(letter.rows().get(told));
        if (text.length() + line.length() >= TEXT) {
          break;
        }
        text.append(line).append('\n');
        told++;
      }
      section(text.toString().strip());
    }
    more(letter.rows().size() - told);
  }

  private static String line(Row row) {
    return ":white_check_mark: %s %s (%s), %s, %s, %s"
        .formatted(
            code(row.name()),
            row.size(),
            row.change(),
            row.duration(),
            row.evidence(),
            escaped(row.destinations(), 120));
  }

  private void more(int count) {
    if (count > 0) {
      section(texts.get("more", texts.count(count)));
    }
  }

  /** A name as it is, whatever it holds. */
  private static String code(String name) {
    return "`" + escaped(name, 200).replace('`', '\'') + "`";
  }

  /** The beginning of a text, as Slack wants it written, in no more characters than that. */
  private static String escaped(String text, int longest) {
    var escaped = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int letter = text.codePointAt(at);
      String written =
          switch (letter) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(letter);
          };
      if (escaped.length() + written.length() >= longest) {
        return escaped.append('…').toString();
      }
      escaped.append(written);
      at += Character.charCount(letter);
    }
    return escaped.toString();
  }
}
