package digital.vya.backup.s3;

import static digital.vya.backup.s3.Objects.MIB;
import static digital.vya.backup.s3.Objects.keys;
import static digital.vya.backup.s3.Objects.put;
import static digital.vya.backup.s3.Objects.random;
import static digital.vya.backup.s3.Objects.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class S3UploadTest {

  private final S3Server server = S3Server.inMemory();
  private final Meddler meddler = new Meddler(server.port());
  private final Place place = meddler.place(server);
  private final Told host = new Told();

  private StorageSession open() throws Exception {
    return Objects.hasty().open(place.config(), host);
  }

  private void nothingIsLeft(StorageSession session) throws Exception {
    assertThat(keys(session, "")).isEmpty();
    assertThat(server.store().listMultipartUploads(place.bucket)).isEmpty();
  }

  @AfterEach
  void stop() throws Exception {
    meddler.close();
    server.close();
  }

  @Test
  void aShortObjectIsOneRequestAndALongOneIsParts() throws Exception {
    try (StorageSession session = open()) {
      byte[] fits = random(5 * MIB);
      put(session, "fits", fits);
      assertThat(meddler.count("POST", "")).isZero();
      byte[] longer = random(12 * MIB);
      put(session, "longer", longer);
      assertThat(meddler.count("PUT", "partNumber=")).isEqualTo(3);
      assertThat(read(session, "fits")).isEqualTo(fits);
      assertThat(read(session, "longer")).isEqualTo(longer);
    }
    assertThat(server.store().listMultipartUploads(place.bucket)).isEmpty();
  }

  @Test
  void noRequestHasHeadersThatOtherStoresRefuse() throws Exception {
    meddler.harm(
        r ->
            r.headers().stream()
                .anyMatch(
                    h ->
                        h.toLowerCase(java.util.Locale.ROOT)
                            .matches(
                                "x-amz-(checksum|sdk-checksum|trailer|decoded).*|transfer-encoding.*|content-encoding.*aws-chunked.*")),
        -1,
        Meddler.answers(501, "NotImplemented", "Header x-amz-checksum not implemented"));
    try (StorageSession session = open()) {
      put(session, "short", random(10));
      put(session, "empty", new byte[0]);
      put(session, "long", random(11 * MIB));
      assertThat(keys(session, "")).containsExactly("empty", "long", "short");
      assertThat(read(session, "long")).isEqualTo(random(11 * MIB));
      session.delete("short");
    }
    assertThat(meddler.requests())
        .filteredOn(r -> r.is("PUT", ""))
        .hasSize(5)
        .allMatch(r -> !r.header("Content-MD5").isEmpty());
  }

  static Stream<Map.Entry<String, Meddler.Harm>> passingHarms() {
    return Stream.of(
        Map.entry("500", Meddler.answers(500, "InternalError", "We failed")),
        Map.entry("503", Meddler.answers(503, "SlowDown", "Reduce your request rate")),
        Map.entry("request cut", Meddler.cutsRequest(100_000)),
        Map.entry("answer cut", Meddler.cutsAnswer(20)),
        Map.entry("answer lost", Meddler.losesAnswer()),
        Map.entry("damaged", Meddler.damages()));
  }

  @ParameterizedTest
  @MethodSource("passingHarms")
  void aPartThatFailsIsSentAgainAlone(Map.Entry<String, Meddler.Harm> harm) throws Exception {
    meddler.harm(r -> r.is("PUT", "partNumber=2"), 2, harm.getValue());
    try (StorageSession session = open()) {
      put(session, "a", random(16 * MIB));
      assertThat(read(session, "a")).isEqualTo(random(16 * MIB));
    }
    assertThat(meddler.count("PUT", "partNumber=2")).isEqualTo(3);
    assertThat(meddler.count("PUT", "partNumber=1")).isEqualTo(1);
    assertThat(meddler.count("PUT", "partNumber=3")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("passingHarms")
  void aShortObjectThatFailsIsSentAgain(Map.Entry<String, Meddler.Harm> harm) throws Exception {
    meddler.harm(r -> r.is("PUT", "/a"), 2, harm.getValue());
    try (StorageSession session = open()) {
      put(session, "a", random(200_000));
      assertThat(read(session, "a")).isEqualTo(random(200_000));
    }
  }

  @Test
  void aCommitWhoseAnswerWasLostIsRecognised() throws Exception {
    meddler.harm(r -> r.is("POST", "uploadId="), 1, Meddler.losesAnswer());
    try (StorageSession session = open()) {
      put(session, "a", random(6 * MIB));
      assertThat(read(session, "a")).isEqualTo(random(6 * MIB));
    }
  }

  @Test
  void aCommitThatIsLostForGoodIsFoundByTheObjectThatIsThere() throws Exception {
    meddler.harm(r -> r.is("POST", "uploadId="), -1, Meddler.losesAnswer());
    try (StorageSession session = open()) {
      put(session, "a", random(6 * MIB));
      assertThat(keys(session, "")).containsExactly("a");
    }
  }

  @Test
  void anObjectOfSomebodyElseIsNotTakenForOurs() throws Exception {
    try (StorageSession session = open()) {
      put(session, "a", random(1));
      meddler.harm(
          r -> r.is("POST", "uploadId="), -1, Meddler.answers(404, "NoSuchUpload", "gone"));
      assertThatThrownBy(() -> put(session, "a", random(6 * MIB)))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("NoSuchUpload");
      assertThat(read(session, "a")).isEqualTo(random(1));
    }
  }

  @Test
  void aCommitThatFailsLeavesNothing() throws Exception {
    meddler.harm(
        r -> r.is("POST", "uploadId="), -1, Meddler.answers(500, "InternalError", "We failed"));
    try (StorageSession session = open()) {
      assertThatThrownBy(() -> put(session, "a", random(6 * MIB)))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.worthRetrying()).isTrue());
      nothingIsLeft(session);
    }
    assertThat(meddler.count("POST", "uploadId=")).isEqualTo(3);
  }

  @Test
  void aStoreThatDiesWhileItIsWrittenToIsToldAndNothingIsVisible() throws Exception {
    try (StorageSession session = open()) {
      meddler.harm(r -> r.is("PUT", "partNumber=2"), -1, Meddler.cutsRequest(1000));
      assertThatThrownBy(() -> put(session, "a", random(30 * MIB)))
          .isInstanceOfSatisfying(
              BackupException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.ENVIRONMENT);
                assertThat(e.worthRetrying()).isTrue();
              })
          .hasMessageContaining("cannot store a in bucket");
      nothingIsLeft(session);
    }
  }

  @Test
  void aWriteThatFailedCannotBeCommittedLater() throws Exception {
    meddler.harm(
        r -> r.is("POST", "uploads"), 1, Meddler.answers(403, "AccessDenied", "Access Denied"));
    try (StorageSession session = open()) {
      try (PendingObject object = session.create("a")) {
        assertThatThrownBy(() -> object.stream().write(random(6 * MIB)))
            .isInstanceOf(BackupException.class)
            .hasMessageContaining("access denied");
        assertThatThrownBy(() -> object.stream().write(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(object::commit).isInstanceOf(IOException.class);
      }
      nothingIsLeft(session);
    }
  }

  @Test
  void anInterruptEndsAnUploadThatHangsAndTakesItBack() throws Exception {
    var arrived = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    meddler.harm(
        r -> r.is("PUT", "partNumber=1"),
        1,
        exchange -> {
          arrived.countDown();
          Waiting.on(released);
        });
    try (StorageSession session = open()) {
      var writing =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(() -> put(session, "a", random(60 * MIB)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("interrupted");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                return "ended";
              });
      var thread = new Thread(writing);
      thread.start();
      Waiting.on(arrived);
      thread.interrupt();
      assertThat(writing.get()).isEqualTo("ended");
      released.countDown();
      nothingIsLeft(session);
    }
  }

  @Test
  void anOverwriteThatIsInterruptedNeverLeavesNothing() throws Exception {
    try (StorageSession session = open()) {
      put(session, "a", random(20));
      interruptedCommit(session);
      assertThat(read(session, "a").length).isIn(10, 20);
    }
  }

  @Test
  void aCommitThatIsInterruptedIsTakenBack() throws Exception {
    try (StorageSession session = open()) {
      interruptedCommit(session);
      nothingIsLeft(session);
    }
  }

  /** Stores ten bytes as a, and is interrupted before the answer is there. */
  private void interruptedCommit(StorageSession session) throws Exception {
    var arrived = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    meddler.harm(
        r -> r.is("PUT", "/a"),
        1,
        exchange -> {
          exchange.answerTo(exchange.body());
          arrived.countDown();
          Waiting.on(released);
        });
    var writing =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> put(session, "a", random(10)))
                  .isInstanceOf(InterruptedException.class);
              return "ended";
            });
    var thread = new Thread(writing);
    thread.start();
    Waiting.on(arrived);
    thread.interrupt();
    assertThat(writing.get()).isEqualTo("ended");
    released.countDown();
  }

  @Test
  void whatIsClosedWithoutCommitIsTakenBack() throws Exception {
    try (StorageSession session = open()) {
      try (PendingObject object = session.create("a")) {
        object.stream().write(random(17 * MIB));
        assertThat(server.store().listMultipartUploads(place.bucket)).hasSize(1);
      }
      nothingIsLeft(session);
    }
  }
}
