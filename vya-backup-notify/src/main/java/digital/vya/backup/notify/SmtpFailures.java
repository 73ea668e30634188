package digital.vya.backup.notify;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;
import org.jspecify.annotations.Nullable;

/** Tells what a mail server's refusal means, and what to do. */
final class SmtpFailures {

  private static final int LONGEST = 300;

  private SmtpFailures() {}

  static BackupException of(EmailConfig config, MessagingException failure) {
    String server = config.host() + ":" + config.port();
    if (failure instanceof AuthenticationFailedException) {
      return new BackupException(
          Reason.CONFIGURATION,
          "the mail server %s does not let user %s in: %s; look at user and password"
              .formatted(server, Plain.line(config.user()), said(failure)),
          failure);
    }
    SSLException tls = cause(failure, SSLException.class);
    if (tls != null) {
      return new BackupException(
          Reason.CONFIGURATION,
          "the connection to the mail server %s is not to be trusted: %s; look at host, port and security, or name the authority of its certificate with ca_cert"
              .formatted(server, said(tls)),
          failure);
    }
    if (failure instanceof MailConnectException || has(failure, SocketConnectException.class)) {
      return BackupException.passing(
          "the mail server %s cannot be reached: %s; look at host and port, and whether it runs"
              .formatted(server, root(failure)),
          failure);
    }
    if (has(failure, SocketTimeoutException.class)) {
      return BackupException.passing(
          "the mail server %s did not answer within %d ms; look at it, or raise read_timeout"
              .formatted(server, java.util.Objects.requireNonNull(config.readTimeout()).toMillis()),
          failure);
    }
    if (said(failure).contains("STARTTLS is required")) {
      return new BackupException(
          Reason.CONFIGURATION,
          "the mail server %s offers no STARTTLS, and nothing is sent unprotected; set security to tls if it is for its port, or to none if that is what you want"
              .formatted(server),
          failure);
    }
    return refusal(server, failure);
  }

  private static BackupException refusal(String server, MessagingException failure) {
    String done = "";
    if (failure instanceof SendFailedException sending && sending.getValidSentAddresses() != null) {
      done =
          sending.getValidSentAddresses().length == 0
              ? ""
              : " (it was sent to " + names(sending.getValidSentAddresses()) + ")";
    }
    String message =
        "the mail server %s refuses the mail%s: %s; look at from, to and what the server allows"
            .formatted(server, done, said(deepest(failure)));
    int code = code(failure);
    // What was sent to some must not be sent to them again.
    return done.isEmpty() && (code / 100 == 4 || code == 0)
        ? BackupException.passing(message, failure)
        : new BackupException(Reason.CONFIGURATION, message, failure);
  }

  private static String names(Address... addresses) {
    return Arrays.stream(addresses)
        .map(one -> Plain.line(one.toString()))
        .collect(Collectors.joining(", "));
  }

  /** The server's answer; 0 if it gave none, as when it broke off. */
  private static int code(MessagingException failure) {
    SMTPAddressFailedException address = cause(failure, SMTPAddressFailedException.class);
    SMTPSenderFailedException sender = cause(failure, SMTPSenderFailedException.class);
    SMTPSendFailedException whole = cause(failure, SMTPSendFailedException.class);
    if (address != null) {
      return address.getReturnCode();
    }
    if (sender != null) {
      return sender.getReturnCode();
    }
    return whole == null ? 0 : Math.max(0, whole.getReturnCode());
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return cause(failure, type) != null;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable one = failure; one != null; one = next(one)) {
      if (type.isInstance(one)) {
        return type.cast(one);
      }
    }
    return null;
  }

  private static Throwable deepest(Throwable failure) {
    Throwable one = failure;
    for (Throwable next = next(one); next != null; next = next(one)) {
      one = next;
    }
    return one;
  }

  private static @Nullable Throwable next(Throwable failure) {
    return failure instanceof MessagingException mail && mail.getNextException() != null
        ? mail.getNextException()
        : failure.getCause();
  }

  private static String root(Throwable failure) {
    Throwable root = deepest(failure);
    return root instanceof java.net.UnknownHostException ? "no such host is known" : said(root);
  }

  private static String said(Throwable failure) {
    String text = Plain.line(failure.getMessage(), LONGEST);
    return text.isEmpty() ? failure.getClass().getSimpleName() : text;
  }
}
