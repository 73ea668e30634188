package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where artifacts go: a template such as {@value #DEFAULT}, in which {@code {instance}}, {@code
 * {database}}, {@code {dbms}}, {@code {timestamp}} ({@code yyyyMMdd_HHmmss}) and {@code {date}}
 * ({@code yyyyMMdd}) are replaced.
 *
 * <p>Names are written so that two of them never meet in one key: letters, digits, {@code .},
 * {@code _} and {@code -} stay, all else is percent-encoded; what would be too long for a file name
 * is cut and ends in {@code ~} and a part of its hash. The globals of an instance are
 * {@code @globals}, which no database can be.
 */
final class ArtifactKeys {

  static final String DEFAULT = "{instance}/{database}/{timestamp}_{dbms}_{database}";
  static final String MANIFEST = ".manifest.json";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");
  private static final List<String> KNOWN =
      List.of("instance", "database", "dbms", "timestamp", "date");
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  private static final int LONGEST_NAME = 120;
  private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");

  private final String template;
  private final ZoneId zone;

  ArtifactKeys(String template, ZoneId zone) {
    String problem = problem(template);
    if (!problem.isEmpty()) {
      throw BackupException.configuration("key_template: " + problem);
    }
    this.template = template;
    this.zone = zone;
  }

  /** What is wrong with a template, empty if nothing is. */
  static String problem(String template) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    while (matcher.find()) {
      if (!KNOWN.contains(matcher.group(1))) {
        return "there is no " + matcher.group() + "; use {" + String.join("}, {", KNOWN) + "}";
      }
    }
    if (template.contains("}{")) {
      return "must have something between two names, or two databases could share a key";
    }
    if (!template.contains("{database}")) {
      return "must hold {database}, or two databases could share a key";
    }
    if (template.startsWith(StatusFile.FOLDER + "/")) {
      return "must not begin with " + StatusFile.FOLDER + "/, where each machine puts its status";
    }
    // A slash never stands in an encoded name, so a folder of its own keeps two names apart.
    List<String> folders = List.of(template.split("/", -1));
    if (!folders.contains("{database}") && !template.endsWith("{database}")) {
      return "must have a folder {database}/ or end with {database}, or two could share a key";
    }
    if (!template.contains("{timestamp}")) {
      return "must hold {timestamp}, or a backup would replace the one before";
    }
    return folders.stream().anyMatch(f -> f.isEmpty() || f.startsWith("."))
        ? "must be a relative path whose parts do not begin with a dot"
        : "";
  }

  /** The key of an artifact without its extension. */
  String base(ArtifactSource source, Instant started) {
    Map<String, String> values = values(source, started);
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))));
  }

  /** The longest beginning that all keys of an instance share, or of one source where given. */
  String prefix(ArtifactSource source) {
    Map<String, String> values = values(source, Instant.EPOCH);
    Matcher matcher = PLACEHOLDER.matcher(template);
    var prefix = new StringBuilder();
    int done = 0;
    while (matcher.find()) {
      prefix.append(template.substring(done, matcher.start()));
      String name = matcher.group(1);
      boolean known =
          switch (name) {
            case "instance" -> !source.instance().isEmpty();
            case "database" -> source.kind() != ArtifactSource.Kind.INSTANCE;
            default -> false;
          };
      if (!known) {
        return prefix.toString();
      }
      prefix.append(values.get(name));
      done = matcher.end();
    }
    return prefix.toString();
  }

  /** How the keys of one source begin; the group is the timestamp. */
  Pattern pattern(ArtifactSource source) {
    Map<String, String> values = values(source, Instant.EPOCH);
    Matcher matcher = PLACEHOLDER.matcher(template);
    var pattern = new StringBuilder();
    int done = 0;
    boolean grouped = false;
    while (matcher.find()) {
      pattern.append(Pattern.quote(template.substring(done, matcher.start())));
      String name = matcher.group(1);
      if (name.equals("timestamp")) {
        pattern.append(grouped ? "[0-9]{8}_[0-9]{6}" : "([0-9]{8}_[0-9]{6})");
        grouped = true;
      } else {
        pattern.append(name.equals("date") ? "[0-9]{8}" : Pattern.quote(values.get(name)));
      }
      done = matcher.end();
    }
    return Pattern.compile(pattern + Pattern.quote(template.substring(done)));
  }

  /** The whole keys of all artifacts of an instance, and of what lies beside them. */
  Pattern artifacts(String instance) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    var pattern = new StringBuilder();
    int done = 0;
    while (matcher.find()) {
      pattern.append(Pattern.quote(template.substring(done, matcher.start())));
      pattern.append(
          switch (matcher.group(1)) {
            case "instance" -> Pattern.quote(encode(instance));
            case "timestamp" -> "[0-9]{8}_[0-9]{6}";
            case "date" -> "[0-9]{8}";
            default -> "[^/]+";
          });
      done = matcher.end();
    }
    return Pattern.compile(pattern + Pattern.quote(template.substring(done)) + "[^/]*");
  }

  private Map<String, String> values(ArtifactSource source, Instant started) {
    var local = started.atZone(zone);
    return Map.of(
        "instance", encode(source.instance()),
        "database",
            source.kind() == ArtifactSource.Kind.GLOBALS ? "@globals" : encode(source.database()),
        "dbms", encode(source.dbms()),
        "timestamp", TIMESTAMP.format(local),
        "date", DATE.format(local));
  }

  static String encode(String name) {
    boolean normal = Normalizer.isNormalized(name, Normalizer.Form.NFC);
    var encoded = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              boolean leadingDot = c == '.' && encoded.isEmpty();
              if (!leadingDot && (isPlain(c) || (normal && Character.isLetterOrDigit(c)))) {
                encoded.appendCodePoint(c);
              } else {
                percent(encoded, c);
              }
            });
    return shortened(encoded.toString(), name);
  }

  private static boolean isPlain(int c) {
    return PLAIN.indexOf(c) >= 0;
  }

  private static void percent(StringBuilder encoded, int c) {
    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
    }
  }

  private static String shortened(String encoded, String name) {
    if (encoded.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME) {
      return encoded;
    }
    var cut = new StringBuilder(encoded);
    while (cut.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME - 20) {
      cut.setLength(cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut + "~" + sha256(name).substring(0, 16);
  }

  private static String sha256(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
