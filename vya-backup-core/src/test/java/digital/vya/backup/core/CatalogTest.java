package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of which only the beginning can be listed: half a disk, a folder of somebody else. */
final class CatalogTest {

  @TempDir Path folder;
  private final List<String> made = new ArrayList<>();
  private Setup setup = new Setup(Path.of(""));
  private final Catalog catalog =
      new Catalog(new ArtifactKeys(ArtifactKeys.DEFAULT, ZoneOffset.UTC));

  @BeforeEach
  void threeBackups() {
    setup = new Setup(folder.resolve("state"));
    setup.driver.databases.put("orders", "ten orders");
    for (int night = 0; night < 3; night++) {
      made.add(setup.backup().stored().get(0).id());
    }
  }

  @Test
  void whatWasListedBeforeTheFailureIsTold() {
    var told = new ArrayList<String>();

    assertThatThrownBy(
            () ->
                catalog.visit(
                    new HalfAStore(),
                    ArtifactSource.instance("", ""),
                    manifest -> told.add(manifest.id())))
        .hasRootCauseMessage("this folder is of somebody else");
    assertThat(told).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void whatWasListedBeforeTheFailureIsFound() throws Exception {
    assertThat(catalog.find(new HalfAStore(), made.get(1))).isPresent();
    assertThatThrownBy(() -> catalog.find(new HalfAStore(), "another"))
        .hasRootCauseMessage("this folder is of somebody else");
  }

  private final class HalfAStore implements StorageSession {

    private final StorageSession whole = setup.first.session();

    @Override
    public Stream<StoredObject> list(String prefix) {
      Iterator<String> keys = setup.first.objects.keySet().iterator();
      Iterator<StoredObject> half =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              if (!keys.hasNext()) {
                throw new UncheckedIOException(new IOException("this folder is of somebody else"));
              }
              return true;
            }

            @Override
            public StoredObject next() {
              return new StoredObject(keys.next(), 1, Instant.EPOCH);
            }
          };
      return StreamSupport.stream(Spliterators.spliteratorUnknownSize(half, 0), false);
    }

    @Override
    public InputStream read(String key) throws IOException, InterruptedException {
      return whole.read(key);
    }

    @Override
    public PendingObject create(String key) throws IOException, InterruptedException {
      return whole.create(key);
    }

    @Override
    public void delete(String key) throws IOException, InterruptedException {
      whole.delete(key);
    }

    @Override
    public void close() throws IOException {
      whole.close();
    }
  }
}
