package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates what an archive holds. */
final class Unpacking {

  private final RestoreFolder target;
  private final StoreFolder files;
  private final Disk disk;
  private final boolean replace;
  private final Host host;
  private final Owners owners;
  private final Notes strange = new Notes("devices, pipes or other things are not restored");
  private final String unfinished = ObjectKeys.UNFINISHED + UUID.randomUUID();
  private final byte[] buffer = new byte[1 << 17];

  /** Folders that are still being filled, whose time and permissions come last. */
  private final Deque<Open> open = new ArrayDeque<>();

  /** Notes what the folders are given; null where nobody asks for it later. */
  private final PlanFile.@Nullable Writer folders;

  private long done;

  private record Open(String name, Path path, TarEntry entry) {}

  Unpacking(RestoreFolder target, boolean replace, Host host, PlanFile.@Nullable Writer folders) {
    this.folders = folders;
    this.target = target;
    this.files = new StoreFolder(target.root());
    this.disk = new Disk(target.root());
    this.replace = replace;
    this.host = host;
    this.owners = new Owners(host);
  }

  /** Restores everything, or throws and says how much is restored. */
  void unpack(TarReader archive, boolean elsewhere) throws IOException, InterruptedException {
    target.prepare(replace || !elsewhere);
    try {
      for (Optional<TarEntry> entry = archive.next(); entry.isPresent(); entry = archive.next()) {
        if (Thread.interrupted()) {
          throw interrupted();
        }
        restore(entry.get(), archive);
        done++;
      }
      closeFolders("");
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw interrupted();
    } catch (BackupException e) {
      throw new BackupException(e.reason(), state(e), e);
    } catch (IOException e) {
      throw new IOException(state(e), e);
    }
    strange.tell(host);
  }

  private InterruptedException interrupted() {
    return new InterruptedException("interrupted after " + done + " entries were restored");
  }

  private String state(Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return message + " (" + done + " entries are restored below " + target.root() + ")";
  }

  private void restore(TarEntry entry, TarReader archive) throws IOException {
    String name = RestoreFolder.clean(entry.name());
    closeFolders(name);
    if (name.isEmpty()) {
      return;
    }
    if (folders != null && Arrays.stream(name.split("/", -1)).anyMatch(Beside::isName)) {
      // No backup holds such a name, and here it has a meaning.
      strange.add(RawNames.shown(name));
      return;
    }
    target.requireParents(name);
    Path path = target.path(name);
    switch (entry.type()) {
      case TarEntry.FOLDER -> folder(name, path, entry);
      case TarEntry.FILE -> {
        requireFree(path);
        file(path, entry, archive);
      }
      case TarEntry.SYMBOLIC_LINK -> {
        requireFree(path);
        symbolicLink(path, entry);
      }
      case TarEntry.HARD_LINK -> {
        requireFree(path);
        hardLink(path, entry);
      }
      default -> strange.add(path.toString());
    }
  }

  /** Leaves the folders that do not hold the name: an archive goes into a folder only once. */
  private void closeFolders(String name) throws IOException {
    while (!open.isEmpty() && !name.startsWith(open.element().name + "/")) {
      Open folder = open.pop();
      if (StoreFolder.attributes(folder.path).map(BasicFileAttributes::isDirectory).orElse(false)) {
        boolean owned = owners.apply(folder.path, folder.entry);
        note(folder, owned);
      }
    }
  }

  private void note(Open folder, boolean owned) throws IOException {
    if (folders != null) {
      FolderFacts facts = FolderFacts.read(folder.path);
      folders.add(PlanEntry.dress(folder.name, null, owned ? facts : facts.withoutOwner()));
    }
  }

  private void folder(String name, Path path, TarEntry entry) throws IOException {
    Optional<BasicFileAttributes> found = StoreFolder.attributes(path);
    if (found.isEmpty()) {
      files.createFolder(path);
    } else if (!found.get().isDirectory()) {
      throw RestoreFolder.notAFolder(path);
    }
    if (found.isEmpty() || replace) {
      open.push(new Open(name, path, entry));
    }
  }

  private void requireFree(Path path) throws IOException {
    Optional<BasicFileAttributes> found = StoreFolder.attributes(path);
    if (found.isEmpty()) {
      return;
    }
    if (!replace) {
      throw BackupException.configuration(
          path + " exists; restore to another target, or replace files (--force)");
    }
    if (found.get().isDirectory()) {
      throw BackupException.environment(
          path + " is in the way: it is a folder, and the archive holds a file; remove it");
    }
  }

  private void file(Path path, TarEntry entry, TarReader archive) throws IOException {
    Path temporary = path.resolveSibling(unfinished);
    try {
      try (FileChannel channel = create(temporary)) {
        for (int count = archive.read(buffer); count >= 0; count = archive.read(buffer)) {
          write(channel, ByteBuffer.wrap(buffer, 0, count));
        }
      }
      owners.apply(temporary, entry);
      rename(temporary, path);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private FileChannel create(Path path) throws IOException {
    try {
      return files.createFile(path);
    } catch (IOException e) {
      throw disk.explain(e);
    }
  }

  private void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw disk.explain(e);
    }
  }

  private void symbolicLink(Path path, TarEntry entry) throws IOException {
    if (entry.link().isEmpty()) {
      throw TarFields.damaged("a link leads nowhere");
    }
    Path temporary = path.resolveSibling(unfinished);
    try {
      Files.createSymbolicLink(temporary, RawNames.path(entry.link()));
      owners.applyToLink(temporary, entry);
      rename(temporary, path);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void hardLink(Path path, TarEntry entry) throws IOException {
    String first = RestoreFolder.clean(entry.link());
    if (!target.isFile(first)) {
      throw TarFields.damaged(
          "'" + RawNames.shown(entry.name()) + "' is a further name of a file that is not there");
    }
    Path temporary = path.resolveSibling(unfinished);
    try {
      Files.createLink(temporary, target.path(first));
      rename(temporary, path);
    } finally {
      // Renaming one name of a file to another one of the same file does nothing at all.
      Files.deleteIfExists(temporary);
    }
  }

  private static void rename(Path temporary, Path path) throws IOException {
    Files.move(
        temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
