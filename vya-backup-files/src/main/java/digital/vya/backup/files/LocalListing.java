package digital.vya.backup.files;

import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects whose key begins with a prefix, in the order of their keys. It holds the names of one
 * folder for each level it is below, and no open file.
 */
final class LocalListing implements Iterator<StoredObject> {

  private static final String RECOVERED = "lost+found/";

  private final String prefix;
  private final Deque<Iterator<Entry>> levels = new ArrayDeque<>();
  private @Nullable StoredObject next;

  /** A file, or a folder with a slash at its end: sorted so, folders come where their keys do. */
  private record Entry(String key, Path path, BasicFileAttributes attributes) {}

  LocalListing(StoreFolder folder, String folders, String prefix) throws IOException {
    this.prefix = prefix;
    if (folders.isEmpty()) {
      levels.push(entries("", folder.base()));
      return;
    }
    Path start = folder.path(folders);
    boolean found = folder.findFolder(start).isPresent();
    levels.push(found ? entries(folders + "/", start) : List.<Entry>of().iterator());
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && !levels.isEmpty()) {
        step();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next != null;
  }

  @Override
  public StoredObject next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    StoredObject found = next;
    next = null;
    return found;
  }

  private void step() throws IOException {
    Iterator<Entry> level = levels.element();
    if (!level.hasNext()) {
      levels.pop();
      return;
    }
    Entry entry = level.next();
    if (entry.attributes.isDirectory()) {
      levels.push(entries(entry.key, entry.path));
    } else {
      next =
          new StoredObject(
              entry.key, entry.attributes.size(), entry.attributes.lastModifiedTime().toInstant());
    }
  }

  private Iterator<Entry> entries(String parent, Path folder) throws IOException {
    var entries = new ArrayList<Entry>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        entry(parent, path).ifPresent(entries::add);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Deleted meanwhile.
      return entries.iterator();
    } catch (AccessDeniedException e) {
      if (!parent.equals(RECOVERED)) {
        throw e;
      }
    }
    entries.sort((one, other) -> one.key.compareTo(other.key));
    return entries.iterator();
  }

  private Optional<Entry> entry(String parent, Path path) throws IOException {
    // A name that is no text, or no key of ours, was not put there by us.
    Optional<String> key =
        RawNames.utf8(RawNames.nameOf(path))
            .filter(name -> !name.startsWith(ObjectKeys.UNFINISHED) && !RawNames.hasControl(name))
            .map(name -> parent + name);
    if (key.isEmpty() || !key.get().startsWith(prefix)) {
      return Optional.empty();
    }
    BasicFileAttributes attributes = StoreFolder.attributes(path).orElse(null);
    if (attributes == null) {
      return Optional.empty();
    }
    if (attributes.isDirectory()) {
      return Optional.of(new Entry(key.get() + "/", path, attributes));
    }
    return attributes.isRegularFile()
        ? Optional.of(new Entry(key.get(), path, attributes))
        : Optional.empty();
  }
}
