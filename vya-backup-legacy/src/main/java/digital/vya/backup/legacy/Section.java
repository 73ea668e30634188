package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A part of an old configuration that keeps count of what was read of it. */
final class Section {

  private static final Set<String> YES = Set.of("true", "1", "yes", "on");

  private final JsonNode node;
  private final String path;
  private final Draft draft;
  private final Set<String> read = new HashSet<>();

  Section(JsonNode node, String path, Draft draft) {
    this.node = node;
    this.path = path;
    this.draft = draft;
  }

  boolean isThere() {
    return node.isObject();
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  JsonNode node(String key) {
    read.add(key);
    JsonNode value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  Section section(String key) {
    JsonNode value = node(key);
    if (!value.isMissingNode() && !value.isObject()) {
      draft.tell(at(key) + ": is left out, it should be an object");
    }
    return new Section(value, at(key), draft);
  }

  /** The first of these that holds anything, as it stands there. */
  Optional<String> raw(String... keys) {
    Optional<String> found = Optional.empty();
    for (String key : keys) {
      JsonNode value = node(key);
      if (found.isEmpty() && value.isValueNode() && !value.asText().isEmpty()) {
        found = Optional.of(value.asText());
      }
    }
    return found;
  }

  /** The same without what surrounds it. */
  Optional<String> text(String... keys) {
    return raw(keys).map(String::strip).filter(text -> !text.isEmpty());
  }

  boolean flag(String key, boolean otherwise) {
    return text(key).map(text -> YES.contains(text.toLowerCase(Locale.ROOT))).orElse(otherwise);
  }

  /** A whole number of at least 1, which may stand in quotes. */
  Optional<Integer> number(String key) {
    Optional<String> text = text(key);
    Optional<Integer> number =
        text.filter(t -> t.matches("\\d{1,9}")).map(Integer::valueOf).filter(n -> n > 0);
    if (text.isPresent() && number.isEmpty()) {
      draft.tell(at(key) + ": is left out, it is no whole number of at least 1");
    }
    return number;
  }

  /** The elements of lists, or of texts with commas; each once. */
  List<String> list(String... keys) {
    Set<String> all = new LinkedHashSet<>();
    for (String key : keys) {
      JsonNode value = node(key);
      if (value.isArray()) {
        value.forEach(element -> all.add(element.asText().strip()));
      } else if (value.isValueNode()) {
        all.addAll(words(value.asText()));
      }
    }
    all.remove("");
    return List.copyOf(all);
  }

  /** The same where commas may stand in braces. */
  List<String> patterns(String key) {
    JsonNode value = node(key);
    return value.isTextual() ? patternsIn(value.asText()) : list(key);
  }

  /** Cut at the commas that are not within braces. */
  static List<String> patternsIn(String text) {
    List<String> patterns = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int at = 0; at <= text.length(); at++) {
      char c = at == text.length() ? ',' : text.charAt(at);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (at == text.length() || (c == ',' && depth <= 0)) {
        patterns.add(text.substring(begin, at).strip());
        begin = at + 1;
      }
    }
    patterns.removeIf(String::isEmpty);
    return List.copyOf(patterns);
  }

  static List<String> words(String text) {
    return List.of(text.split(",")).stream().map(String::strip).filter(w -> !w.isEmpty()).toList();
  }

  /** Notes that these mean nothing any more, and that nobody needs to be told. */
  void ignore(String... keys) {
    read.addAll(List.of(keys));
  }

  /** Tells what nobody has read. */
  void tellRest() {
    List<String> unread = new ArrayList<>();
    node.fieldNames().forEachRemaining(unread::add);
    unread.removeAll(read);
    unread.forEach(key -> draft.tell(at(key) + ": is left out, it has no counterpart"));
  }
}
