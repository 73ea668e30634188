package digital.vya.backup.s3;

import static digital.vya.backup.s3.Objects.MIB;
import static digital.vya.backup.s3.Objects.put;
import static digital.vya.backup.s3.Objects.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StorageSession;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3SettingsTest {

  private final S3Server server = S3Server.inMemory();
  private final Meddler meddler = new Meddler(server.port());
  private final Place place = meddler.place(server);
  private final Told host = new Told();

  @AfterEach
  void stop() throws Exception {
    meddler.close();
    server.close();
  }

  private List<Meddler.Request> beginnings() throws Exception {
    try (StorageSession session = Objects.hasty().open(place.config(), host)) {
      put(session, "short", random(10));
      put(session, "long", random(6 * MIB));
    }
    return meddler.requests().stream()
        .filter(r -> r.is("PUT", "/short") || r.is("POST", "uploads"))
        .toList();
  }

  @Test
  void everyObjectTellsWhenItWasMadeAndInWhichZone() throws Exception {
    host.clock = Clock.system(ZoneId.of("America/Sao_Paulo"));
    assertThat(beginnings())
        .hasSize(2)
        .allSatisfy(
            r -> {
              assertThat(r.header("x-amz-meta-vya-timezone")).isEqualTo("America/Sao_Paulo");
              assertThat(r.header("x-amz-meta-vya-created")).endsWith("-03:00");
              assertThat(r.header("x-amz-meta-vya-upload")).hasSize(36);
            });
  }

  @Test
  void storageClassEncryptionAndLockAreAskedForWithEveryObject() throws Exception {
    meddler.harm(r -> !r.is("GET", ""), -1, Meddler.answers(501, "NotImplemented", "not here"));
    place.storageClass = "STANDARD_IA";
    place.sse = S3StorageConfig.Encryption.KMS;
    place.lock = new S3StorageConfig.ObjectLock(S3StorageConfig.ObjectLock.Mode.GOVERNANCE, 30);
    try (StorageSession session = Objects.hasty().open(place.config(), host)) {
      assertThatThrownBy(() -> put(session, "short", random(10)))
          .isInstanceOf(BackupException.class);
      assertThatThrownBy(() -> put(session, "long", random(6 * MIB)))
          .isInstanceOf(BackupException.class);
    }
    assertThat(meddler.requests())
        .filteredOn(r -> r.is("PUT", "/short") || r.is("POST", "uploads"))
        .hasSize(2)
        .allSatisfy(
            r -> {
              assertThat(r.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
              assertThat(r.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
              assertThat(r.header("x-amz-object-lock-mode")).isEqualTo("GOVERNANCE");
              assertThat(Instant.parse(r.header("x-amz-object-lock-retain-until-date")))
                  .isBetween(
                      Instant.now().plus(29, ChronoUnit.DAYS),
                      Instant.now().plus(31, ChronoUnit.DAYS));
            });
  }

  @Test
  void nothingOfTheKindIsAskedForByDefault() throws Exception {
    assertThat(beginnings())
        .hasSize(2)
        .allSatisfy(
            r ->
                assertThat(r.headers())
                    .noneMatch(
                        h -> h.matches("(?i)x-amz-(storage-class|server-side|object-lock).*")));
  }

  @Test
  void partsGrowSuchThatTheLargestObjectFits() {
    var growing = new PartSizes(8L << 20, false);
    long sum = 0;
    for (int n = 1; n <= PartSizes.MOST; n++) {
      sum += growing.of(n);
      assertThat(growing.of(n)).isLessThanOrEqualTo(5L << 30);
    }
    assertThat(sum).isGreaterThan(5L << 40);
    assertThat(growing.of(1000)).isEqualTo(8L << 20);
    assertThat(growing.of(1001)).isEqualTo(16L << 20);
    assertThat(new PartSizes(5L << 30, false).of(10_000)).isEqualTo(5L << 30);
  }

  @Test
  void aPartThatIsLongerThanAllRoomWaitsForNobody() throws Exception {
    var room = new Room(new Chunks(), 2L * Chunks.SIZE);
    room.fit(3L * Chunks.SIZE);
    var part = new Part(room);
    part.add(random(3 * Chunks.SIZE), 0, 3 * Chunks.SIZE);
    try (InputStream content = part.stream()) {
      assertThat(content.readAllBytes()).isEqualTo(random(3 * Chunks.SIZE));
    }
    part.free();
  }

  @Test
  void anInterruptEndsAWaitForRoom() throws Exception {
    var part = new Part(new Room(new Chunks(), Chunks.SIZE));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> part.add(random(2 * Chunks.SIZE), 0, 2 * Chunks.SIZE))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void partsAreEquallyLongWhereTheStoreDemandsIt() {
    assertThat(new PartSizes(8L << 20, true).of(PartSizes.MOST)).isEqualTo(8L << 20);
    assertThat(Clients.isR2(java.net.URI.create("https://abc.r2.cloudflarestorage.com"))).isTrue();
    assertThat(Clients.isR2(java.net.URI.create("https://abc.eu.r2.cloudflarestorage.com")))
        .isTrue();
    assertThat(Clients.isR2(java.net.URI.create("https://s3.example.com"))).isFalse();
  }

  @Test
  void aSmallJvmSendsAndReadsALongStream(@TempDir Path folder) throws Exception {
    try (S3Server onDisk = S3Server.inFolder(folder)) {
      Place there = onDisk.newPlace();
      Process run =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Sender.class.getName(),
                  there.bucket,
                  there.endpoint,
                  "ours",
                  "100")
              .redirectErrorStream(true)
              .start();
      String told =
          new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(run.waitFor()).as(told).isZero();
    }
  }
}
