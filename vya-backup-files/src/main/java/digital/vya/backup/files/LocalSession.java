package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A store in a folder. */
final class LocalSession implements StorageSession {

  private static final int ATTEMPTS = 100;

  private final StoreFolder folder;
  private final Disk disk;
  private final long minFreeBytes;
  private final Leftovers leftovers;

  /** The folder of the last object that was read: that it is no link need not be asked for each. */
  private volatile @Nullable Path lastRead;

  LocalSession(StoreFolder folder, Disk disk, long minFreeBytes, Leftovers leftovers) {
    this.folder = folder;
    this.disk = disk;
    this.minFreeBytes = minFreeBytes;
    this.leftovers = leftovers;
  }

  @Override
  public PendingObject create(String key) throws IOException {
    ObjectKeys.check(key);
    leftovers.sweep();
    disk.require(minFreeBytes);
    Path path = folder.path(key);
    Path unfinished = path.resolveSibling(ObjectKeys.UNFINISHED + UUID.randomUUID());
    try {
      FileChannel channel = createFile(path, unfinished);
      return new LocalObject(folder, disk, channel, unfinished, path);
    } catch (IOException e) {
      folder.removeEmptyFoldersAbove(path);
      throw disk.explain(e);
    }
  }

  private FileChannel createFile(Path path, Path unfinished) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        folder.createFoldersAbove(path);
        refuseFolder(path);
        return folder.createFile(unfinished);
      } catch (NoSuchFileException e) {
        // Another session has just deleted the last object of a folder, and the folder with it.
        if (attempt == ATTEMPTS || !Files.isDirectory(folder.base())) {
          throw e;
        }
      }
    }
  }

  private static void refuseFolder(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw BackupException.configuration(
          path + " is in the way: it is not a file; remove it or use another key");
    }
  }

  @Override
  public InputStream read(String key) throws IOException {
    ObjectKeys.check(key);
    Path path = folder.path(key);
    if (!isThere(path)) {
      throw new FileNotFoundException("there is no " + key + " in " + folder.base());
    }
    try {
      return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException("there is no " + key + " in " + folder.base());
    }
  }

  private boolean isThere(Path path) throws IOException {
    Path parent = path.getParent();
    if (!Objects.equals(parent, lastRead)) {
      if (!folder.isReal(path)) {
        return false;
      }
      lastRead = parent;
    }
    return StoreFolder.attributes(path).filter(BasicFileAttributes::isRegularFile).isPresent();
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException {
    String folders = ObjectKeys.foldersOf(prefix);
    var listing = new LocalListing(folder, folders, prefix);
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            listing, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
        false);
  }

  @Override
  public void delete(String key) throws IOException {
    ObjectKeys.check(key);
    Path path = folder.path(key);
    if (folder.find(path).isEmpty()) {
      return;
    }
    try {
      Files.deleteIfExists(path);
      folder.removeEmptyFoldersAbove(path);
    } catch (IOException e) {
      throw disk.explain(e);
    }
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    leftovers.sweep();
    return disk.freeBytes();
  }

  @Override
  public void close() {
    // Nothing is held open between two calls.
  }
}
