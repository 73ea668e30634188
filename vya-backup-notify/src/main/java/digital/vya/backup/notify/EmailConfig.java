package digital.vya.backup.notify;

import digital.vya.backup.api.Secret;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How mails are sent, and to whom.
 *
 * @param host the mail server
 * @param port its port; if missing 587 with {@code starttls}, 465 with {@code tls}, 25 with {@code
 *     none}
 * @param security how the connection is protected; {@code starttls} if missing
 * @param user who signs in; nobody does if missing
 * @param password the user's password
 * @param allowPlainLogin whether user and password may travel unprotected to another machine
 * @param caCert a PEM file with the authorities that the server's certificate is checked against,
 *     instead of those of Java
 * @param from the sender's address
 * @param to who gets every mail
 * @param toSuccess who gets those about runs that are good as well
 * @param toFailure who gets those about all else as well
 * @param replyTo where answers go
 * @param subjectPrefix what every subject begins with, such as {@code [backup]}
 * @param locale the language: {@code en}, which is the default, or {@code pt-BR}
 * @param templates a folder with {@code mail.html} and {@code mail.txt}, each replacing the
 *     built-in one if it is there
 * @param attachLog when the run's log is attached; if missing, when not all is well
 * @param connectTimeout how long to wait for a connection; 10 seconds if missing
 * @param readTimeout how long to wait for an answer; 15 seconds if missing
 * @param retry how often it is tried
 */
public record EmailConfig(
    @NotBlank @Pattern(regexp = "[^\\s\\p{Cntrl}/]*", message = "must be the name of a host")
        String host,
    @Min(1) @Max(65535) @Nullable Integer port,
    @Nullable Security security,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable Boolean allowPlainLogin,
    @Nullable Path caCert,
    @NotBlank String from,
    @Nullable List<String> to,
    @Nullable List<String> toSuccess,
    @Nullable List<String> toFailure,
    @Nullable String replyTo,
    @Pattern(regexp = "[^\\p{Cntrl}]*", message = "must be one line")
        @Nullable String subjectPrefix,
    @Pattern(regexp = "en|pt-BR", message = "must be en or pt-BR") @Nullable String locale,
    @Nullable Path templates,
    @Nullable AttachLog attachLog,
    @Nullable Duration connectTimeout,
    @Nullable Duration readTimeout,
    @Valid @Nullable Retry retry) {

  /** How the connection is protected. */
  public enum Security {
    /** Not at all. */
    NONE,
    /** Encrypted before anything is said that matters, or not used. */
    STARTTLS,
    /** Encrypted from its first byte. */
    TLS
  }

  /** When the log is attached. */
  public enum AttachLog {
    /** To every mail about a run. */
    ALWAYS,
    /** When not all is well. */
    FAILURE,
    /** To none. */
    NEVER
  }

  /**
   * Gives the defaults and checks what belongs together.
   *
   * @throws IllegalArgumentException naming what is wrong, and no value of a secret
   */
  public EmailConfig {
    security = security == null ? Security.STARTTLS : security;
    port = port == null ? usual(security) : port;
    to = to == null ? List.of() : List.copyOf(to);
    toSuccess = toSuccess == null ? List.of() : List.copyOf(toSuccess);
    toFailure = toFailure == null ? List.of() : List.copyOf(toFailure);
    locale = locale == null ? "en" : locale;
    attachLog = attachLog == null ? AttachLog.FAILURE : attachLog;
    connectTimeout = connectTimeout == null ? Duration.ofSeconds(10) : connectTimeout;
    readTimeout = readTimeout == null ? Duration.ofSeconds(15) : readTimeout;
    retry = Retry.orDefault(retry);
    if (connectTimeout.toMillis() < 1 || readTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("connect_timeout and read_timeout must not be 0");
    }
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException("needs both user and password, or neither");
    }
    checkAddresses("from", from == null || from.isBlank() ? List.of() : List.of(from));
    checkAddresses("reply_to", replyTo == null ? List.of() : List.of(replyTo));
    checkAddresses("to", to);
    checkAddresses("to_success", toSuccess);
    checkAddresses("to_failure", toFailure);
    if (to.isEmpty() && toSuccess.isEmpty() && toFailure.isEmpty()) {
      throw new IllegalArgumentException("to is missing: the addresses that the mails go to");
    }
    if (security == Security.NONE
        && user != null
        && !Boolean.TRUE.equals(allowPlainLogin)
        && !isHere(host)) {
      throw new IllegalArgumentException(
          "security must be starttls or tls, or everybody on the way reads user and password; set"
              + " allow_plain_login if that is what you want");
    }
  }

  private static int usual(Security security) {
    return switch (security) {
      case NONE -> 25;
      case STARTTLS -> 587;
      case TLS -> 465;
    };
  }

  private static boolean isHere(@Nullable String host) {
    return host != null && host.matches("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1]");
  }

  private static void checkAddresses(String key, List<String> all) {
    for (String one : all) {
      address(key, one);
    }
  }

  static InternetAddress address(String key, String text) {
    try {
      if (!text.matches("[^\\p{Cntrl}]*@[^\\p{Cntrl}]*")) {
        throw new AddressException();
      }
      var address = new InternetAddress(text, true);
      address.validate();
      return address;
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          key + " must hold addresses such as ops@example.org, each of its own", e);
    }
  }

  /** Who gets a mail. */
  List<String> recipients(boolean good) {
    return java.util.stream.Stream.of(to, good ? toSuccess : toFailure)
        .filter(java.util.Objects::nonNull)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  Locale language() {
    return Locale.forLanguageTag(locale == null ? "en" : locale);
  }
}
