package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.util.ArrayList;
import java.util.List;

/** Turns the text of a glob into its alternatives, each without braces. */
final class GlobParser {

  private static final int MOST_ALTERNATIVES = 1000;
  private static final int DEEPEST_BRACES = 20;

  private final int[] pattern;
  private int at;

  GlobParser(String pattern) {
    this.pattern = pattern.codePoints().toArray();
  }

  List<List<GlobToken>> parse() {
    return sequence(0);
  }

  /** Reads to the end, or within braces to the comma or brace that ends the alternative. */
  private List<List<GlobToken>> sequence(int depth) {
    List<List<GlobToken>> read = List.of(List.of());
    while (at < pattern.length) {
      int character = pattern[at];
      if (depth > 0 && (character == ',' || character == '}')) {
        return read;
      }
      at++;
      read =
          character == '{'
              ? product(read, braces(depth + 1))
              : product(read, List.of(List.of(token(character))));
    }
    if (depth > 0) {
      throw refused("a { is not closed; write \\{ for the character itself");
    }
    return read;
  }

  private List<List<GlobToken>> braces(int depth) {
    if (depth > DEEPEST_BRACES) {
      throw refused("its braces are nested too deeply");
    }
    List<List<GlobToken>> choices = new ArrayList<>(sequence(depth));
    while (pattern[at++] == ',') {
      choices.addAll(sequence(depth));
    }
    return choices;
  }

  private GlobToken token(int character) {
    return switch (character) {
      case '*' -> GlobToken.Wild.TEXT;
      case '?' -> GlobToken.Wild.CHARACTER;
      case '[' -> oneOf();
      case '\\' -> exactly(escaped());
      default -> exactly(character);
    };
  }

  private static GlobToken exactly(int expected) {
    return character -> character == expected;
  }

  private int escaped() {
    if (at == pattern.length) {
      throw refused("it ends in a single backslash; write \\\\ for the character itself");
    }
    return pattern[at++];
  }

  private GlobToken oneOf() {
    boolean none = at < pattern.length && pattern[at] == '!';
    at += none ? 1 : 0;
    List<int[]> ranges = new ArrayList<>();
    // The first character is one of the set even if it is the bracket that would close it.
    do {
      int from = member();
      int to = from;
      if (at + 1 < pattern.length && pattern[at] == '-' && pattern[at + 1] != ']') {
        at++;
        to = member();
      }
      if (to < from) {
        throw refused("a range in [ ] runs backwards");
      }
      ranges.add(new int[] {from, to});
    } while (at < pattern.length && pattern[at] != ']');
    if (at++ >= pattern.length) {
      throw refused("a [ is not closed; write \\[ for the character itself");
    }
    return character ->
        none ^ ranges.stream().anyMatch(range -> range[0] <= character && character <= range[1]);
  }

  private int member() {
    if (at == pattern.length) {
      throw refused("a [ is not closed; write \\[ for the character itself");
    }
    int character = pattern[at++];
    return character == '\\' ? escaped() : character;
  }

  private List<List<GlobToken>> product(List<List<GlobToken>> heads, List<List<GlobToken>> tails) {
    if ((long) heads.size() * tails.size() > MOST_ALTERNATIVES) {
      throw refused("its braces make more than " + MOST_ALTERNATIVES + " alternatives");
    }
    List<List<GlobToken>> all = new ArrayList<>();
    for (List<GlobToken> head : heads) {
      for (List<GlobToken> tail : tails) {
        List<GlobToken> whole = new ArrayList<>(head);
        whole.addAll(tail);
        all.add(whole);
      }
    }
    return all;
  }

  private static BackupException refused(String why) {
    return BackupException.configuration("is no pattern: " + why);
  }
}
