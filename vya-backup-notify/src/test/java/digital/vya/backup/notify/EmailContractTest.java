package digital.vya.backup.notify;

import digital.vya.backup.api.Notifier;
import digital.vya.backup.testkit.NotifierContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class EmailContractTest extends NotifierContract<EmailConfig> {

  @TempDir Path folder;
  private SmtpServer server;
  private Deaf deaf;

  @BeforeEach
  void start() throws Exception {
    server = SmtpServer.secured(folder, "starttls", new Keys(folder, "ip:127.0.0.1"));
    deaf = new Deaf();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    deaf.close();
  }

  @Override
  protected Notifier<EmailConfig> notifier() {
    return new EmailNotifier();
  }

  private Emails emails() {
    Emails emails = Emails.to(server).signedIn();
    emails.security = EmailConfig.Security.STARTTLS;
    emails.caCert = folder.resolve("certificate.pem");
    return emails;
  }

  @Override
  protected EmailConfig config() {
    return emails().config();
  }

  @Override
  protected EmailConfig brokenConfig() {
    Emails emails = emails();
    emails.password = "wrong-pa55word";
    return emails.config();
  }

  @Override
  protected EmailConfig hangingConfig() {
    Emails emails = emails();
    emails.port = deaf.port();
    return emails.config();
  }

  @Override
  protected void awaitHanging() throws Exception {
    deaf.connected.await();
  }

  @Override
  protected int delivered() {
    return server.count();
  }

  @Override
  protected List<String> secrets() {
    return List.of("wrong-pa55word", SmtpServer.PASSWORD);
  }
}
