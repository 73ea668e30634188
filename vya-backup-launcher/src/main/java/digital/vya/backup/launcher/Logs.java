package digital.vya.backup.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import digital.vya.backup.core.LoggingOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the lines of the log go. */
final class Logs {

  /** Standard error, for what has no command that could say it. */
  static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  /** Lines that a command's own output says as well. */
  private static final String TOLD_ANYWAY = "digital.vya.backup.core.RunLog";

  /** Held here, or java.util.logging forgets its level. */
  private static final java.util.logging.Logger POSTGRESQL =
      java.util.logging.Logger.getLogger("org.postgresql");

  /** The lines of runs, and from which level on. */
  private static volatile Optional<RunLogs> runs = Optional.empty();

  private static volatile Level filed = Level.INFO;

  private Logs() {}

  /** What is logged before the configuration was read. */
  static void begin(LoggerContext context) {
    apply(context, LoggingOptions.DEFAULT);
  }

  /**
   * Logs from now on as configured.
   *
   * @param level what the command line says instead
   */
  static void apply(LoggingOptions options, LoggingOptions.@Nullable Level level) {
    apply(
        (LoggerContext) LoggerFactory.getILoggerFactory(),
        level == null ? options : at(level, options));
  }

  private static LoggingOptions at(LoggingOptions.Level level, LoggingOptions options) {
    return new LoggingOptions(
        level,
        options
            .file()
            .map(f -> new LoggingOptions.LogFile(f.dir(), level, f.maxMegabytes(), f.keep())),
        options.format(),
        options.seq().map(s -> new LoggingOptions.Seq(s.url(), s.apiKey(), level)));
  }

  /** Brings what is logged to where it goes; nothing is logged there afterwards. */
  static void end() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }

  /** The server of the configuration, else that of the variables. */
  private static Optional<LoggingOptions.Seq> seq(LoggingOptions options) {
    return options.seq().or(() -> SeqVariables.read(System.getenv(), Main.MASK));
  }

  private static void apply(LoggerContext context, LoggingOptions options) {
    context.reset();
    var line = new LogLine(Main.MASK, options.format());
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var console = new Console(line, level(options.console()));
    console.setContext(context);
    console.start();
    root.addAppender(console);
    Level lowest = level(options.console());
    filed = level(options.file().map(LoggingOptions.LogFile::level).orElse(options.console()));
    Optional<IOException> failure = Optional.empty();
    if (options.file().isPresent()) {
      LoggingOptions.LogFile said = options.file().get();
      try {
        var file = new LogFile(said, level(said.level()), line);
        file.setContext(context);
        file.start();
        root.addAppender(file);
        lowest = lowest.isGreaterOrEqual(level(said.level())) ? level(said.level()) : lowest;
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    Optional<LoggingOptions.Seq> seq = seq(options);
    if (seq.isPresent()) {
      Level there = level(seq.get().level());
      var server = new SeqLog(new SeqServer(seq.get()), there, line, SeqLog.PAUSE);
      server.setContext(context);
      server.start();
      root.addAppender(server);
      lowest = lowest.isGreaterOrEqual(there) ? there : lowest;
    }
    root.setLevel(lowest);
    others(context, lowest);
    failure.ifPresent(
        e ->
            context
                .getLogger(Logs.class)
                .warn("cannot write a log file: {}; make logging.file.dir writable", e.toString()));
  }

  /** What libraries say is told by exceptions as well, but for one who looks for a reason. */
  private static void others(LoggerContext context, Level lowest) {
    boolean all = Level.TRACE.isGreaterOrEqual(lowest);
    boolean much = Level.DEBUG.isGreaterOrEqual(lowest);
    context.getLogger("org.mariadb").setLevel(all ? Level.TRACE : much ? Level.DEBUG : Level.OFF);
    context.getLogger("org.hibernate").setLevel(all ? Level.DEBUG : Level.WARN);
    context.getLogger("org.jboss").setLevel(all ? Level.DEBUG : Level.WARN);
    java.util.logging.Level fine =
        all
            ? java.util.logging.Level.FINEST
            : much ? java.util.logging.Level.FINE : java.util.logging.Level.INFO;
    POSTGRESQL.setLevel(much ? fine : java.util.logging.Level.OFF);
    java.util.logging.Logger.getLogger("").setLevel(fine);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /**
   * Keeps the lines of each run for those who are told of it, as much as a log file would say.
   *
   * @param workParent where folders for temporary files are made
   */
  static void keepRuns(Path workParent) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    Level usual = filed.isGreaterOrEqual(Level.INFO) ? Level.INFO : filed;
    var kept = new RunLogs(workParent, usual, new LogLine(Main.MASK, LoggingOptions.Format.TEXT));
    kept.setContext(context);
    kept.start();
    root.addAppender(kept);
    if (root.getLevel().isGreaterOrEqual(usual)) {
      root.setLevel(usual);
    }
    runs = Optional.of(kept);
  }

  /** The log of a run so far, by its id. */
  static Optional<Path> ofRun(String id) {
    return runs.flatMap(kept -> kept.of(id));
  }

  /** Forgets the logs of runs; a log file stays. */
  static void forgetRuns() {
    runs.ifPresent(RunLogs::stop);
    runs = Optional.empty();
  }

  private static Level level(LoggingOptions.Level level) {
    return Level.toLevel(level.name());
  }

  /** Standard error. */
  private static final class Console extends AppenderBase<ILoggingEvent> {

    private final LogLine line;
    private final Level level;

    Console(LogLine line, Level level) {
      this.line = line;
      this.level = level;
    }

    @Override
    protected void append(ILoggingEvent event) {
      boolean told =
          event.getLoggerName().equals(TOLD_ANYWAY) && level.isGreaterOrEqual(Level.WARN);
      if (event.getLevel().isGreaterOrEqual(level) && !told) {
        byte[] bytes = line.bytes(event);
        ERR.write(bytes, 0, bytes.length);
        ERR.flush();
      }
    }
  }
}
