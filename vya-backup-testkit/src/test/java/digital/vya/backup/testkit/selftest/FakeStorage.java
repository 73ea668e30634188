package digital.vya.backup.testkit.selftest;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Objects as files with percent-encoded names, and with one defect where a test wants it. */
record FakeStorage(Defect defect) implements Storage<FakeStorage.Config> {

  private static final String OBJECT = ".object";
  private static final int PIECE = 200;

  /** Where the files are. */
  public record Config(Path folder) {}

  enum Defect {
    NONE,
    WRITES_IN_PLACE,
    LISTS_UNSORTED,
    LISTS_WHOLE_FOLDERS,
    MISSES_WHAT_IS_ABSENT,
    TAKES_ANY_KEY,
    LOSES_THE_LAST_BYTE,
    KEEPS_THE_FIRST,
    COUNTS_CHARACTERS,
    KNOWS_ASCII_ALONE,
    COMMITS_WHEN_CLOSED,
    BELONGS_TO_ONE_THREAD
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public StorageSession open(Config config, Host host) {
    return new Session(config.folder(), defect);
  }

  record Session(Path folder, Defect defect, Thread owner) implements StorageSession {

    Session(Path folder, Defect defect) {
      this(folder, defect, Thread.currentThread());
    }

    private Path file(String key) {
      if (defect != Defect.TAKES_ANY_KEY && !isKey(key, defect)) {
        throw BackupException.configuration("this is no key");
      }
      Path file = folder;
      String rest = URLEncoder.encode(key, UTF_8).replace(".", "%2E");
      for (; rest.length() > PIECE; rest = rest.substring(PIECE)) {
        file = file.resolve(rest.substring(0, PIECE));
      }
      return file.resolve(rest + OBJECT);
    }

    private static boolean isKey(String key, Defect defect) {
      int length = defect == Defect.COUNTS_CHARACTERS ? key.length() : key.getBytes(UTF_8).length;
      return length <= 1000
          && key.chars().noneMatch(c -> isControl(c, defect))
          && Stream.of(key.split("/", -1)).noneMatch(part -> List.of("", ".", "..").contains(part));
    }

    private static boolean isControl(int c, Defect defect) {
      return defect == Defect.KNOWS_ASCII_ALONE ? c < ' ' || c == 0x7f : Character.isISOControl(c);
    }

    @Override
    public PendingObject create(String key) throws IOException {
      if (defect == Defect.BELONGS_TO_ONE_THREAD && !Thread.currentThread().equals(owner)) {
        throw new IOException("this connection is another thread's");
      }
      Path file = file(key);
      Files.createDirectories(file.getParent());
      Path target =
          defect == Defect.WRITES_IN_PLACE
              ? file
              : folder.resolve("temporary-" + UUID.randomUUID());
      return new Pending(target, file, defect, Files.newOutputStream(target));
    }

    @Override
    public InputStream read(String key) throws IOException {
      try {
        return Files.newInputStream(file(key), StandardOpenOption.READ);
      } catch (NoSuchFileException e) {
        throw new FileNotFoundException(key);
      }
    }

    @Override
    public Stream<StoredObject> list(String prefix) throws IOException {
      List<StoredObject> objects = new ArrayList<>();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = folder.relativize(file).toString().replace("/", "");
          if (name.endsWith(OBJECT)) {
            String encoded = name.substring(0, name.length() - OBJECT.length());
            String key = URLDecoder.decode(encoded, UTF_8);
            if (isIn(key, prefix)) {
              objects.add(
                  new StoredObject(
                      key, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
            }
          }
        }
      }
      objects.sort((a, b) -> a.key().compareTo(b.key()));
      if (defect == Defect.LISTS_UNSORTED) {
        Collections.shuffle(objects, new Random(1));
      }
      return objects.stream();
    }

    private boolean isIn(String key, String prefix) {
      return defect == Defect.LISTS_WHOLE_FOLDERS
          ? prefix.isEmpty() || key.startsWith(prefix.endsWith("/") ? prefix : prefix + "/")
          : key.startsWith(prefix);
    }

    @Override
    public void delete(String key) throws IOException {
      if (!Files.deleteIfExists(file(key)) && defect == Defect.MISSES_WHAT_IS_ABSENT) {
        throw new NoSuchFileException(key);
      }
    }

    @Override
    public void close() {}
  }

  record Pending(Path target, Path file, Defect defect, OutputStream stream)
      implements PendingObject {

    @Override
    public void commit() throws IOException {
      stream.close();
      if (defect == Defect.LOSES_THE_LAST_BYTE && Files.size(target) > 0) {
        byte[] all = Files.readAllBytes(target);
        Files.write(target, java.util.Arrays.copyOf(all, all.length - 1));
      }
      boolean keep = defect == Defect.KEEPS_THE_FIRST && Files.exists(file);
      if (!target.equals(file) && !keep) {
        Files.move(target, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
      if (defect == Defect.COMMITS_WHEN_CLOSED && Files.exists(target)) {
        commit();
      }
      if (!target.equals(file)) {
        Files.deleteIfExists(target);
      }
    }
  }
}
