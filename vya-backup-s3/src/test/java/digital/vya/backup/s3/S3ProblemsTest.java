package digital.vya.backup.s3;

import static digital.vya.backup.s3.Objects.MIB;
import static digital.vya.backup.s3.Objects.keys;
import static digital.vya.backup.s3.Objects.put;
import static digital.vya.backup.s3.Objects.random;
import static digital.vya.backup.s3.Objects.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.StorageSession;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S3ProblemsTest {

  private final S3Server server = S3Server.inMemory();
  private final Meddler meddler = new Meddler(server.port());
  private final Place place = meddler.place(server);
  private final Told host = new Told();

  @AfterEach
  void stop() throws Exception {
    meddler.close();
    server.close();
  }

  private StorageSession open() throws Exception {
    return Objects.hasty().open(place.config(), host);
  }

  /** What a call throws, once it is sure that nothing of it shows a secret. */
  private static BackupException problem(ThrowingCallable call) {
    Throwable e = catchThrowable(call);
    assertThat(e).isInstanceOf(BackupException.class);
    var all = new StringWriter();
    e.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain(S3Server.SECRET_KEY, "wrong-secret", "wrong-token");
    assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(500);
    return (BackupException) e;
  }

  private static void assertProblem(BackupException e, Reason reason, String... texts) {
    assertThat(e).hasMessageContainingAll(texts);
    assertThat(e.reason()).isEqualTo(reason);
  }

  @Test
  void wrongKeysAreToldAsSuch() {
    place.secretKey = new Secret("wrong-secret");
    assertProblem(
        problem(this::open), Reason.CONFIGURATION, "credentials are refused", "mend access_key");
    place.accessKey = "AKIAUNKNOWN";
    assertProblem(problem(this::open), Reason.CONFIGURATION, "mend access_key");
  }

  @Test
  void oneKeyWithoutTheOtherIsRefused() {
    place.secretKey = null;
    assertProblem(problem(this::open), Reason.CONFIGURATION, "access_key, secret_key");
  }

  @Test
  void aMissingBucketIsToldAsSuch() {
    place.bucket = "not-there";
    assertProblem(
        problem(this::open), Reason.CONFIGURATION, "not-there", "no such bucket; create it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|AccessDenied|Access Denied|CONFIGURATION|give these credentials the permission",
        "403|RequestTimeTooSkewed|The difference is too large|ENVIRONMENT|set the clock",
        "401|Unauthorized|Unauthorized|CONFIGURATION|mend access_key",
        "400|ExpiredToken|The token has expired|CONFIGURATION|mend access_key",
        "400|AuthorizationHeaderMalformed|expecting 'eu-west-1'|CONFIGURATION|expecting 'eu-west-1'); set region",
        "301|PermanentRedirect|The bucket is elsewhere|CONFIGURATION|set region",
        "507|InsufficientStorage|Full|ENVIRONMENT|the store is full",
        "405|MethodNotAllowed|No|CONFIGURATION|the bucket is not read-only",
        "501|NotImplemented|x-amz-object-lock-mode|CONFIGURATION|take out storage_class",
        "400|Strange|What is this|CONFIGURATION|(400, Strange: What is this)",
        "503|SlowDown|Slow down|ENVIRONMENT|try again later"
      })
  void whatTheStoreAnswersIsTold(
      int status, String code, String message, Reason reason, String text) throws Exception {
    try (StorageSession session = open()) {
      meddler.harm(r -> r.is("PUT", ""), -1, Meddler.answers(status, code, message));
      BackupException e = problem(() -> put(session, "a", random(10)));
      assertProblem(e, reason, "cannot store a in bucket " + place.bucket, text);
      assertThat(e.worthRetrying()).isEqualTo(status == 503);
      assertThat(keys(session, "")).isEmpty();
    }
  }

  @Test
  void aReadOnlyBucketCanBeReadAndIsToldOfWhenItIsWritten() throws Exception {
    try (StorageSession session = open()) {
      put(session, "a", random(10));
    }
    for (String method : new String[] {"PUT", "POST", "DELETE"}) {
      meddler.harm(r -> r.is(method, ""), -1, Meddler.answers(403, "AccessDenied", "Denied"));
    }
    try (StorageSession session = open()) {
      assertThat(read(session, "a")).hasSize(10);
      assertProblem(
          problem(() -> put(session, "b", random(6 * MIB))), Reason.CONFIGURATION, "access denied");
      assertProblem(
          problem(() -> session.delete("a")),
          Reason.CONFIGURATION,
          "cannot delete a in bucket",
          "access denied (AccessDenied: Denied); give these credentials the permission");
      assertThat(keys(session, "")).containsExactly("a");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|AccessDenied|Access Denied because object protected by object lock.",
        "403|ObjectLockedByBucketPolicy|The object is locked by the bucket policy.",
        "400|InvalidRequest|Object is WORM protected and cannot be overwritten"
      })
  void aLockThatRefusesADeleteIsToldAsSuch(int status, String code, String message)
      throws Exception {
    try (StorageSession session = open()) {
      put(session, "a", random(10));
      meddler.harm(r -> r.is("DELETE", "/a"), 1, Meddler.answers(status, code, message));
      assertProblem(
          problem(() -> session.delete("a")),
          Reason.CONFIGURATION,
          "it is locked against deletion",
          "when its retention has ended");
      session.delete("a");
      assertThat(keys(session, "")).isEmpty();
    }
  }

  @Test
  void aStoreThatDoesNotAnswerInTimeIsToldAsSuch() throws Exception {
    place.readTimeout = Duration.ofMillis(300);
    place.attempts = 2;
    var never = new CountDownLatch(1);
    try (StorageSession session = open()) {
      meddler.harm(r -> r.is("PUT", "/a"), 2, exchange -> Waiting.on(never));
      BackupException e = problem(() -> put(session, "a", random(10)));
      assertThat(e.worthRetrying()).isTrue();
      assertProblem(e, Reason.ENVIRONMENT, "cannot store a", "try again later");
      never.countDown();
      put(session, "a", random(10));
    }
  }

  @Test
  void whatIsNoStoreIsToldAsSuch() throws Exception {
    meddler.harm(
        r -> true,
        -1,
        exchange -> exchange.reply(Meddler.answer(200, "text/html", "<html><p>Hello</html>")));
    assertProblem(problem(this::open), Reason.CONFIGURATION, "no S3 store; mend endpoint");
  }

  @Test
  void aPortThatNobodyServesMayPass() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      place.endpoint = "http://127.0.0.1:" + free.getLocalPort();
    }
    BackupException e = problem(this::open);
    assertProblem(e, Reason.ENVIRONMENT, "Connection refused");
    assertThat(e.worthRetrying()).isTrue();
  }

  @Test
  void aHostThatIsNotThereIsNamed() {
    place.endpoint = "http://no-such-host.invalid";
    assertProblem(problem(this::open), Reason.ENVIRONMENT, "no-such-host.invalid", "no such host");
  }

  @Test
  void aServerWithoutTlsIsNoSecureOne() {
    place.endpoint = "https://127.0.0.1:" + server.port();
    assertProblem(problem(this::open), Reason.ENVIRONMENT, "no secure connection");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3.example.com",
        "ftp://s3.example.com",
        "https://user:wrong-secret@s3.example.com",
        "https://s3.example.com/other",
        "https://s3.example.com?x",
        "https://",
        "a b"
      })
  void whatIsNoEndpointIsRefused(String endpoint) {
    place.endpoint = endpoint;
    assertProblem(
        problem(this::open), Reason.CONFIGURATION, "endpoint: ", "https://s3.example.com");
  }

  @Test
  void theBucketMayStandBehindTheEndpoint() throws Exception {
    place.endpoint += "/" + place.bucket;
    try (StorageSession session = open()) {
      put(session, "a", random(10));
      assertThat(keys(session, "")).containsExactly("a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "a//b", "../a", "a/..", "a\nb"})
  void whatIsNoPrefixIsRefused(String prefix) {
    place.prefix = prefix;
    if (prefix.equals("/")) {
      place.prefix = "//";
    }
    assertProblem(problem(this::open), Reason.CONFIGURATION, "prefix: ");
  }

  @Test
  void aKeyThatIsTooLongWithItsPrefixIsRefused() throws Exception {
    place.prefix = "p".repeat(100);
    try (StorageSession session = open()) {
      assertProblem(
          problem(() -> session.create("k".repeat(1000))), Reason.CONFIGURATION, "shorten prefix");
    }
  }

  @Test
  void theSettingsShowNoSecret() {
    assertThat(place.config().toString()).doesNotContain(S3Server.SECRET_KEY);
  }
}
