package digital.vya.backup.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern without braces.
 *
 * @param written the pattern it comes from
 * @param segments what it says of each name from the root
 */
record Glob(String written, List<Segment> segments) {

  Glob {
    segments = List.copyOf(segments);
  }

  /** Reads what is to be included. */
  static List<Glob> include(String pattern) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("must begin with a /");
    }
    var globs = new ArrayList<Glob>();
    for (String expanded : Braces.expand(pattern)) {
      List<Segment> segments = segments(expanded);
      if (expanded.endsWith("/") && expanded.length() > 1) {
        // As for a shell, a slash at the end asks for what a link leads to.
        segments.add(new Segment.AnyDepth());
      }
      globs.add(new Glob(pattern, segments));
    }
    return globs;
  }

  /** Reads what is to be excluded. */
  static List<Glob> exclude(String pattern) {
    var globs = new ArrayList<Glob>();
    for (String expanded : Braces.expand(pattern)) {
      List<Segment> segments = segments(expanded);
      if (segments.isEmpty()) {
        throw new IllegalArgumentException("excludes everything");
      }
      if (!expanded.startsWith("/")) {
        segments.add(0, new Segment.AnyDepth());
      }
      if (segments.get(segments.size() - 1) instanceof Segment.AnyDepth) {
        // What is in the folder is left out, and the folder itself is kept.
        segments.add(new Segment.Any());
      }
      globs.add(new Glob(pattern, segments));
    }
    return globs;
  }

  private static List<Segment> segments(String pattern) {
    var segments = new ArrayList<Segment>();
    for (String segment : pattern.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("must not hold . or .. as a name");
      }
      if (!segment.isEmpty()) {
        segments.add(Segment.parse(segment));
      }
    }
    return segments;
  }

  /** How many names it begins with that are told as they are; the last name of all never counts. */
  private int folders() {
    int count = 0;
    while (count < segments.size() - 1 && segments.get(count) instanceof Segment.Literal) {
      count++;
    }
    return count;
  }

  /** The folder below which everything lies that it can match. */
  Path start() {
    Path path = Path.of("/");
    for (Segment segment : segments.subList(0, folders())) {
      path = RawNames.child(path, ((Segment.Literal) segment).raw());
    }
    return path;
  }

  /** The file or folder it means, or the folder in which everything lies that it can match. */
  Path place() {
    int folders = folders();
    boolean isOne = folders == segments.size() - 1;
    return isOne && segments.get(folders) instanceof Segment.Literal last
        ? RawNames.child(start(), last.raw())
        : start();
  }

  /**
   * The same pattern with that folder's real path, so that links on the way to it are followed, and
   * files that can be reached by several ways are stored once.
   *
   * @return empty if there is no such folder
   */
  Optional<Glob> resolved() throws IOException {
    Path start;
    try {
      start = start().toRealPath();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    var real = new ArrayList<Segment>();
    for (Path name : start) {
      String raw = RawNames.bytesOf(name);
      real.add(new Segment.Literal(RawNames.text(raw), raw));
    }
    real.addAll(segments.subList(folders(), segments.size()));
    return Optional.of(new Glob(written, real));
  }
}
