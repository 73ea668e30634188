package digital.vya.backup.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory, mounted on a folder, that can be filled up. Takes root. */
final class TinyDisk implements AutoCloseable {

  private final Path folder;

  private TinyDisk(Path folder) {
    this.folder = folder;
  }

  /** On a folder that is there, for its owner. */
  static TinyDisk on(Path folder, int megabytes) throws IOException, InterruptedException {
    String options =
        "size=%dm,mode=0700,uid=%s,gid=%s"
            .formatted(
                megabytes,
                Files.getAttribute(folder, "unix:uid"),
                Files.getAttribute(folder, "unix:gid"));
    Shell.run("mount", "-t", "tmpfs", "-o", options, "vya-tiny", folder.toString());
    return new TinyDisk(folder);
  }

  /** Leaves that many bytes; closing makes room again. */
  AutoCloseable filledBut(long left) throws IOException {
    Path filler = folder.resolve("filler");
    long filling = Files.getFileStore(folder).getUsableSpace() - left;
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] block = new byte[1 << 12];
      for (long written = 0; written < filling; written += block.length) {
        out.write(block);
      }
    }
    return () -> Files.deleteIfExists(filler);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    // A server that is still there keeps its files, and the folder is free all the same.
    Shell.run("umount", "--lazy", folder.toString());
  }
}
