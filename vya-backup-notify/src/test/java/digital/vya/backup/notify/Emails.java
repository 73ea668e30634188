package digital.vya.backup.notify;

import digital.vya.backup.api.Secret;
import digital.vya.backup.notify.EmailConfig.AttachLog;
import digital.vya.backup.notify.EmailConfig.Security;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of the notifier, one by one. */
final class Emails {

  int port;
  Security security = Security.NONE;
  @Nullable String user;
  @Nullable String password;
  @Nullable Path caCert;
  String host = "127.0.0.1";
  List<String> to = List.of("ops@example.org");
  @Nullable List<String> toSuccess;
  @Nullable List<String> toFailure;
  @Nullable String prefix;
  @Nullable String locale;
  @Nullable Path templates;
  @Nullable AttachLog attachLog;
  Duration readTimeout = Duration.ofSeconds(30);
  Retry retry = new Retry(1, Duration.ZERO);

  static Emails to(SmtpServer server) {
    return at(server.port);
  }

  static Emails at(int port) {
    var emails = new Emails();
    emails.port = port;
    return emails;
  }

  Emails signedIn() {
    user = SmtpServer.USER;
    password = SmtpServer.PASSWORD;
    return this;
  }

  EmailConfig config() {
    return new EmailConfig(
        host,
        port,
        security,
        user,
        password == null ? null : new Secret(password),
        null,
        caCert,
        "Backup <backup@example.org>",
        to,
        toSuccess,
        toFailure,
        null,
        prefix,
        locale,
        templates,
        attachLog,
        Duration.ofSeconds(30),
        readTimeout,
        retry);
  }
}
