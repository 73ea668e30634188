package digital.vya.backup.files;

import digital.vya.backup.api.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the files that the patterns mean, in the order of their names. It holds the names of one
 * folder for each level it is below, and one name for each file that has further names.
 */
final class FileWalk {

  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final TarWriter tar;
  private final Host host;
  private final FileFacts.Source source = new FileFacts.Source();
  private final Map<FileFacts.Id, Named> named = new HashMap<>();

  /** Folders in which was searched, to be stored only if something in them is. */
  private final Deque<Found> searched = new ArrayDeque<>();

  private final Notes sockets = new Notes("sockets, which hold nothing, are left out");
  private final Notes grown = new Notes("files grew while they were read; stored as they began");
  private long entries;

  private record Found(Path path, String name, FileFacts facts) {
    TarEntry entry(char type, String link) {
      return facts.entry(type == TarEntry.FOLDER ? name + "/" : name, type, link);
    }
  }

  /** The first name of a file, and how many are still to come. */
  private record Named(String name, int left) {}

  FileWalk(TarWriter tar, Host host) {
    this.tar = tar;
    this.host = host;
  }

  /**
   * Returns how many entries were written.
   *
   * @param start the folder that names are relative to
   */
  long walk(Path start, Position root) throws IOException, InterruptedException {
    visit(start, "", root);
    sockets.tell(host);
    grown.tell(host);
    return entries;
  }

  private void visit(Path path, String name, Position position)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted at /" + RawNames.shown(name));
    }
    Found found;
    try {
      found = new Found(path, name, source.read(path));
    } catch (IOException e) {
      omit(name, e);
      return;
    }
    position.found();
    if (found.facts.type() == FileFacts.FOLDER) {
      folder(found, position);
    } else if (position.included()) {
      leaf(found);
    }
  }

  private void folder(Found folder, Position position) throws IOException, InterruptedException {
    if (position.included()) {
      write(folder, TarEntry.FOLDER, "");
    }
    Optional<Set<String>> only = position.onlyNames();
    if (only.isPresent()) {
      for (String name : only.get()) {
        if (Files.exists(RawNames.child(folder.path, name), LinkOption.NOFOLLOW_LINKS)) {
          child(folder, name, position);
        }
      }
      return;
    }
    if (!position.included()) {
      searched.addLast(folder);
    }
    for (String name : names(folder)) {
      child(folder, name, position);
    }
    if (folder.equals(searched.peekLast())) {
      searched.removeLast();
    }
  }

  private void child(Found folder, String name, Position position)
      throws IOException, InterruptedException {
    // What is to replace something, and what was replaced, is no content.
    Optional<Position> next = Beside.isName(name) ? Optional.empty() : position.child(name);
    if (next.isPresent()) {
      String path = folder.name.isEmpty() ? name : folder.name + "/" + name;
      visit(RawNames.child(folder.path, name), path, next.get());
    }
  }

  private Collection<String> names(Found folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder.path)) {
      for (Path path : paths) {
        names.add(RawNames.nameOf(path));
      }
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      omit(folder.name, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      omit(folder.name, e);
    }
    Collections.sort(names);
    return names;
  }

  private void leaf(Found found) throws IOException, InterruptedException {
    switch (found.facts.type()) {
      case FileFacts.FILE -> file(found);
      case FileFacts.LINK -> link(found);
      case FileFacts.SOCKET -> sockets.add("/" + RawNames.shown(found.name));
      default ->
          host.omit(
              "/" + RawNames.shown(found.name),
              "it is a device or a pipe, which is not stored; exclude it");
    }
  }

  private void link(Found found) throws IOException {
    String link;
    try {
      link = RawNames.bytesOf(Files.readSymbolicLink(found.path));
    } catch (IOException e) {
      omit(found.name, e);
      return;
    }
    write(found, TarEntry.SYMBOLIC_LINK, link);
  }

  private void file(Found found) throws IOException, InterruptedException {
    if (found.facts.links() > 1 && isNamed(found)) {
      return;
    }
    if (found.facts.size() == 0) {
      write(found, TarEntry.FILE, "");
    } else {
      SeekableByteChannel opened;
      try {
        opened = Files.newByteChannel(found.path, READ);
      } catch (IOException e) {
        omit(found.name, e);
        return;
      }
      try (SeekableByteChannel channel = opened) {
        write(found, TarEntry.FILE, "");
        content(found, channel);
      }
    }
    if (found.facts.links() > 1) {
      named.put(found.facts.id(), new Named(found.name, found.facts.links() - 1));
    }
  }

  private boolean isNamed(Found found) throws IOException {
    Named first = named.remove(found.facts.id());
    if (first == null) {
      return false;
    }
    if (first.left > 1) {
      named.put(found.facts.id(), new Named(first.name, first.left - 1));
    }
    write(found, TarEntry.HARD_LINK, first.name);
    return true;
  }

  private void content(Found found, SeekableByteChannel channel)
      throws IOException, InterruptedException {
    long size = found.facts.size();
    long left = size;
    while (left > 0) {
      int count = read(found, channel, left);
      if (count < 0) {
        break;
      }
      left -= count;
      tar.took(count);
    }
    if (left == 0 && channel.size() > size) {
      grown.add("/" + RawNames.shown(found.name));
    }
    tar.missing(left);
    tar.end();
  }

  private int read(Found found, SeekableByteChannel channel, long left)
      throws InterruptedException {
    ByteBuffer buffer = tar.buffer();
    buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + left));
    try {
      int count = channel.read(buffer);
      if (count < 0) {
        host.omit(
            "/" + RawNames.shown(found.name),
            "it shrank while it was read; its last " + left + " bytes are zeros");
      }
      return count;
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("interrupted at /" + RawNames.shown(found.name));
    } catch (IOException e) {
      host.omit(
          "/" + RawNames.shown(found.name), why(e) + "; its last " + left + " bytes are zeros");
      return -1;
    } finally {
      buffer.limit(buffer.capacity());
    }
  }

  private void write(Found found, char type, String link) throws IOException {
    while (!searched.isEmpty()) {
      Found folder = searched.removeFirst();
      begin(folder, TarEntry.FOLDER, "");
    }
    begin(found, type, link);
  }

  private void begin(Found found, char type, String link) throws IOException {
    if (!found.name.isEmpty()) {
      tar.begin(found.entry(type, link));
      entries++;
    }
  }

  private void omit(String name, IOException e) {
    host.omit("/" + RawNames.shown(name), why(e));
  }

  private static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it vanished";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : null;
    return reason == null ? String.valueOf(e.getMessage()) : reason;
  }
}
