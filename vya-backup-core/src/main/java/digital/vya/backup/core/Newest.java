package digital.vya.backup.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the newest of many manifests, and no more of them in memory than asked for. */
final class Newest {

  static final Comparator<Manifest> OLDEST_FIRST =
      Comparator.comparing(Manifest::started).thenComparing(Manifest::id);

  private final int limit;
  private final PriorityQueue<Manifest> kept = new PriorityQueue<>(OLDEST_FIRST);

  Newest(int limit) {
    this.limit = limit;
  }

  void add(Manifest manifest) {
    kept.add(manifest);
    if (kept.size() > limit) {
      kept.remove();
    }
  }

  List<Manifest> newestFirst() {
    var sorted = new ArrayList<>(kept);
    sorted.sort(OLDEST_FIRST.reversed());
    return sorted;
  }
}
