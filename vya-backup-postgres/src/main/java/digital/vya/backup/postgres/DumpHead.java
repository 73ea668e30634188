package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first bytes of a dump tell: its form, the server it is of, and, where it was made to
 * create its database, with which encoding and locale.
 */
final class DumpHead {

  static final int SIZE = 1 << 16;

  private static final int FIRST_WITH_BUILTIN = 17;
  private static final int FIRST_WITH_ICU = 15;
  private static final String NAME = "(?:\"(?:[^\"]|\"\"){1,300}+\"|\\w{1,63})";
  private static final String TEXT = "'((?:[^']|''){0,1000}+)'";

  private static final Pattern CREATE =
      Pattern.compile(
          "CREATE DATABASE "
              + NAME
              + " WITH TEMPLATE = template0((?: \\w+ = (?:"
              + TEXT
              + "|"
              + NAME
              + "))*+)");

  private static final Pattern OPTION = Pattern.compile(" (\\w+) = (?:" + TEXT + "|(\\w+))");
  private static final Pattern SERVER =
      Pattern.compile("\n-- Dumped from database version (\\d{1,3}[.\\w]*)");

  /** In an archive: the version of the server, and right behind it that of pg_dump. */
  private static final Pattern ARCHIVE =
      Pattern.compile(
          "PGDMP.{20,400}?\\x00.\\x00{3}(\\d{1,3}[.\\w]{0,20})(?: \\([^)]{0,80}\\))?\\x00.\\x00{3}\\d",
          Pattern.DOTALL);

  private final byte[] bytes;
  private final String text;

  private DumpHead(byte[] bytes) {
    this.bytes = bytes;
    text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Looks at the beginning of a dump, which can be read again from there. */
  static DumpHead of(InputStream dump) throws IOException {
    dump.mark(SIZE);
    byte[] head = dump.readNBytes(SIZE);
    dump.reset();
    return new DumpHead(head);
  }

  /** The same of the list that was taken out of a tar. */
  static DumpHead ofList(byte[] list) {
    return new DumpHead(list);
  }

  /**
   * Its form.
   *
   * @throws BackupException with reason DATA if it is known to be something else than a dump
   */
  Form form() {
    return Form.of(bytes);
  }

  /** Whether it begins as pg_dump's tar format does. */
  boolean isListOfTar() {
    return Untar.beginsWithList(bytes);
  }

  /** The version of an archive's format: 14 for 1.14. */
  int archiveMinor() {
    return bytes.length > 6 ? bytes[6] : 0;
  }

  /** Encoding and locale as a manifest would tell them; empty if the dump does not. */
  Map<String, String> attributes() {
    var values = new TreeMap<String, String>();
    Matcher create = CREATE.matcher(text);
    if (!create.find()) {
      return values;
    }
    Matcher option = OPTION.matcher(create.group(1));
    while (option.find()) {
      String value = option.group(2) == null ? option.group(3) : option.group(2);
      put(values, option.group(1), utf8(value.replace("''", "'")));
    }
    return values;
  }

  private static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static void put(Map<String, String> values, String option, String value) {
    switch (option) {
      case "ENCODING" -> values.put("encoding", value);
      case "LOCALE" -> {
        values.put("collate", value);
        values.put("ctype", value);
      }
      case "LC_COLLATE" -> values.put("collate", value);
      case "LC_CTYPE" -> values.put("ctype", value);
      case "LOCALE_PROVIDER" ->
          values.put("provider", value.isEmpty() ? "" : value.substring(0, 1));
      case "ICU_LOCALE", "BUILTIN_LOCALE" -> values.put("locale", value);
      case "ICU_RULES" -> values.put("icu_rules", value);
      default -> {
        // Tablespace and limit are of the place it was in.
      }
    }
  }

  /** Says what a server that is older than the dump's may not be able to take. */
  void compare(Version server, Host host) {
    Matcher matcher = (text.startsWith("PGDMP") ? ARCHIVE : SERVER).matcher(text);
    if (matcher.find()) {
      String from = matcher.group(1);
      if (Version.ofText(from).major() > server.major()) {
        host.warn(
            "the dump is of server "
                + from
                + ", this server is the older "
                + server
                + ": a restore fails where the dump holds what that does not know");
      }
    }
  }

  /** The attributes of a database without what an older server does not know. */
  static Map<String, String> fitting(Map<String, String> attributes, Version server, Host host) {
    String provider = attributes.getOrDefault("provider", "");
    boolean unknown =
        (provider.equals("b") && server.major() < FIRST_WITH_BUILTIN)
            || (provider.equals("i") && server.major() < FIRST_WITH_ICU);
    if (!unknown) {
      return attributes;
    }
    host.warn(
        "server "
            + server
            + " does not know the locale provider of the dump's database (LOCALE_PROVIDER); the"
            + " system's locale "
            + attributes.getOrDefault("collate", "C")
            + " is taken, so texts may sort in another order");
    var fewer = new TreeMap<>(attributes);
    fewer.keySet().removeAll(Set.of("provider", "locale", "icu_rules"));
    return fewer;
  }
}
