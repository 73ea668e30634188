package digital.vya.backup.files;

import digital.vya.backup.api.Host;
import java.util.ArrayList;
import java.util.List;

/** Many things of one kind that become one warning. */
final class Notes {

  private static final int NAMED = 3;

  private final String what;
  private final List<String> first = new ArrayList<>();
  private long count;

  Notes(String what) {
    this.what = what;
  }

  void add(String name) {
    count++;
    if (first.size() < NAMED) {
      first.add(name);
    }
  }

  void tell(Host host) {
    if (count > 0) {
      host.warn(
          count + " " + what + ": " + String.join(", ", first) + (count > NAMED ? ", ..." : ""));
    }
  }
}
