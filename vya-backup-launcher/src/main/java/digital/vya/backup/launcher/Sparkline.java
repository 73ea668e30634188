package digital.vya.backup.launcher;

import java.util.List;

/** A few numbers as a little curve. */
final class Sparkline {

  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final String ASCII = "_.-~=+*#";

  private Sparkline() {}

  /** Whether the terminal that the output goes to shows more than ASCII. */
  static boolean bars() {
    return Boolean.getBoolean("vya.output.terminal")
        && "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))
        && !List.of("dumb", "linux").contains(String.valueOf(System.getenv("TERM")));
  }

  /** From the smallest to the largest; all of one height if none differs. */
  static String of(List<Long> numbers, boolean bars) {
    String levels = bars ? BARS : ASCII;
    long least = numbers.stream().mapToLong(n -> n).min().orElse(0);
    long most = numbers.stream().mapToLong(n -> n).max().orElse(0);
    var line = new StringBuilder();
    for (long number : numbers) {
      double height = most == least ? 0.5 : (double) (number - least) / (most - least);
      line.append(levels.charAt((int) Math.min(levels.length() - 1, height * levels.length())));
    }
    return line.toString();
  }
}
