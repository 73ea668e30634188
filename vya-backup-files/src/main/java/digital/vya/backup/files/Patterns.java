package digital.vya.backup.files;

import digital.vya.backup.api.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A file set's patterns, read.
 *
 * @param set the set's name
 */
record Patterns(String set, List<Glob> includes, List<Glob> excludes) {

  /** Reads the patterns of a set that was checked. */
  static Patterns of(String name, FileSet set) {
    return new Patterns(
        name,
        set.include().stream().flatMap(pattern -> Glob.include(pattern).stream()).toList(),
        set.exclude().stream().flatMap(pattern -> Glob.exclude(pattern).stream()).toList());
  }

  /** Adds what is wrong with a set's patterns. */
  static void check(String name, FileSet set, List<String> problems) {
    check("sets." + name + ".include", set.include(), Glob::include, problems);
    check("sets." + name + ".exclude", set.exclude(), Glob::exclude, problems);
    if (set.include().isEmpty()) {
      problems.add("sets." + name + ".include: must not be empty");
    }
  }

  private static void check(
      String path,
      List<String> patterns,
      Function<String, List<Glob>> reader,
      List<String> problems) {
    for (int at = 0; at < patterns.size(); at++) {
      try {
        if (reader.apply(patterns.get(at)).isEmpty()) {
          problems.add(path + "[" + at + "]: stands for no pattern");
        }
      } catch (IllegalArgumentException e) {
        problems.add(path + "[" + at + "]: '" + patterns.get(at) + "' " + e.getMessage());
      }
    }
  }

  /** Where all that is matched lies, or the one file or folder that a pattern means. */
  List<Path> places() {
    return includes.stream().map(Glob::place).distinct().toList();
  }

  /** Adds the patterns that cannot match as the folder they begin with is missing. */
  void requireStarts(List<String> problems) throws IOException {
    for (String written : includes.stream().map(Glob::written).distinct().toList()) {
      List<Glob> globs = includes.stream().filter(glob -> glob.written().equals(written)).toList();
      if (globs.stream().noneMatch(glob -> Files.isDirectory(glob.start()))) {
        problems.add(
            nothing(written) + "; " + globs.get(0).start() + " does not exist or cannot be seen");
      }
    }
  }

  /** Adds the patterns that have matched nothing. */
  void requireHits(Set<String> hits, List<String> problems) {
    includes.stream()
        .map(Glob::written)
        .filter(written -> !hits.contains(written))
        .distinct()
        .forEach(
            written -> problems.add(nothing(written) + "; correct it, or take it from the set"));
  }

  private String nothing(String written) {
    return "sets." + set + ".include: '" + written + "' matches nothing";
  }

  /** Where the walk begins. */
  Position root(Host host, Set<String> hits) throws IOException {
    var resolved = new ArrayList<Glob>();
    for (Glob glob : includes) {
      glob.resolved().ifPresent(resolved::add);
    }
    for (Glob glob : resolved) {
      warnOfLink(glob, host);
    }
    var left = new ArrayList<Glob>();
    for (Glob glob : excludes) {
      left.add(glob.resolved().orElse(glob));
    }
    return Position.root(resolved, left, hits);
  }

  private static void warnOfLink(Glob glob, Host host) {
    List<Segment> segments = glob.segments();
    if (segments.isEmpty()
        || !(segments.get(segments.size() - 1) instanceof Segment.Literal last)) {
      return;
    }
    Path path = RawNames.child(glob.start(), last.raw());
    if (Files.isSymbolicLink(path) && Files.isDirectory(path)) {
      host.warn(
          "'"
              + glob.written()
              + "' is a link and is stored as one, without what it leads to; write "
              + glob.written()
              + "/ for that");
    }
  }
}
