package digital.vya.backup.files;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a pattern says of one name. */
sealed interface Segment {

  /** Whether a name, as text, is meant. */
  boolean matches(String name);

  /** {@code **}: any number of names. */
  record AnyDepth() implements Segment {
    @Override
    public boolean matches(String name) {
      return true;
    }
  }

  /** A name as it is, as text and as bytes. */
  record Literal(String text, String raw) implements Segment {
    @Override
    public boolean matches(String name) {
      return text.equals(name);
    }
  }

  /** {@code *}: every name. */
  record Any() implements Segment {
    @Override
    public boolean matches(String name) {
      return true;
    }
  }

  /** {@code *.jpg}: every name with an end. */
  record Ending(String end) implements Segment {
    @Override
    public boolean matches(String name) {
      return name.endsWith(end);
    }
  }

  /** Everything else. */
  record Wild(Pattern pattern) implements Segment {
    @Override
    public boolean matches(String name) {
      return pattern.matcher(name).matches();
    }
  }

  /** Reads one segment of a pattern without braces. */
  static Segment parse(String segment) {
    if (segment.equals("**")) {
      return new AnyDepth();
    }
    if (segment.chars().allMatch(character -> character == '*')) {
      return new Any();
    }
    if (!isWild(segment, 0)) {
      String text = unescaped(segment);
      return new Literal(text, RawNames.raw(text));
    }
    if (segment.startsWith("*") && !isWild(segment, 1)) {
      return new Ending(unescaped(segment.substring(1)));
    }
    try {
      return new Wild(Pattern.compile(regex(segment), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("cannot be read at '" + segment + "'", e);
    }
  }

  private static boolean isWild(String segment, int from) {
    for (int at = from; at < segment.length(); at = Braces.next(segment, at)) {
      if ("*?[".indexOf(segment.charAt(at)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static String unescaped(String segment) {
    var text = new StringBuilder();
    for (int at = 0; at < segment.length(); at++) {
      if (segment.charAt(at) == '\\' && ++at == segment.length()) {
        throw new IllegalArgumentException("ends with a backslash");
      }
      text.append(segment.charAt(at));
    }
    return text.toString();
  }

  private static String regex(String segment) {
    var regex = new StringBuilder();
    for (int at = 0; at < segment.length(); ) {
      int next = Braces.next(segment, at);
      if (next > segment.length()) {
        throw new IllegalArgumentException("ends with a backslash");
      }
      char character = segment.charAt(at);
      switch (character) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> regex.append(classRegex(segment.substring(at + 1, next - 1)));
        case '\\' -> regex.append(Pattern.quote(segment.substring(at + 1, next)));
        default -> regex.append(Pattern.quote(segment.substring(at, next)));
      }
      at = next;
    }
    return regex.toString();
  }

  private static String classRegex(String inside) {
    boolean not = inside.startsWith("!");
    var regex = new StringBuilder(not ? "[^" : "[");
    boolean escaped = false;
    for (int at = not ? 1 : 0; at < inside.length(); at++) {
      char character = inside.charAt(at);
      if (character == '\\' && !escaped) {
        escaped = true;
        continue;
      }
      // A hyphen between two characters makes a range; all else stands for itself.
      boolean range = character == '-' && !escaped;
      if (!range && "[]&^\\-".indexOf(character) >= 0) {
        regex.append('\\');
      }
      regex.append(character);
      escaped = false;
    }
    return regex.append(']').toString();
  }
}
