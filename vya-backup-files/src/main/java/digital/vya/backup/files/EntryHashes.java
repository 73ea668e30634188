package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import digital.vya.backup.api.RowHash;
import digital.vya.backup.api.TableFingerprint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the entries of an archive while they are written, in groups by the folder they are in, so
 * that a difference shows where it is.
 *
 * <p>A folder that holds something has no row: what leads to a pattern's first match is not in the
 * archive, and stands among the restored ones all the same. What not everybody can bring back, the
 * owner and the bits that let others act as the owner, is in a group of its own, which only root
 * tells. Times count in seconds, as not every file system keeps more, and those of links not at
 * all.
 */
final class EntryHashes implements TarWriter.Watcher {

  static final String OWNERS = "(owners)";
  static final String OTHER = "(other)";
  static final int GROUPS = 1000;

  private static final int NAMES = 4;
  private static final int PERMISSIONS = 0777;

  private final Map<String, RowHash> groups = new LinkedHashMap<>();
  private final RowHash owners = new RowHash();
  private final boolean isRoot;
  private @Nullable TarEntry folder;
  private @Nullable RowHash open;

  EntryHashes() {
    this(System.getProperty("user.name", "").equals("root"));
  }

  EntryHashes(boolean isRoot) {
    this.isRoot = isRoot;
  }

  @Override
  public void entry(TarEntry entry) {
    close(entry.name());
    if (entry.type() == TarEntry.FOLDER) {
      folder = entry;
    } else {
      open = begin(entry);
    }
  }

  @Override
  public void content(byte[] bytes, int offset, int count) {
    if (open != null) {
      open.add(bytes, offset, count);
    }
  }

  /** Tells what was hashed, once the archive is complete. */
  void tell(Consumer<TableFingerprint> tables) {
    close("");
    groups.forEach((group, hash) -> tables.accept(hash.fingerprint(group)));
    if (isRoot) {
      tables.accept(owners.fingerprint(OWNERS));
    }
  }

  private void close(String next) {
    if (open != null) {
      open.endRow();
      open = null;
    }
    if (folder != null && !next.startsWith(folder.name())) {
      begin(folder).endRow();
    }
    folder = null;
  }

  private RowHash begin(TarEntry entry) {
    RowHash hash = group(entry.name());
    boolean isHardLink = entry.type() == TarEntry.HARD_LINK;
    boolean isLink = isHardLink || entry.type() == TarEntry.SYMBOLIC_LINK;
    String facts =
        isLink
            ? ""
            : (entry.mode() & PERMISSIONS)
                + " "
                + entry.modified().getEpochSecond()
                + " "
                + entry.size();
    add(hash, entry.type() + entry.name() + '\0' + entry.link() + '\0' + facts + '\0');
    if (isRoot && !isHardLink) {
      own(entry, isLink ? 0 : entry.mode() & ~PERMISSIONS);
    }
    return hash;
  }

  private void own(TarEntry entry, int mode) {
    TarEntry.Owner owner = entry.owner();
    add(owners, entry.name() + '\0' + mode + '\0');
    add(owners, (owner.user().isEmpty() ? "" + owner.uid() : owner.user()) + '\0');
    add(owners, owner.group().isEmpty() ? "" + owner.gid() : owner.group());
    owners.endRow();
  }

  private static void add(RowHash hash, String raw) {
    byte[] bytes = raw.getBytes(ISO_8859_1);
    hash.add(bytes, 0, bytes.length);
  }

  private RowHash group(String name) {
    String group = "/" + RawNames.shown(name.substring(0, endOfGroup(name)));
    RowHash known = groups.get(group);
    if (known != null) {
      return known;
    }
    // The order of names is always the same, so the same folders come first.
    return groups.computeIfAbsent(groups.size() < GROUPS ? group : OTHER, missing -> new RowHash());
  }

  /** The folder an entry is in, or the one of the first names on the way to it. */
  private static int endOfGroup(String name) {
    int last = name.lastIndexOf('/', name.length() - 2);
    int end = 0;
    for (int names = 0; names < NAMES && end < last; names++) {
      int next = name.indexOf('/', end + 1);
      end = next < 0 ? last : Math.min(next, last);
    }
    return Math.max(0, end);
  }
}
