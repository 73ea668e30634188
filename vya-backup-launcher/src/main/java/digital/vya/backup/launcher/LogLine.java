package digital.vya.backup.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.core.LoggingOptions;
import digital.vya.backup.core.Mask;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes an event as a line of the log, in which there is no secret. */
final class LogLine {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

  /** A server refuses events of more than 256 KiB if it is configured as it comes. */
  private static final int LONGEST = 20_000;

  private static final Map<Integer, String> SEVERITIES =
      Map.of(
          Level.ERROR_INT, "Error",
          Level.WARN_INT, "Warning",
          Level.INFO_INT, "Information",
          Level.DEBUG_INT, "Debug",
          Level.TRACE_INT, "Verbose");

  private final Mask mask;
  private final LoggingOptions.Format format;

  /** A driver's own threads do not say for what they work; here it can only be this. */
  private volatile Optional<String> lastRun = Optional.empty();

  LogLine(Mask mask, LoggingOptions.Format format) {
    this.mask = mask;
    this.format = format;
  }

  byte[] bytes(ILoggingEvent event) {
    String line = format == LoggingOptions.Format.JSON ? json(event) + "\n" : text(event);
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private String text(ILoggingEvent event) {
    String logger = event.getLoggerName();
    return String.format(
            Locale.ROOT,
            "%s %-5s %s%s: %s%n",
            TIME.format(time(event)),
            event.getLevel(),
            run(event).map(id -> "[" + id + "] ").orElse(""),
            logger.substring(logger.lastIndexOf('.') + 1),
            // Whoever made a text, a server or a file's name, must not make lines of their own.
            message(event).replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " "))
        + stack(event).map(stack -> stack.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?")).orElse("");
  }

  private String json(ILoggingEvent event) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("time", TIME.format(time(event))).put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName()).put("thread", mask.text(event.getThreadName()));
    run(event).ifPresent(id -> line.put("run", id));
    line.put("message", message(event));
    stack(event).ifPresent(stack -> line.put("exception", stack));
    return line.toString();
  }

  /**
   * The event as a line of the compact log event format.
   *
   * @see <a href="https://clef-json.org">CLEF</a>
   */
  byte[] clef(ILoggingEvent event) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("@t", time(event).toString()).put("@l", SEVERITIES.get(event.getLevel().toInt()));
    line.put("@m", cut(message(event)));
    stack(event).ifPresent(stack -> line.put("@x", cut(stack)));
    line.put("Application", "vya-backupdb").put("logger", event.getLoggerName());
    line.put("thread", mask.text(event.getThreadName()));
    run(event).ifPresent(id -> line.put("run", id));
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }

  private static Instant time(ILoggingEvent event) {
    return Instant.ofEpochMilli(event.getTimeStamp());
  }

  private Optional<String> run(ILoggingEvent event) {
    Optional<String> told =
        Optional.ofNullable(event.getMDCPropertyMap().get("run")).map(mask::text);
    lastRun = told.or(() -> lastRun);
    return lastRun;
  }

  private String message(ILoggingEvent event) {
    return mask.text(String.valueOf(event.getFormattedMessage()));
  }

  private Optional<String> stack(ILoggingEvent event) {
    return Optional.ofNullable(event.getThrowableProxy())
        .map(ThrowableProxyUtil::asString)
        .map(mask::text);
  }
}
