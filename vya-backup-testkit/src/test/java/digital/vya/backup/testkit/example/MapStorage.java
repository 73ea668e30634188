package digital.vya.backup.testkit.example;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** A storage in memory, to watch a run with. */
final class MapStorage implements Storage<MapStorage.Config>, StorageSession {

  /** There is nothing to set. */
  public record Config() {}

  final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public String name() {
    return "map";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public StorageSession open(Config config, Host host) {
    return this;
  }

  @Override
  public PendingObject create(String key) {
    var bytes = new ByteArrayOutputStream();
    return new PendingObject() {
      @Override
      public OutputStream stream() {
        return bytes;
      }

      @Override
      public void commit() {
        objects.put(key, bytes.toByteArray());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public InputStream read(String key) throws FileNotFoundException {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw new FileNotFoundException(key);
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    return objects.tailMap(prefix).entrySet().stream()
        .takeWhile(object -> object.getKey().startsWith(prefix))
        .map(object -> new StoredObject(object.getKey(), object.getValue().length, Instant.EPOCH));
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }

  @Override
  public void close() {}
}
