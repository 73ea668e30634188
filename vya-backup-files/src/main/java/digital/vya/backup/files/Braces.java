package digital.vya.backup.files;

import java.util.ArrayList;
import java.util.List;

/** Writes out {@code {a,b}}: one pattern becomes several without braces. */
final class Braces {

  private static final int MOST = 1000;

  private Braces() {}

  static List<String> expand(String pattern) {
    var expanded = new ArrayList<String>();
    expand("", pattern, expanded);
    return expanded;
  }

  private static void expand(String before, String pattern, List<String> expanded) {
    int open = find(pattern, 0, '{');
    if (open < 0) {
      if (find(pattern, 0, '}') >= 0) {
        throw new IllegalArgumentException("has a } without a {");
      }
      if (expanded.size() == MOST) {
        throw new IllegalArgumentException("stands for more than " + MOST + " patterns");
      }
      expanded.add(before + pattern);
      return;
    }
    int close = closing(pattern, open);
    String start = pattern.substring(0, open);
    if (find(start, 0, '}') >= 0) {
      throw new IllegalArgumentException("has a } without a {");
    }
    for (String choice : choices(pattern.substring(open + 1, close))) {
      expand(before + start, choice + pattern.substring(close + 1), expanded);
    }
  }

  private static int closing(String pattern, int open) {
    int depth = 0;
    for (int at = open; at < pattern.length(); at = next(pattern, at)) {
      if (pattern.charAt(at) == '{') {
        depth++;
      } else if (pattern.charAt(at) == '}' && --depth == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("has a { without a }");
  }

  private static List<String> choices(String inside) {
    var choices = new ArrayList<String>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at < inside.length(); at = next(inside, at)) {
      switch (inside.charAt(at)) {
        case '{' -> depth++;
        case '}' -> depth--;
        case ',' -> {
          if (depth == 0) {
            choices.add(inside.substring(from, at));
            from = at + 1;
          }
        }
        default -> {}
      }
    }
    choices.add(inside.substring(from));
    return choices;
  }

  private static int find(String pattern, int from, char wanted) {
    for (int at = from; at < pattern.length(); at = next(pattern, at)) {
      if (pattern.charAt(at) == wanted) {
        return at;
      }
    }
    return -1;
  }

  /** The index behind the character, the escaped character or the class that begins there. */
  static int next(String pattern, int at) {
    return switch (pattern.charAt(at)) {
      case '\\' -> at + 2;
      case '[' -> classEnd(pattern, at) + 1;
      default -> at + 1;
    };
  }

  /** The index of the bracket that ends a class; the first character of one may be a bracket. */
  static int classEnd(String pattern, int open) {
    int first = open + 1;
    if (first < pattern.length() && pattern.charAt(first) == '!') {
      first++;
    }
    for (int at = first; at < pattern.length(); at++) {
      char character = pattern.charAt(at);
      if (character == '/') {
        break;
      }
      if (character == '\\') {
        at++;
      } else if (character == ']' && at > first) {
        return at;
      }
    }
    throw new IllegalArgumentException("has a [ without a ]; write \\[ for the character");
  }
}
