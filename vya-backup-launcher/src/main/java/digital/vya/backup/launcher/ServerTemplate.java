package digital.vya.backup.launcher;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration with {@code {{VARIABLES}}}. */
final class ServerTemplate {

  static final String NAME = "SERVER_NAME";

  private static final long LARGEST = 10L << 20;
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}\\s]*)\\s*}}");
  private static final Pattern FILE_NAME =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}._ -]{0,99}");

  /** What is one value in JSON and YAML wherever it stands. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./@+-]+");

  private final Path file;
  private final String text;

  private ServerTemplate(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  static ServerTemplate read(Path file) {
    return new ServerTemplate(file, text(file));
  }

  /** The text of a file that somebody wrote. */
  static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw BackupException.configuration(file + " is larger than 10 MiB; is it the right one?");
      }
      String text = Files.readString(file);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw BackupException.configuration("there is no file " + file);
    } catch (MalformedInputException e) {
      throw BackupException.configuration(file + " is not UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      throw BackupException.configuration(file + " cannot be read: " + e.getMessage());
    }
  }

  String extension() {
    String lower = file.toString().toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml") ? ".yaml" : ".json";
  }

  /** Why a server's name cannot be the name of a file, if so. */
  static Optional<String> fileNameProblem(String name) {
    return FILE_NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            Output.plain(name)
                + ": a server's name is 1 to 100 letters, digits, '.', '_', '-' or spaces, and"
                + " begins with a letter, a digit or '_'");
  }

  /**
   * The template with all variables in place, each as it must be written within double quotes.
   *
   * @param problems takes what is missing; then nothing is returned
   */
  Optional<String> fill(String name, Map<String, String> values, List<String> problems) {
    var missing = new TreeSet<String>();
    var unquoted = new TreeSet<String>();
    Matcher matcher = VARIABLE.matcher(text);
    var filled = new StringBuilder();
    while (matcher.find()) {
      String key = matcher.group(1);
      String value = values.get(key);
      if (value == null) {
        missing.add(key);
      } else if (!isQuoted(matcher.start()) && !PLAIN.matcher(value).matches()) {
        unquoted.add(key);
      }
      matcher.appendReplacement(
          filled, Matcher.quoteReplacement(escaped(value == null ? "" : value)));
    }
    matcher.appendTail(filled);
    missing.forEach(
        key ->
            problems.add(
                "%s: the variable %s is not defined; give it by --var %s=VALUE or --vars"
                    .formatted(Output.plain(name), Output.plain(key), Output.plain(key))));
    unquoted.forEach(
        key ->
            problems.add(
                "%s: the value of %s is more than a word; put {{%s}} in double quotes"
                    .formatted(Output.plain(name), key, key)));
    return missing.isEmpty() && unquoted.isEmpty()
        ? Optional.of(filled.toString())
        : Optional.empty();
  }

  /** Whether a place lies within double quotes, which no value can leave. */
  private boolean isQuoted(int place) {
    boolean quoted = false;
    for (int i = text.lastIndexOf('\n', place) + 1; i < place; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return quoted;
  }

  /** JSON and YAML escape alike within double quotes; a value is text and points to nothing. */
  private static String escaped(String value) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value))
        .replace("${", "$${");
  }
}
