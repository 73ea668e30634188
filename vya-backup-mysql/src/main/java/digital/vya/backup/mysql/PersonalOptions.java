package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The option file of the account that runs the backup, {@code ~/.my.cnf}, where the servers' own
 * programs look for a password that nobody gave them. Other files that it includes are not read.
 */
final class PersonalOptions {

  private static final int LARGEST = 1 << 20;
  private static final Set<String> GROUPS =
      Set.of("client", "client-mariadb", "mysqldump", "mariadb-dump");
  private static final Pattern GROUP = Pattern.compile("\\[\\s*([^\\]]*?)\\s*].*");
  private static final Pattern OPTION =
      Pattern.compile(
          "(user|password)\\s*=\\s*(?:(?<quote>[\"'])(?<quoted>.*)\\k<quote>|(?<bare>[^#]*)).*");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([btnrs\\\\\"'])");
  private static final Map<String, String> ESCAPES =
      Map.of("b", "\b", "t", "\t", "n", "\n", "r", "\r", "s", " ");

  private PersonalOptions() {}

  /** The password to connect with: the configured one, even if it is empty, else that file's. */
  static Optional<Secret> password(MysqlConfig config) {
    if (config.password() != null) {
      return Optional.of(config.password());
    }
    String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home", ""));
    return home.isEmpty()
        ? Optional.empty()
        : password(Path.of(home, ".my.cnf"), config.user()).map(Secret::new);
  }

  /** The password of a file, if it is for this user or for any. */
  static Optional<String> password(Path file, String user) {
    String said = user;
    Optional<String> password = Optional.empty();
    boolean ours = false;
    for (String line : read(file).lines().map(String::strip).toList()) {
      Matcher group = GROUP.matcher(line);
      if (group.matches()) {
        ours = GROUPS.contains(group.group(1));
      }
      Matcher option = OPTION.matcher(line);
      if (ours && option.matches() && option.group(1).equals("user")) {
        said = value(option);
      } else if (ours && option.matches()) {
        password = Optional.of(value(option));
      }
    }
    return said.equals(user) ? password : Optional.empty();
  }

  private static String value(Matcher option) {
    String text =
        option.group("quote") == null ? option.group("bare").strip() : option.group("quoted");
    return ESCAPE
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(ESCAPES.getOrDefault(m.group(1), m.group(1))));
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      // As with the servers' own programs: whoever may write it could send us anywhere.
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
        return "";
      }
      return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
    } catch (NoSuchFileException | UnsupportedOperationException e) {
      return "";
    } catch (IOException e) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "the option file %s cannot be read (%s); mend that, or set password"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
