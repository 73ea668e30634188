package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.ToolFailedException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says what failures of servers and clients mean for the one who has to mend them. */
final class Troubles {

  private static final Pattern NUMBER =
      Pattern.compile("(?:ERROR|[Ee]rror:?) (\\d{4})|\\((\\d{4})\\)");

  /** Access denied, in all its forms; and a plugin or TLS that the other side lacks. */
  private static final List<Integer> REFUSED = List.of(1044, 1045, 1130, 1251, 1698, 2061);

  private static final List<Integer> FORBIDDEN = List.of(1142, 1143, 1227, 1370);
  private static final int UNKNOWN_DATABASE = 1049;
  private static final int TOO_BIG = 1153;

  /** The storage engine failed. */
  private static final int ENGINE = 1030;

  /** No room for a file or a table, or a commit that cannot be written. */
  private static final List<Integer> FULL = List.of(1021, 1114, 1180);

  private static final Pattern DISK_FULL = Pattern.compile("(?i)(?:errcode:|error) 28\\b");

  /** A table's files are damaged. */
  private static final List<Integer> DAMAGED = List.of(126, 127, 144, 145, 1034, 1194, 1195, 1712);

  /** A view, or what a view or trigger needs, is not there. */
  private static final List<Integer> BROKEN = List.of(1146, 1356, 1449);

  private static final int NO_TLS = 2026;

  /** The server is not there, or goes, or has no room for one more connection. */
  private static final List<Integer> PASSING =
      List.of(1040, 1053, 1152, 1158, 1159, 1160, 1161, 2002, 2003, 2005, 2006, 2012, 2013, 2055);

  private static final Pattern TLS =
      Pattern.compile("(?i)ssl(?:exception|handshake| not enabled)|certificate|PKIX|trust anchor");

  /** TLS that was there before the other side went away. */
  private static final Pattern CUT =
      Pattern.compile("(?i)unexpected eof|connection reset|broken pipe|timed out");

  private final MysqlConfig config;

  Troubles(MysqlConfig config) {
    this.config = config;
  }

  /** Whether a view, or what it needs, is not there any more. */
  static boolean isBroken(SQLException e) {
    return BROKEN.contains(e.getErrorCode());
  }

  BackupException of(SQLException e) {
    // Connector/J puts the number of its connection in front of what the server said.
    String said = firstLine(String.valueOf(e.getMessage()).replaceFirst("^\\(conn=\\d+\\) ", ""));
    if (causes(e).anyMatch(UnknownHostException.class::isInstance)) {
      return BackupException.passing(
          "the host name " + config.host() + " cannot be resolved; check host, or the DNS", e);
    }
    if (said.contains("RSA public key is not available")) {
      return new BackupException(
          Reason.CONFIGURATION,
          config.server()
              + ": the password of "
              + config.user()
              + " may only be sent over TLS; set tls to required or better",
          e);
    }
    boolean cut = causes(e).map(String::valueOf).anyMatch(text -> CUT.matcher(text).find());
    if (!cut && causes(e).map(String::valueOf).anyMatch(text -> TLS.matcher(text).find())) {
      return distrusted(said, e);
    }
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("08") && e.getErrorCode() == 0) {
      return unreachable(said, e);
    }
    return byNumber(e.getErrorCode(), said, e)
        .orOther(new BackupException(Reason.ENVIRONMENT, config.server() + ": " + said, e));
  }

  BackupException of(ToolFailedException e) {
    Matcher matcher = NUMBER.matcher(e.stderr());
    int number = 0;
    if (matcher.find()) {
      String found = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      number = Integer.parseInt(found);
    }
    return byNumber(number, oneLine(e), e).orOther(e);
  }

  private BackupException distrusted(String said, Exception cause) {
    return new BackupException(
        Reason.CONFIGURATION,
        config.server()
            + " cannot be reached as tls "
            + config.tls().name().toLowerCase(Locale.ROOT)
            + " asks for: "
            + said
            + "; check the server's TLS, host against its certificate, and tls_root_cert"
            + (config.tls() == MysqlConfig.Tls.REQUIRED
                ? "; or, where nobody can listen, set tls to preferred or disabled"
                : ""),
        cause);
  }

  /** What a number means, if it is known. */
  private record Known(List<BackupException> found) {
    BackupException orOther(BackupException other) {
      return found.isEmpty() ? other : found.get(0);
    }
  }

  private Known byNumber(int number, String said, Exception cause) {
    if (number == NO_TLS) {
      boolean cut = CUT.matcher(said).find();
      return new Known(List.of(cut ? unreachable(said, cause) : distrusted(said, cause)));
    }
    if (REFUSED.contains(number)) {
      return configuration(
          config.server()
              + " refuses user "
              + config.user()
              + ": "
              + said
              + "; check user, password and tls, and from where the account may connect",
          cause);
    }
    if (FORBIDDEN.contains(number)) {
      return configuration("user " + config.user() + " lacks a privilege: " + said, cause);
    }
    if (number == UNKNOWN_DATABASE) {
      return configuration(config.server() + ": " + said + "; check its name", cause);
    }
    if (FULL.contains(number) || DISK_FULL.matcher(said).find()) {
      return full(said, cause);
    }
    boolean engine = number == ENGINE;
    if (engine || DAMAGED.contains(number)) {
      return data(said + "; run CHECK TABLE and REPAIR TABLE on it", cause);
    }
    if (BROKEN.contains(number)) {
      return data(said + "; it needs what is not there any more: drop or mend it", cause);
    }
    if (number == TOO_BIG) {
      return configuration(
          config.server() + ": " + said + "; raise max_allowed_packet at the server", cause);
    }
    return PASSING.contains(number)
        ? new Known(List.of(unreachable(said, cause)))
        : new Known(List.of());
  }

  private Known full(String said, Exception cause) {
    return new Known(
        List.of(
            new BackupException(
                Reason.ENVIRONMENT,
                config.server() + " has no room: " + said + "; make room on its disk and try again",
                cause)));
  }

  private Known data(String message, Exception cause) {
    return new Known(
        List.of(new BackupException(Reason.DATA, config.server() + ": " + message, cause)));
  }

  private static Known configuration(String message, Exception cause) {
    return new Known(List.of(new BackupException(Reason.CONFIGURATION, message, cause)));
  }

  private BackupException unreachable(String said, Exception cause) {
    return BackupException.passing(
        "cannot reach "
            + config.server()
            + ": "
            + said
            + "; is the server up, does it stay up, and is the port right?",
        cause);
  }

  static String oneLine(ToolFailedException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " | ");
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause).limit(20);
  }
}
