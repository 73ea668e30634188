package digital.vya.backup.core;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.TableFingerprint;
import java.util.ArrayList;
import java.util.List;

/** The fingerprints of a dump, as many as a manifest may hold. */
final class FingerprintList {

  static final int MOST = 50_000;

  private final Host host;
  private final List<TableFingerprint> tables = new ArrayList<>();
  private boolean tooMany;

  FingerprintList(Host host) {
    this.host = host;
  }

  synchronized void add(TableFingerprint table) {
    if (tooMany) {
      return;
    }
    if (tables.size() == MOST) {
      tooMany = true;
      tables.clear();
      host.warn(
          "there are more than "
              + MOST
              + " tables: no fingerprints are kept, so a restored copy cannot be compared");
      return;
    }
    tables.add(table);
  }

  synchronized List<TableFingerprint> all() {
    return List.copyOf(tables);
  }
}
