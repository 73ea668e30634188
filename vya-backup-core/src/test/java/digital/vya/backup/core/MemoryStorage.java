package digital.vya.backup.core;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A storage whose objects a test can look at, damage and refuse. */
final class MemoryStorage implements Storage<MemoryStorage.Config> {

  public record Config() {}

  final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  /** What machines told of themselves, apart from the backups that most tests look at. */
  final NavigableMap<String, byte[]> statuses = new ConcurrentSkipListMap<>();

  volatile OptionalLong free = OptionalLong.empty();
  volatile Refusal onOpen = () -> {};
  volatile Refusal onWrite = () -> {};
  volatile Refusal onCommit = () -> {};
  volatile Refusal onStatus = () -> {};
  volatile KeyRefusal onDelete = key -> {};
  volatile Consumer<String> onList = prefix -> {};
  volatile Consumer<String> onListed = key -> {};
  volatile KeyRefusal onRead = key -> {};
  volatile Damage onCommitted = bytes -> bytes;
  volatile Reading reading = (key, stream) -> stream;

  interface Reading {
    InputStream of(String key, InputStream stream);
  }

  interface Refusal {
    void check() throws IOException;
  }

  interface KeyRefusal {
    void check(String key) throws IOException;
  }

  interface Damage {
    byte[] of(byte[] bytes);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public StorageSession open(Config config, Host host) throws IOException {
    onOpen.check();
    return session();
  }

  StorageSession session() {
    return new Session();
  }

  private NavigableMap<String, byte[]> of(String key) {
    return key.startsWith(StatusFile.FOLDER + "/") ? statuses : objects;
  }

  private final class Session implements StorageSession {

    @Override
    public PendingObject create(String key) {
      return new Pending(key);
    }

    @Override
    public InputStream read(String key) throws IOException {
      onRead.check(key);
      byte[] bytes = of(key).get(key);
      if (bytes == null) {
        throw new FileNotFoundException(key);
      }
      return reading.of(key, new ByteArrayInputStream(bytes));
    }

    @Override
    public Stream<StoredObject> list(String prefix) {
      onList.accept(prefix);
      return Stream.of(statuses, objects)
          .flatMap(all -> all.entrySet().stream())
          .filter(e -> e.getKey().startsWith(prefix))
          .peek(e -> onListed.accept(e.getKey()))
          .map(e -> new StoredObject(e.getKey(), e.getValue().length, Instant.EPOCH));
    }

    @Override
    public void delete(String key) throws IOException {
      onDelete.check(key);
      objects.remove(key);
    }

    @Override
    public OptionalLong freeBytes() {
      return free;
    }

    @Override
    public void close() {}
  }

  private final class Pending implements PendingObject {

    private final String key;
    private final ByteArrayOutputStream bytes =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] b, int offset, int length) {
            super.write(b, offset, length);
          }
        };

    Pending(String key) {
      this.key = key;
    }

    @Override
    public OutputStream stream() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          checkWrite();
          bytes.write(b);
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
          checkWrite();
          bytes.write(b, offset, length);
        }
      };
    }

    private void checkWrite() throws IOException {
      if (of(key) == objects) {
        onWrite.check();
      }
    }

    @Override
    public void commit() throws IOException {
      if (of(key) == statuses) {
        onStatus.check();
        statuses.put(key, bytes.toByteArray());
        return;
      }
      onCommit.check();
      objects.put(
          key,
          key.endsWith(ArtifactKeys.MANIFEST)
              ? bytes.toByteArray()
              : onCommitted.of(bytes.toByteArray()));
    }

    @Override
    public void close() {}
  }
}
