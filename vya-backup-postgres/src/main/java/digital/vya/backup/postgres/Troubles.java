package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says what PostgreSQL's failures mean for the one who has to mend them. */
final class Troubles {

  private static final Pattern PERMISSION =
      Pattern.compile("permission denied for (\\w+) ([^\\n\\r;]+)");
  private static final Pattern FORBIDDEN =
      Pattern.compile("permission denied to |ERROR: +must (be|have) ");
  private static final Pattern NO_ROLE =
      Pattern.compile("ERROR:  role \"([^\\n]*)\" does not exist");
  private static final Pattern NO_TABLESPACE =
      Pattern.compile("[Tt]ablespace \"([^\\n]*)\" does not exist");
  private static final Pattern NO_DATABASE = Pattern.compile("database \"[^\\n]*\" does not exist");
  private static final List<String> REFUSED =
      List.of(
          "password authentication failed",
          "no pg_hba.conf entry",
          "no password supplied",
          "FATAL:  role ",
          "authentication failed");

  /** In what the server itself says, not in the data it quotes. */
  private static final Pattern FULL =
      Pattern.compile("(?m)^.*?(?:ERROR|FATAL|PANIC):  [^\\n]*No space left on device");

  private static final Pattern NO_TLS = Pattern.compile("server does not support SSL");
  private static final Pattern DISTRUST =
      Pattern.compile(
          "certificate verify failed|does not match host name|hostname [^\\n]* could not be"
              + " verified|unable to find valid certification path|PKIX path|SSL error: certificate"
              + "|Path does not chain|Could not open SSL root certificate|could not read root cert");
  private static final List<String> PASSING =
      List.of(
          "Connection refused",
          "timeout expired",
          "could not translate host name",
          "server closed the connection unexpectedly",
          "terminating connection due to",
          "the database system is",
          "too many clients",
          "remaining connection slots",
          "could not receive data from server",
          "Connection reset",
          "SSL connection has been closed unexpectedly",
          "no connection to the server");

  private static final String DISK_FULL = "53100";

  private final PostgresConfig config;

  Troubles(PostgresConfig config) {
    this.config = config;
  }

  private String server() {
    return new Route(config).toString();
  }

  BackupException of(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String said = firstLine(String.valueOf(e.getMessage()));
    if (causes(e).anyMatch(UnknownHostException.class::isInstance)) {
      return BackupException.passing(
          "the host name " + config.host() + " cannot be resolved; check host, or the DNS", e);
    }
    Optional<BackupException> protection = protection(causes(e).map(String::valueOf), e);
    if (protection.isPresent()) {
      return protection.get();
    }
    if (state.startsWith("28")) {
      return new BackupException(Reason.CONFIGURATION, refused(said), e);
    }
    if (said.contains("no password was provided")) {
      return new BackupException(Reason.CONFIGURATION, noPassword(), e);
    }
    if (state.equals("3D000")) {
      return new BackupException(Reason.CONFIGURATION, noDatabase(said), e);
    }
    if (state.equals("42501")) {
      String told = FORBIDDEN.matcher(said).find() ? forbidden(said) : permission(said);
      return new BackupException(Reason.CONFIGURATION, told, e);
    }
    if (state.startsWith("08") || state.startsWith("57P") || state.equals("53300")) {
      return unreachable(said, e);
    }
    return state.equals(DISK_FULL)
        ? full(said, e)
        : new BackupException(Reason.ENVIRONMENT, server() + ": " + said, e);
  }

  private BackupException unreachable(String said, SQLException e) {
    return BackupException.passing(
        "cannot reach "
            + server()
            + ": "
            + causes(e)
                .filter(IOException.class::isInstance)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(said)
            + "; is the server up and the port right?",
        e);
  }

  private BackupException full(String said, Exception e) {
    return new BackupException(
        Reason.ENVIRONMENT,
        server() + " has no room: " + said.strip() + "; make room on its disk and try again",
        e);
  }

  BackupException of(ToolFailedException e) {
    String said = e.stderr();
    Optional<BackupException> protection = protection(Stream.of(said), e);
    if (protection.isPresent()) {
      return protection.get();
    }
    Matcher full = FULL.matcher(said);
    if (full.find()) {
      return full(full.group(), e);
    }
    Matcher permission = PERMISSION.matcher(said);
    if (permission.find()) {
      return new BackupException(Reason.CONFIGURATION, permission(permission.group()), e);
    }
    Matcher role = NO_ROLE.matcher(said);
    if (role.find()) {
      return missing("role", role.group(1), e);
    }
    Matcher tablespace = NO_TABLESPACE.matcher(said);
    if (tablespace.find()) {
      return missing("tablespace", tablespace.group(1), e);
    }
    if (NO_DATABASE.matcher(said).find()) {
      return new BackupException(
          Reason.CONFIGURATION, server() + ": " + firstLine(said) + "; check its name", e);
    }
    if (REFUSED.stream().anyMatch(said::contains)) {
      return new BackupException(Reason.CONFIGURATION, refused(firstLine(said)), e);
    }
    if (said.contains("row-level security")) {
      return new BackupException(Reason.CONFIGURATION, rowSecurity(firstLine(said)), e);
    }
    return PASSING.stream().anyMatch(said::contains)
        ? BackupException.passing(
            server() + ": " + oneLine(e) + "; is the server up and does it stay up?", e)
        : e;
  }

  /** What a failure of psql during a restore means: there it is writing that is forbidden. */
  BackupException ofRestore(ToolFailedException e) {
    if (e.stderr().contains("due to lock timeout")) {
      return BackupException.passing(
          "the target is in use, and nothing was restored; end what keeps it locked, or restore"
              + " with --mode safe",
          e);
    }
    return e.stderr()
        .lines()
        .filter(line -> FORBIDDEN.matcher(line).find() || PERMISSION.matcher(line).find())
        .findFirst()
        .map(line -> new BackupException(Reason.CONFIGURATION, forbidden(line.strip()), e))
        .orElseGet(() -> of(e));
  }

  private Optional<BackupException> protection(Stream<String> said, Exception e) {
    List<String> texts = said.toList();
    if (texts.stream().anyMatch(text -> NO_TLS.matcher(text).find())) {
      return Optional.of(
          new BackupException(
              Reason.CONFIGURATION,
              server()
                  + " does not support TLS, which tls "
                  + config.tls().word()
                  + " asks for; set ssl = on at the server, or tls to prefer or disable",
              e));
    }
    return texts.stream()
        .filter(text -> DISTRUST.matcher(text).find())
        .map(Troubles::firstLine)
        .findFirst()
        .map(
            text ->
                new BackupException(
                    Reason.CONFIGURATION,
                    server()
                        + " is not trusted: "
                        + text
                        + "; check host against its certificate, and tls_root_cert",
                    e));
  }

  private BackupException missing(String kind, String name, Exception e) {
    return new BackupException(
        Reason.CONFIGURATION,
        "the "
            + kind
            + " "
            + name
            + " does not exist on "
            + server()
            + "; restore the globals of the instance first, or create the "
            + kind
            + (kind.equals("role") ? ", or restore for another owner (--owner)" : ""),
        e);
  }

  private String refused(String said) {
    return server()
        + " refuses user "
        + config.user()
        + ": "
        + said
        + "; check user and password, and pg_hba.conf";
  }

  private String noPassword() {
    return server()
        + " asks for a password of user "
        + config.user()
        + ", and there is none; set password, or write a line for it into .pgpass of this account";
  }

  private String noDatabase(String said) {
    boolean ours = said.contains('"' + config.maintenanceDatabase() + '"');
    return server() + ": " + said + "; check " + (ours ? "maintenance_database" : "its name");
  }

  private String forbidden(String said) {
    return "user "
        + config.user()
        + " may not restore this: "
        + said
        + "; restore as a user who may create databases and roles, such as a superuser";
  }

  private String rowSecurity(String said) {
    return "user "
        + config.user()
        + " does not see every row: "
        + said
        + "; as a superuser run ALTER ROLE "
        + Sql.identifier(config.user())
        + " BYPASSRLS";
  }

  private String permission(String said) {
    return "user "
        + config.user()
        + " may not read everything: "
        + said
        + "; as a superuser run GRANT pg_read_all_data TO "
        + Sql.identifier(config.user());
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
