package digital.vya.backup.mysql;

import digital.vya.backup.mysql.StatementRewriter.Edit;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whether the event that a statement makes runs by itself. */
final class EventStatus {

  private EventStatus() {}

  /**
   * What to change.
   *
   * @param name where the event's name begins
   */
  static List<Edit> edits(List<SqlToken> tokens, int name, RewriteRules.Events rule) {
    int end = name + 1;
    int status = -1;
    int comment = -1;
    while (end < tokens.size() && !tokens.get(end).is("DO")) {
      status = tokens.get(end).is("ENABLE") || tokens.get(end).is("DISABLE") ? end : status;
      comment = tokens.get(end).is("COMMENT") ? end : comment;
      end++;
    }
    if (end >= tokens.size()) {
      throw SqlScanner.refused("an event that does nothing");
    }
    if (status >= 0 && tokens.get(status + 1).is("ON")) {
      // DISABLE ON SLAVE: it never runs here.
      return List.of();
    }
    boolean enabled = status < 0 || tokens.get(status).is("ENABLE");
    boolean wanted = rule.enabled(event(tokens, name), enabled);
    if (wanted == enabled) {
      return List.of();
    }
    String word = wanted ? "ENABLE" : "DISABLE";
    if (status >= 0) {
      return List.of(new Edit(tokens.get(status).start(), tokens.get(status).end(), word));
    }
    int at = tokens.get(comment >= 0 ? comment : end).start();
    return List.of(new Edit(at, at, word + " "));
  }

  private static String event(List<SqlToken> tokens, int name) {
    boolean dotted = tokens.get(name + 1).is(".");
    String latin = tokens.get(dotted ? name + 2 : name).name();
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
