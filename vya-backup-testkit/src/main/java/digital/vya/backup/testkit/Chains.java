package digital.vya.backup.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure with everything that hangs on it. */
final class Chains {

  private Chains() {}

  /** The failure, its causes and what was suppressed, each once. */
  static List<Throwable> of(@Nullable Throwable failure) {
    var chain = new ArrayList<Throwable>();
    var open = new ArrayDeque<Throwable>();
    if (failure != null) {
      open.add(failure);
    }
    while (!open.isEmpty()) {
      var next = open.remove();
      if (chain.stream().noneMatch(seen -> seen == next)) {
        chain.add(next);
        open.addAll(List.of(next.getSuppressed()));
        if (next.getCause() != null) {
          open.add(next.getCause());
        }
      }
    }
    return chain;
  }

  /** All that a log would show of it, but the stack. */
  static String text(@Nullable Throwable failure) {
    return String.join("\n", of(failure).stream().map(Throwable::toString).toList());
  }
}
