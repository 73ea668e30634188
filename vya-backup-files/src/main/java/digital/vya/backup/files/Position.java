package digital.vya.backup.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far the patterns have been matched by the names on the way to a file. Following them name by
 * name tells early what cannot match, and needs no path as text.
 */
final class Position {

  /** A pattern, and the number of its segments that are matched. */
  private record State(Glob glob, int matched) {

    boolean complete() {
      return matched == glob.segments().size();
    }

    Segment next() {
      return glob.segments().get(matched);
    }
  }

  private final List<State> includes;
  private final List<State> excludes;
  private final List<Glob> completed;
  private final Set<String> hits;
  private final boolean included;

  private Position(List<State> includes, List<State> excludes, Set<String> hits, boolean included) {
    this.excludes = excludes;
    this.hits = hits;
    this.completed = includes.stream().filter(State::complete).map(State::glob).toList();
    this.includes = includes.stream().filter(state -> !state.complete()).toList();
    this.included = included || !completed.isEmpty();
  }

  /**
   * The position of the root.
   *
   * @param hits takes the patterns that match something, as they are written
   */
  static Position root(List<Glob> includes, List<Glob> excludes, Set<String> hits) {
    return new Position(begin(includes), begin(excludes), hits, false);
  }

  private static List<State> begin(List<Glob> globs) {
    var states = new ArrayList<State>();
    globs.forEach(glob -> add(states, new State(glob, 0)));
    return states;
  }

  private static void add(List<State> states, State state) {
    if (states.contains(state)) {
      return;
    }
    states.add(state);
    if (!state.complete() && state.next() instanceof Segment.AnyDepth) {
      add(states, new State(state.glob, state.matched + 1));
    }
  }

  /** Notes that there is something here. */
  void found() {
    completed.forEach(glob -> hits.add(glob.written()));
  }

  /** Whether what is here is to be stored, with everything below. */
  boolean included() {
    return included;
  }

  /** The names to look at here, if no other can match and no listing is needed. */
  Optional<Set<String>> onlyNames() {
    var names = new TreeSet<String>();
    for (State state : includes) {
      if (!(state.next() instanceof Segment.Literal literal)) {
        return Optional.empty();
      }
      names.add(literal.raw());
    }
    return included ? Optional.empty() : Optional.of(names);
  }

  /** The position of a name here, unless neither it nor anything below it is to be stored. */
  Optional<Position> child(String raw) {
    if (included && includes.isEmpty() && excludes.isEmpty()) {
      return Optional.of(this);
    }
    String name = RawNames.text(raw);
    List<State> nextExcludes = step(excludes, name);
    if (nextExcludes.stream().anyMatch(State::complete)) {
      return Optional.empty();
    }
    List<State> nextIncludes = step(includes, name);
    return included || !nextIncludes.isEmpty()
        ? Optional.of(new Position(nextIncludes, nextExcludes, hits, included))
        : Optional.empty();
  }

  private static List<State> step(List<State> states, String name) {
    if (states.isEmpty()) {
      return states;
    }
    var next = new ArrayList<State>();
    for (State state : states) {
      Segment segment = state.next();
      if (segment instanceof Segment.AnyDepth) {
        add(next, state);
      } else if (segment.matches(name)) {
        add(next, new State(state.glob, state.matched + 1));
      }
    }
    return next;
  }
}
