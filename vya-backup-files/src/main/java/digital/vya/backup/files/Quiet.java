package digital.vya.backup.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Hidden folders come and go without a change of the time of the folder they are in. */
final class Quiet {

  private Quiet() {}

  /** Something that may change the folder. */
  interface Change {
    void make() throws IOException, InterruptedException;
  }

  static void change(Path child, Change change) throws IOException, InterruptedException {
    Path folder = child.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      change.make();
      return;
    }
    Instant before = Files.getLastModifiedTime(folder).toInstant();
    try {
      change.make();
    } finally {
      if (!Files.getLastModifiedTime(folder).toInstant().equals(before)) {
        FolderFacts.setTime(folder, before);
      }
    }
  }
}
