package digital.vya.backup.s3;

import static digital.vya.backup.s3.Objects.MIB;
import static digital.vya.backup.s3.Objects.keys;
import static digital.vya.backup.s3.Objects.random;
import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

final class S3SweepTest {

  private static final Duration DAY = Duration.ofHours(24);

  private final S3Server server = S3Server.inMemory();
  private final Meddler meddler = new Meddler(server.port());
  private final Place place = meddler.place(server);
  private final Told host = new Told();

  @AfterEach
  void stop() throws Exception {
    meddler.close();
    server.close();
  }

  private List<String> uploads() {
    return server.store().listMultipartUploads(place.bucket).stream()
        .map(MultipartUpload::key)
        .toList();
  }

  /** Begins an upload, as a run would that is killed then. */
  private void leave(String prefix) throws Exception {
    Place left = meddler.place(server);
    left.bucket = place.bucket;
    left.prefix = prefix;
    StorageSession session = new S3Storage().open(left.config(), host);
    PendingObject object = session.create("a");
    object.stream().write(random(6 * MIB));
  }

  /** Opens the place as if it were that much later, for the store and for us. */
  private void openLater(Duration store, Duration ours) throws Exception {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plus(store));
    meddler.harm(r -> r.is("GET", "max-keys=1"), 1, Meddler.tells("Date", date));
    host.clock = Clock.offset(Clock.systemUTC(), ours);
    Objects.hasty().open(place.config(), host).close();
  }

  @Test
  void whatAKilledRunLeftIsRemovedOnceItIsOld() throws Exception {
    place.prefix = "ours";
    leave("ours");
    openLater(Duration.ofHours(23), Duration.ofHours(23));
    assertThat(uploads()).containsExactly("ours/a");
    openLater(Duration.ofHours(25), Duration.ofHours(25));
    assertThat(uploads()).isEmpty();
  }

  @Test
  void aWrongClockAloneRemovesNothing() throws Exception {
    place.prefix = "ours";
    leave("ours");
    openLater(Duration.ZERO, Duration.ofDays(400));
    openLater(Duration.ofDays(400), Duration.ZERO);
    assertThat(uploads()).containsExactly("ours/a");
    assertThat(host.warnings)
        .anySatisfy(
            w ->
                assertThat(w).contains("clock is").contains("minutes ahead of").contains("set it"));
  }

  @Test
  void uploadsOfOthersAreNotTouched() throws Exception {
    leave("theirs");
    leave("ours-not");
    leave("");
    place.prefix = "ours";
    openLater(DAY.multipliedBy(9), DAY.multipliedBy(9));
    place.prefix = "";
    openLater(DAY.multipliedBy(9), DAY.multipliedBy(9));
    assertThat(uploads()).containsExactlyInAnyOrder("theirs/a", "ours-not/a", "a");
  }

  @Test
  void aWholeBucketIsSweptIfThatIsAskedFor() throws Exception {
    leave("");
    place.sweepAfter = Duration.ofDays(2);
    openLater(Duration.ofHours(47), Duration.ofHours(47));
    assertThat(uploads()).hasSize(1);
    openLater(Duration.ofHours(49), Duration.ofHours(49));
    assertThat(uploads()).isEmpty();
  }

  @Test
  void anUploadThatStillGetsPartsIsAliveHoweverOldItIs() throws Exception {
    place.prefix = "ours";
    leave("ours");
    Instant soon = Instant.now().plus(Duration.ofHours(25));
    meddler.harm(
        r -> r.is("GET", "uploadId="),
        1,
        exchange -> {
          exchange.body();
          exchange.reply(
              Meddler.answer(
                  200,
                  "application/xml",
                  "<ListPartsResult><IsTruncated>false</IsTruncated><Part><PartNumber>1</PartNumber>"
                      + "<LastModified>"
                      + soon
                      + "</LastModified></Part></ListPartsResult>"));
        });
    openLater(Duration.ofHours(25), Duration.ofHours(25));
    assertThat(uploads()).hasSize(1);
  }

  @Test
  void whoMayNotSweepOpensAllTheSame() throws Exception {
    place.prefix = "ours";
    leave("ours");
    meddler.harm(
        r -> r.is("DELETE", "uploadId="),
        -1,
        Meddler.answers(403, "AccessDenied", "Access Denied"));
    openLater(Duration.ofHours(25), Duration.ofHours(25));
    assertThat(host.warnings)
        .anySatisfy(
            w -> assertThat(w).contains("killed run left of ours/a").contains("access denied"));
    host.warnings.clear();
    meddler.harm(
        r -> r.is("GET", "uploads"), -1, Meddler.answers(403, "AccessDenied", "Access Denied"));
    openLater(Duration.ZERO, Duration.ZERO);
    assertThat(host.warnings).isEmpty();
  }

  @Test
  void aRunThatIsKilledWhileItSendsLeavesNothingVisibleAndIsSwept() throws Exception {
    place.prefix = "ours";
    var arrived = new CountDownLatch(1);
    var killed = new CountDownLatch(1);
    meddler.harm(
        r -> r.is("PUT", "partNumber=3"),
        1,
        exchange -> {
          arrived.countDown();
          Waiting.on(killed);
        });
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sender.class.getName(),
                place.bucket,
                place.endpoint,
                place.prefix,
                "20")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Waiting.on(arrived);
    run.destroyForcibly().waitFor();
    killed.countDown();
    try (StorageSession session = Objects.hasty().open(place.config(), host)) {
      assertThat(keys(session, "")).isEmpty();
    }
    assertThat(uploads()).containsExactly("ours/sent");
    openLater(Duration.ofHours(25), Duration.ofHours(25));
    assertThat(uploads()).isEmpty();
  }
}
