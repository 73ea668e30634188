package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values. What it complains about it does not quote: it may be a misplaced secret. */
final class Values {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,18})\\s*(ms|s|m|h|d)");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Map<Class<?>, Reading> READINGS =
      Map.ofEntries(
          Map.entry(String.class, Values::text),
          Map.entry(Secret.class, node -> new Secret(text(node))),
          Map.entry(Integer.class, node -> (int) whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(int.class, node -> (int) whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE)),
          Map.entry(Long.class, node -> whole(node, Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(long.class, node -> whole(node, Long.MIN_VALUE, Long.MAX_VALUE)),
          Map.entry(Boolean.class, Values::bool),
          Map.entry(boolean.class, Values::bool),
          Map.entry(Path.class, Values::path),
          Map.entry(Duration.class, Values::duration),
          Map.entry(ZoneId.class, Values::zone),
          Map.entry(LocalTime.class, Values::time),
          Map.entry(JsonNode.class, node -> node));

  private Values() {}

  /** What single values can be, beside the constants of an enum. */
  static Set<Class<?>> types() {
    return READINGS.keySet();
  }

  /** Reads one value, if values of the type are single ones. */
  static Optional<Reading> reading(Class<?> type) {
    return type.isEnum()
        ? Optional.of(node -> constant(type, node))
        : Optional.ofNullable(READINGS.get(type));
  }

  private static String text(JsonNode node) throws Mismatch {
    if (node.isTextual()) {
      return node.textValue();
    }
    throw new Mismatch(node.isValueNode() ? "must be text; put it in quotes" : "must be text");
  }

  private static long whole(JsonNode node, long least, long most) throws Mismatch {
    String digits = node.isIntegralNumber() ? node.asText() : node.isTextual() ? node.asText() : "";
    if (!digits.matches("[+-]?\\d{1,1000}")) {
      throw new Mismatch("must be a whole number");
    }
    try {
      long value = Long.parseLong(digits);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Its text is of digits alone, so it is only too long.
    }
    throw new Mismatch("must be a whole number from " + least + " to " + most);
  }

  private static boolean bool(JsonNode node) throws Mismatch {
    if (node instanceof ResolvedText && List.of("true", "false").contains(node.textValue())) {
      return node.textValue().equals("true");
    }
    if (!node.isBoolean()) {
      throw new Mismatch("must be true or false, without quotes");
    }
    return node.booleanValue();
  }

  private static Path path(JsonNode node) throws Mismatch {
    String text = text(node);
    if (text.isEmpty()) {
      throw new Mismatch("must not be empty");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      throw new Mismatch("~ means nothing here; write the whole path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Mismatch(
          text.indexOf('\0') >= 0
              ? "must not hold a NUL character"
              : "is no path in this locale; set LC_ALL=C.UTF-8");
    }
  }

  private static Duration duration(JsonNode node) throws Mismatch {
    Duration duration = parseDuration(node.isTextual() ? node.textValue().strip() : "");
    if (duration.isNegative()) {
      throw new Mismatch("must not be negative");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new Mismatch("must be at most " + LONGEST.toDays() + "d");
    }
    return duration;
  }

  private static Duration parseDuration(String text) throws Mismatch {
    Matcher matcher = DURATION.matcher(text);
    try {
      if (!matcher.matches()) {
        return Duration.parse(text);
      }
      long count = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    } catch (DateTimeException e) {
      throw new Mismatch("must be a time with its unit, such as 250ms, 90s, 10m, 6h or 2d");
    } catch (ArithmeticException e) {
      throw new Mismatch("must be at most " + LONGEST.toDays() + "d");
    }
  }

  private static ZoneId zone(JsonNode node) throws Mismatch {
    String text = text(node);
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      String complaint = "is no time zone; write one such as America/Sao_Paulo or UTC";
      throw new Mismatch(
          NearMiss.of(text, ZoneId.getAvailableZoneIds())
              .map(zone -> "is no time zone; did you mean " + zone + "?")
              .orElse(complaint));
    }
  }

  private static LocalTime time(JsonNode node) throws Mismatch {
    try {
      return LocalTime.parse(text(node));
    } catch (DateTimeException e) {
      throw new Mismatch("must be a time of the day, such as \"00:30\"");
    }
  }

  private static Object constant(Class<?> type, JsonNode node) throws Mismatch {
    List<Object> constants = Arrays.asList(type.getEnumConstants());
    List<String> names =
        constants.stream().map(one -> SnakeCase.constant(((Enum<?>) one).name())).toList();
    int found = node.isTextual() ? names.indexOf(node.textValue()) : -1;
    if (found < 0) {
      throw new Mismatch("must be one of " + String.join(", ", names));
    }
    return constants.get(found);
  }

  /** Makes a value of one type. */
  @FunctionalInterface
  interface Reading {
    Object read(JsonNode node) throws Mismatch;
  }

  /** Says what a value must be. */
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1;

    private final String complaint;

    Mismatch(String complaint) {
      super(complaint);
      this.complaint = complaint;
    }

    String complaint() {
      return complaint;
    }
  }
}
