package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.core.LocalHost;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link Storage} promises. Extend it in a test, say which storage and where, and run the
 * test.
 *
 * <pre>{@code
 * final class FtpStorageTest extends StorageContract<FtpConfig> {
 *   @Override protected Storage<FtpConfig> storage() { return new FtpStorage(); }
 *   @Override protected FtpConfig newPlace() { return new FtpConfig(server.newFolder()); }
 *   @Override protected String place(FtpConfig config) { return config.url(); }
 *   @Override protected Class<? extends SessionOpener> opener() { return Opener.class; }
 * }
 * }</pre>
 *
 * @param <C> the settings of the storage
 */
public abstract class StorageContract<C extends Record> {

  private static final int ROUNDS = 6;
  private static final int MIB = 1 << 20;

  private LocalHost host;
  private C config;
  private StorageSession session;
  private StorageProbe probe;

  /** For the test that extends this. */
  protected StorageContract() {}

  /** The storage to try. */
  protected abstract Storage<C> storage();

  /** Settings of a place that is empty and used by nobody else. Called once for each test. */
  protected abstract C newPlace() throws IOException;

  /** A text from which {@link #opener} opens the same place in another JVM. */
  protected abstract String place(C place);

  /** Opens the place in another JVM, whose class path is this one's. */
  protected abstract Class<? extends SessionOpener> opener();

  @BeforeEach
  void open(@TempDir Path temporary) throws IOException, InterruptedException {
    host = LocalHost.open(temporary.resolve("host"));
    config = newPlace();
    session = storage().open(config, host);
    probe = new StorageProbe(session);
  }

  @AfterEach
  void close() throws IOException {
    session.close();
    host.close();
  }

  @Test
  void theNameIsOneThatUsersCanWrite() {
    assertThat(storage().name()).matches("[a-z0-9-]+");
    assertThat(config).isInstanceOf(storage().configType());
  }

  @Test
  void s1_whatIsNotCommittedIsNotThere() throws Exception {
    try (PendingObject object = session.create("a/b")) {
      object.stream().write(new byte[MIB]);
      object.stream().flush();
      assertThat(probe.keys("")).isEmpty();
      assertThatThrownBy(() -> probe.read("a/b")).isInstanceOf(FileNotFoundException.class);
      object.stream().close();
    }
    assertThat(probe.keys("")).isEmpty();
    try (StorageSession again = storage().open(config, host)) {
      assertThat(new StorageProbe(again).keys("")).isEmpty();
    }
  }

  @Test
  void s1_aKilledWriterLeavesOnlyWholeObjectsAndAllThatItCommitted() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var killed = Killing.run(opener(), place(config), round, new Random(round).nextInt(400));
      for (String key : probe.keys("round/" + round + "/")) {
        assertThat(KilledWriter.isWhole(probe.read(key)))
            .as("%s is whole after round %d", key, round)
            .isTrue();
      }
      assertThat(probe.keys("round/" + round + "/"))
          .as("what was committed before the kill of round %d", round)
          .containsAll(killed);
    }
  }

  @Test
  void s2_theListIsSortedByKeyAndExact() throws Exception {
    List<String> all =
        List.of("a b/c", "a-b/c", "a.b", "a/b", "a/b0/c", "a/b.c", "a0", "ab", "z", "Z", "é/1");
    for (String key : all) {
      probe.write(key, key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    assertThat(probe.keys("")).containsExactlyElementsOf(all.stream().sorted().toList());
    for (String prefix : List.of("a", "a/", "a/b", "a/b0/", "a.", "é", "x", "a/b0/c", "a/b0/c/d")) {
      assertThat(probe.keys(prefix))
          .as("the keys that begin with %s", prefix)
          .containsExactlyElementsOf(
              all.stream().filter(k -> k.startsWith(prefix)).sorted().toList());
    }
  }

  @Test
  void s2_theListTellsLengthsOfManyObjects() throws Exception {
    for (int n = 0; n < 500; n++) {
      probe.write("many/" + n % 7 + "/" + n, new byte[n]);
    }

    try (var objects = session.list("many/")) {
      assertThat(objects)
          .hasSize(500)
          .allMatch(o -> o.key().endsWith("/" + o.bytes()))
          .allMatch(o -> o.modified() != null);
    }
  }

  @Test
  void s3_deletingWhatIsAbsentDoesNothing() throws Exception {
    probe.write("a/b", new byte[1]);
    probe.write("a/c", new byte[1]);
    session.delete("a/b");
    session.delete("a/b");
    session.delete("never/there");

    assertThat(probe.keys("")).containsExactly("a/c");
    assertThatThrownBy(() -> probe.read("a/b")).isInstanceOf(FileNotFoundException.class);
    probe.write("a/b", new byte[2]);
    assertThat(probe.keys("")).containsExactly("a/b", "a/c");
  }

  @Test
  void s4_oddKeysAreKeptAsTheyAre() throws Exception {
    List<String> odd =
        List.of(
            "with space/ x",
            "...",
            ".hidden/..x",
            "quo\"te'/`",
            "per%cent/%2F%00",
            "plus+/hash#/question?/a&b=c",
            "back\\slash",
            "-dash/--",
            "ünïcode/日本/😀",
            "semi;colon:|*<>$",
            "~tilde/@at",
            ("日".repeat(66) + "/").repeat(5) + "12345", // 1,000 bytes, but fewer characters
            ("x".repeat(199) + "/").repeat(4) + "y".repeat(200));
    for (String key : odd) {
      probe.write(key, key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    assertThat(probe.keys("")).containsExactlyElementsOf(odd.stream().sorted().toList());
    for (String key : odd) {
      assertThat(probe.read(key)).asString(java.nio.charset.StandardCharsets.UTF_8).isEqualTo(key);
    }
  }

  @Test
  void s4_whatIsNoKeyIsRefused() throws Exception {
    for (String key :
        List.of(
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            "a/..",
            "a\nb",
            "a\u0000b",
            "a\u007fb",
            "a\u0085b",
            "日".repeat(334), // 1,002 bytes
            "x".repeat(1001))) {
      probe.refuses(key);
    }
    assertThat(probe.keys("")).isEmpty();
  }

  @Test
  void s5_whatIsCommittedIsThereForEverybody() throws Exception {
    byte[] content = StorageProbe.random(20 * MIB);
    probe.write("large", content);
    probe.write("empty", new byte[0]);

    try (StorageSession again = storage().open(config, host)) {
      assertThat(new StorageProbe(again).keys("")).containsExactly("empty", "large");
      try (InputStream stream = again.read("large")) {
        assertThat(stream.readAllBytes()).isEqualTo(content);
      }
      try (InputStream stream = again.read("empty")) {
        assertThat(stream.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void s6_anObjectIsReplacedWhole() throws Exception {
    byte[] old = StorageProbe.random(3 * MIB);
    byte[] fresh = StorageProbe.random(2 * MIB);
    probe.write("a", old);
    try (InputStream stream = session.read("a")) {
      byte[] head = stream.readNBytes(MIB);
      probe.write("a", fresh);
      assertThat(head).isEqualTo(java.util.Arrays.copyOf(old, MIB));
      StorageProbe.rest(stream)
          .ifPresent(
              rest ->
                  assertThat(rest)
                      .as("the rest of what was open")
                      .isEqualTo(java.util.Arrays.copyOfRange(old, MIB, old.length)));
    }
    assertThat(probe.read("a")).isEqualTo(fresh);
  }

  @Test
  void s6_ofTwoWritersTheLastCommitCounts() throws Exception {
    try (PendingObject first = session.create("a");
        PendingObject second = session.create("a")) {
      first.stream().write(1);
      second.stream().write(2);
      second.commit();
      first.commit();
    }
    assertThat(probe.read("a")).containsExactly(1);
    assertThat(probe.keys("")).containsExactly("a");
  }

  @Test
  void manyThreadsMayWriteAtOnce() throws Exception {
    var writers = new ArrayList<java.util.concurrent.FutureTask<Void>>();
    for (int writer = 0; writer < 4; writer++) {
      String folder = "writer" + writer + "/";
      writers.add(
          new java.util.concurrent.FutureTask<>(
              () -> {
                for (int n = 0; n < 20; n++) {
                  probe.write(folder + n, StorageProbe.random(1000 + n));
                }
                return null;
              }));
    }
    writers.forEach(w -> new Thread(w).start());
    for (var writer : writers) {
      writer.get();
    }
    assertThat(probe.keys("")).hasSize(80);
  }

  @Test
  void closingTwiceDoesNothing() throws Exception {
    PendingObject object = session.create("a");
    object.stream().write(1);
    object.commit();
    object.close();
    object.close();

    assertThat(probe.read("a")).containsExactly(1);
    assertThat(session.freeBytes().orElse(0)).isNotNegative();
  }
}
