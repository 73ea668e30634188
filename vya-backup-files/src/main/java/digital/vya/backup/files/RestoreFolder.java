package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a restore: names of an archive become paths below it and never outside, and nothing
 * is written through a link in it. (Who can change the folder during a restore can still move it:
 * the JDK has no call that would prevent that for all kinds of entries.)
 */
final class RestoreFolder {

  private final Path root;

  /** The parent that was verified last: entries of one folder follow each other. */
  private String verified = "";

  RestoreFolder(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** Creates the folder, or makes sure that nothing is in it. */
  void prepare(boolean mayHoldFiles) throws IOException {
    if (!Files.exists(root)) {
      Files.createDirectories(root);
    }
    if (!Files.isDirectory(root)) {
      throw BackupException.configuration(root + " is not a folder; name a folder as target");
    }
    try (Stream<Path> files = Files.list(root)) {
      if (!mayHoldFiles && files.findAny().isPresent()) {
        throw BackupException.configuration(
            root + " is not empty; name an empty folder as target, or replace its files (--force)");
      }
    }
  }

  /** A name without what means nothing; empty for the folder itself. */
  static String clean(String raw) {
    if (raw.startsWith("/")) {
      throw outside(raw);
    }
    List<String> names = new ArrayList<>();
    for (String name : raw.split("/", -1)) {
      if (name.equals("..")) {
        throw outside(raw);
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return String.join("/", names);
  }

  private static BackupException outside(String raw) {
    return BackupException.data(
        "the archive names '"
            + RawNames.shown(raw)
            + "', which may lie outside the target; it is not one of ours: look into it with tar");
  }

  /** The path of a clean name. */
  Path path(String clean) {
    return clean.isEmpty() ? root : RawNames.child(root, clean);
  }

  /** Makes sure that all folders above a clean name are folders; creates those that are missing. */
  void requireParents(String clean) throws IOException {
    String parent = parentOf(clean);
    if (!parent.equals(verified)) {
      parents(parent, true);
      verified = parent;
    }
  }

  /** The same, whatever was verified before. */
  void createParents(String clean) throws IOException {
    parents(parentOf(clean), true);
  }

  /** Makes sure that all folders above a clean name are there, and folders. */
  void requireRealParents(String clean) throws IOException {
    parents(parentOf(clean), false);
  }

  private void parents(String parent, boolean create) throws IOException {
    for (int end = nextEnd(parent, 0); end > 0; end = nextEnd(parent, end + 1)) {
      Path folder = path(parent.substring(0, end));
      Optional<BasicFileAttributes> found = StoreFolder.attributes(folder);
      if (found.isEmpty() && create) {
        Files.createDirectory(folder);
      } else if (found.isEmpty() || !found.get().isDirectory()) {
        throw notAFolder(folder);
      }
    }
  }

  /** Whether anything has that clean name and is reached through folders alone. */
  boolean isThere(String clean) throws IOException {
    return isFolder(parentOf(clean)) && StoreFolder.attributes(path(clean)).isPresent();
  }

  /** Whether there is a folder of that clean name which is reached through folders alone. */
  boolean isFolder(String clean) throws IOException {
    for (int end = nextEnd(clean, 0); end > 0; end = nextEnd(clean, end + 1)) {
      if (!isFolder(path(clean.substring(0, end)))) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a file of that clean name which is reached through folders alone. */
  boolean isFile(String clean) throws IOException {
    String parent = parentOf(clean);
    for (int end = nextEnd(parent, 0); end > 0; end = nextEnd(parent, end + 1)) {
      if (!isFolder(path(parent.substring(0, end)))) {
        return false;
      }
    }
    return StoreFolder.attributes(path(clean))
        .map(BasicFileAttributes::isRegularFile)
        .orElse(false);
  }

  private static boolean isFolder(Path path) throws IOException {
    return StoreFolder.attributes(path).map(BasicFileAttributes::isDirectory).orElse(false);
  }

  static BackupException notAFolder(Path path) {
    return BackupException.environment(
        path
            + " is in the way: it must be a folder, and neither a file nor a link;"
            + " remove it or restore to another target");
  }

  private static String parentOf(String clean) {
    return clean.substring(0, Math.max(0, clean.lastIndexOf('/')));
  }

  private static int nextEnd(String parent, int from) {
    int slash = parent.indexOf('/', from);
    return slash >= 0 ? slash : from < parent.length() ? parent.length() : -1;
  }
}
