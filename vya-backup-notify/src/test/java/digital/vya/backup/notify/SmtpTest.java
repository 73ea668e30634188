package digital.vya.backup.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.notify.EmailConfig.Security;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conversation with mail servers. */
final class SmtpTest {

  private static final BackupReport REPORT = Reports.of(Reports.failed("users"));

  @TempDir Path folder;
  private final EmailNotifier notifier = new EmailNotifier();
  private LocalHost host;

  @BeforeEach
  void start() {
    host = LocalHost.open(folder.resolve("work"));
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  /** Takes a mail, and breaks the connection off instead of saying good-bye. */
  private static final class Rude implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger mails = new AtomicInteger();

    Rude() throws IOException {
      var thread = new Thread(this::accept, "rude");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          talk(server.accept());
        }
      } catch (IOException e) {
        // It was closed.
      }
    }

    private void talk(Socket socket) throws IOException {
      socket.setSoLinger(true, 0);
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      say(socket, "220 here");
      boolean data = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (data && !line.equals(".")) {
          continue;
        }
        if (line.equals("QUIT")) {
          socket.close();
          return;
        }
        if (data) {
          mails.incrementAndGet();
        }
        data = line.equals("DATA");
        say(socket, data ? "354 go on" : "250 fine");
      }
    }

    private static void say(Socket socket, String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Test
  void aMailThatTheServerTookIsNotSentAgainWhateverComesAfter() throws Exception {
    try (var server = new Rude()) {
      Emails emails = Emails.at(server.server.getLocalPort());
      emails.retry = new Retry(3, Duration.ofMillis(1));

      notifier.send(emails.config(), REPORT, host);

      assertThat(server.mails).hasValue(1);
    }
  }

  private BackupException refused(Emails emails) {
    Throwable thrown = catchThrowable(() -> notifier.send(emails.config(), REPORT, host));
    assertThat(thrown).isInstanceOf(BackupException.class);
    assertThat(thrown.getMessage()).doesNotContain("\n", SmtpServer.PASSWORD);
    return (BackupException) thrown;
  }

  private Emails secured(SmtpServer server, Security security, Keys keys) {
    Emails emails = Emails.to(server).signedIn();
    emails.security = security;
    emails.caCert = keys.certificate;
    return emails;
  }

  @ParameterizedTest
  @ValueSource(strings = {"starttls", "tls"})
  void userAndMailTravelEncrypted(String mode) throws Exception {
    var keys = new Keys(folder, "ip:127.0.0.1");
    try (SmtpServer server = SmtpServer.secured(folder, mode, keys)) {
      Emails emails = secured(server, mode.equals("tls") ? Security.TLS : Security.STARTTLS, keys);

      notifier.send(emails.config(), REPORT, host);

      assertThat(server.only().envelope())
          .contains("\"tls\": true", "\"user\": \"" + SmtpServer.USER);
      assertThat(notifier.reach(emails.config(), host))
          .containsExactly("127.0.0.1:" + server.port + ", TLS", "signed in");
      assertThat(server.received()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"starttls", "tls"})
  void aCertificateNobodyKnowsIsRefused(String mode) throws Exception {
    var keys = new Keys(folder, "ip:127.0.0.1");
    try (SmtpServer server = SmtpServer.secured(folder, mode, keys)) {
      Emails emails = secured(server, mode.equals("tls") ? Security.TLS : Security.STARTTLS, keys);
      emails.caCert = null;

      BackupException failure = refused(emails);

      assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
      assertThat(failure)
          .hasMessageContaining("is not to be trusted")
          .hasMessageContaining("ca_cert");
      assertThat(failure.worthRetrying()).isFalse();
      assertThat(server.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"starttls", "tls"})
  void aCertificateForAnotherNameIsRefused(String mode) throws Exception {
    var keys = new Keys(folder, "dns:mail.example.org");
    try (SmtpServer server = SmtpServer.secured(folder, mode, keys)) {
      Emails emails = secured(server, mode.equals("tls") ? Security.TLS : Security.STARTTLS, keys);

      assertThat(refused(emails)).hasMessageContaining("is not to be trusted");
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void aServerWithoutStarttlsGetsNothing() throws Exception {
    try (SmtpServer server = SmtpServer.plain(folder)) {
      Emails emails = Emails.to(server);
      emails.security = Security.STARTTLS;

      assertThat(refused(emails)).hasMessageContaining("offers no STARTTLS");
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsTheUsersMove() throws Exception {
    var keys = new Keys(folder, "ip:127.0.0.1");
    try (SmtpServer server = SmtpServer.secured(folder, "starttls", keys)) {
      Emails emails = secured(server, Security.STARTTLS, keys);
      emails.password = "wr0ng-pa55word";
      emails.retry = new Retry(3, Duration.ofMinutes(10));

      assertThat(refused(emails))
          .hasMessageContaining("does not let user backup@example.org in")
          .hasMessageNotContaining("wr0ng-pa55word");
    }
  }

  @Test
  void aServerThatIsDownIsTriedAgainAndTold() throws Exception {
    Emails emails = Emails.at(Deaf.unusedPort());
    emails.retry = new Retry(2, Duration.ofMillis(1));

    BackupException failure = refused(emails);

    assertThat(failure.worthRetrying()).isTrue();
    assertThat(failure).hasMessageContaining("cannot be reached");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (var deaf = new Deaf()) {
      Emails emails = Emails.at(deaf.port());
      emails.readTimeout = Duration.ofMillis(30);
      emails.retry = new Retry(2, Duration.ofMillis(1));

      assertThat(refused(emails)).hasMessageContaining("127.0.0.1:" + deaf.port());
      assertThat(deaf.connections()).isEqualTo(2);
    }
  }

  @Test
  void anInterruptEndsAHandshakeThatHangs() throws Exception {
    try (var deaf = new Deaf()) {
      Emails emails = Emails.at(deaf.port()).signedIn();
      emails.security = Security.TLS;
      emails.readTimeout = Duration.ofMinutes(10);
      var call =
          new FutureTask<>(
              () -> catchThrowable(() -> notifier.send(emails.config(), REPORT, host)));
      var thread = new Thread(call, "hanging handshake");
      thread.start();
      deaf.connected.await();
      thread.interrupt();

      assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void whatIsPutOffIsSentAgainWithTheSameId() throws Exception {
    try (SmtpServer server = SmtpServer.plain(folder)) {
      Emails emails = Emails.to(server);
      emails.to = List.of("later@example.org");
      emails.retry = new Retry(2, Duration.ofMillis(1));

      notifier.send(emails.config(), REPORT, host);

      assertThat(server.only().envelope()).contains("later@example.org");
    }
  }

  @Test
  void aRecipientThatIsRefusedIsToldAndTheOthersAreServedOnce() throws Exception {
    try (SmtpServer server = SmtpServer.plain(folder)) {
      Emails emails = Emails.to(server);
      emails.to = List.of("refused@example.org", "ops@example.org");
      emails.retry = new Retry(3, Duration.ofMillis(1));

      BackupException failure = refused(emails);

      assertThat(failure)
          .hasMessageContaining("it was sent to ops@example.org")
          .hasMessageContaining("550 5.1.1 no such user here");
      assertThat(server.only().envelope()).contains("[\"ops@example.org\"]");
    }
  }

  @Test
  void aPasswordGoesUnprotectedToNoOtherMachine() {
    Emails emails = Emails.at(25).signedIn();
    emails.host = "mail.example.org";

    assertThatThrownBy(emails::config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("security must be starttls or tls");
    emails.user = null;
    emails.password = null;
    assertThat(emails.config().port()).isEqualTo(25);
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    for (String address :
        List.of(
            "ops", "ops@example.org\r\nBcc: x@y", "a@b, c@d", "ops@", "@x", "a b@example.org")) {
      Emails emails = Emails.at(25);
      emails.to = List.of(address);
      assertThatThrownBy(emails::config)
          .as(address)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("to must hold addresses");
    }
    Emails nobody = Emails.at(25);
    nobody.to = List.of();
    assertThatThrownBy(nobody::config).hasMessageStartingWith("to is missing");
    Emails half = Emails.at(25);
    half.user = "joe";
    assertThatThrownBy(half::config).hasMessageContaining("both user and password");
  }

  @Test
  void portsAreTheUsualOnes() {
    assertThat(usual(Security.NONE)).isEqualTo(25);
    assertThat(usual(Security.STARTTLS)).isEqualTo(587);
    assertThat(usual(Security.TLS)).isEqualTo(465);
  }

  private static @Nullable Integer usual(Security security) {
    return new EmailConfig(
            "mail.example.org",
            null,
            security,
            null,
            (Secret) null,
            null,
            null,
            "a@example.org",
            List.of("b@example.org"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null)
        .port();
  }
}
