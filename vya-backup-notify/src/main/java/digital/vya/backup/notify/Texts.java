package digital.vya.backup.notify;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** Words, numbers and times in one language. */
final class Texts {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private final Locale locale;
  private final ResourceBundle bundle;

  Texts(Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle(
            "digital.vya.backup.notify.texts",
            locale,
            Texts.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  String language() {
    return locale.toLanguageTag();
  }

  String get(String key, Object... values) {
    String text = bundle.getString(key);
    return values.length == 0 ? text : String.format(locale, text, values);
  }

  /** The words that stand beside values, by their names. */
  Map<String, Object> labels() {
    var labels = new HashMap<String, Object>();
    bundle.keySet().stream()
        .filter(key -> key.startsWith("label."))
        .forEach(key -> labels.put(key.substring("label.".length()), bundle.getString(key)));
    return labels;
  }

  String label(String name) {
    return get("label." + name);
  }

  String count(long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  /** Such as {@code 3.4 MiB}. */
  String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (Math.abs(size) >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(locale, "%.1f %s", size, UNITS[unit]);
  }

  /** Such as {@code +3.4 MiB (+1.2 %)}. */
  String change(long before, long now) {
    long more = now - before;
    if (more == 0) {
      return get("change.none");
    }
    String size = (more > 0 ? "+" : "−") + size(Math.abs(more));
    return before <= 0
        ? size
        : size + String.format(locale, " (%+.1f %%)", 100.0 * more / before).replace("-", "−");
  }

  /** Such as {@code 1 min 35 s}. */
  String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 1) {
      return Math.max(0, time.toMillis()) + " ms";
    }
    if (seconds < 60) {
      return String.format(locale, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    return seconds < 172_800
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toDays() + " d " + time.toHoursPart() + " h";
  }

  String time(Instant instant, ZoneId zone) {
    return DateTimeFormatter.ofPattern(get("time"), locale).withZone(zone).format(instant);
  }
}
