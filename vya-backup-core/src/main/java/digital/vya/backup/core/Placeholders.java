package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in the place of {@code ${env:NAME}}, {@code ${file:PATH}} and {@code ${secret:ID}}.
 * What comes from there is taken as it is, whatever it holds; with two dollars it is text.
 */
final class Placeholders {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$(?<escaped>\\$\\{)|\\$\\{(?<what>[^{}]*)}?");
  private static final Pattern KNOWN = Pattern.compile("(?<kind>env|file|secret):(?<name>.+)");

  private final Lookup variables;
  private final Lookup files;
  private final Lookup secrets;
  private final Problems problems;

  /** What was looked up, so that a source is asked once for each. */
  private final Map<String, Optional<String>> found = new HashMap<>();

  private final Map<String, String> missing = new HashMap<>();

  Placeholders(Lookup variables, Lookup files, Lookup secrets, Problems problems) {
    this.variables = variables;
    this.files = files;
    this.secrets = secrets;
    this.problems = problems;
  }

  /** Where values of one kind come from. */
  @FunctionalInterface
  interface Lookup {
    /**
     * Looks a value up.
     *
     * @return empty if it is not known and that is no fault, as nobody is asked
     * @throws Missing if there is none
     */
    Optional<String> find(String name) throws Missing;
  }

  /** There is no such value; the message says why and what to do, and quotes no value. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String message) {
      super(message);
    }
  }

  /** The tree with all values in place; those that are missing become problems and unknown. */
  JsonNode resolve(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      ObjectNode resolved = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              entry ->
                  resolved.set(
                      entry.getKey(),
                      resolve(entry.getValue(), Problems.at(path, entry.getKey()))));
      return resolved;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        resolved.add(resolve(array.get(i), Problems.at(path, i)));
      }
      return resolved;
    }
    return node.isTextual() && node.textValue().contains("${")
        ? text(node.textValue(), path)
        : node;
  }

  private JsonNode text(String text, String path) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    var resolved = new StringBuilder();
    boolean pointed = false;
    boolean known = true;
    while (matcher.find()) {
      if (matcher.group("escaped") != null) {
        matcher.appendReplacement(resolved, Matcher.quoteReplacement("${"));
        continue;
      }
      pointed = true;
      Optional<String> value = value(matcher, path);
      known &= value.isPresent();
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value.orElse("")));
    }
    matcher.appendTail(resolved);
    if (!known) {
      return new UnknownText();
    }
    return pointed
        ? new ResolvedText(resolved.toString())
        : JsonNodeFactory.instance.textNode(resolved.toString());
  }

  private Optional<String> value(Matcher matcher, String path) {
    String what = matcher.group("what");
    Matcher known = KNOWN.matcher(what);
    if (!matcher.group().endsWith("}") || !known.matches()) {
      problems.add(
          path,
          "has a ${ that is none of ${env:NAME}, ${file:PATH} and ${secret:ID}; write $${ for the"
              + " characters themselves");
      return Optional.empty();
    }
    if (!found.containsKey(what)) {
      found.put(what, look(what, known));
    }
    if (missing.containsKey(what)) {
      problems.add(path, missing.get(what));
    }
    return found.get(what);
  }

  private Optional<String> look(String what, Matcher known) {
    try {
      Lookup lookup =
          switch (known.group("kind")) {
            case "env" -> variables;
            case "file" -> files;
            default -> secrets;
          };
      return lookup.find(known.group("name"));
    } catch (Missing e) {
      missing.put(what, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
