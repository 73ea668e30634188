package digital.vya.backup.core;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what holds for every run: what the file says, else what we do. */
final class RunReader {

  private final Problems problems;

  RunReader(Problems problems) {
    this.problems = problems;
  }

  /** The options; of no use if problems were found. */
  RunOptions read(ConfigShape.RootKeys root) {
    Optional<ConfigShape.ServerKeys> server = Optional.ofNullable(root.server());
    Optional<ConfigShape.RunKeys> run = Optional.ofNullable(root.run());
    Path stateDir = stateDir(run.map(ConfigShape.RunKeys::stateDir));
    return new RunOptions(
        server.map(ConfigShape.ServerKeys::name).orElseGet(ConfigDefaults::hostName),
        server.map(ConfigShape.ServerKeys::timezone).orElseGet(ZoneId::systemDefault),
        run.map(ConfigShape.RunKeys::parallel).orElse(ConfigDefaults.PARALLEL),
        stateDir,
        keyTemplate(run.map(ConfigShape.RunKeys::keyTemplate)),
        run.map(ConfigShape.RunKeys::verifyAfterBackup).orElse(ConfigShape.Proof.DECODED).evidence,
        run.map(ConfigShape.RunKeys::fingerprints).orElse(true),
        run.map(ConfigShape.RunKeys::keepReplaced).orElse(ConfigDefaults.KEEP_REPLACED),
        server.map(ConfigShape.ServerKeys::environment).orElse(""),
        server.map(ConfigShape.ServerKeys::labels).orElse(Map.of()),
        logging(Optional.ofNullable(root.logging())),
        audit(Optional.ofNullable(root.audit()), stateDir));
  }

  private String keyTemplate(Optional<String> said) {
    String problem = said.map(ArtifactKeys::problem).orElse("");
    if (!problem.isEmpty()) {
      problems.add("run.key_template", problem);
    }
    return said.orElse(ArtifactKeys.DEFAULT);
  }

  private Path stateDir(Optional<Path> said) {
    said.ifPresent(path -> absolute(path, "run.state_dir"));
    Optional<Path> folder = said.isPresent() ? said : ConfigDefaults.stateDir();
    if (folder.isEmpty()) {
      problems.add("run.state_dir", "is required, because this user has no home folder");
    }
    return folder.orElse(Path.of(""));
  }

  private LoggingOptions logging(Optional<ConfigShape.LoggingKeys> said) {
    return new LoggingOptions(
        said.map(ConfigShape.LoggingKeys::console).orElse(LoggingOptions.DEFAULT.console()),
        said.map(ConfigShape.LoggingKeys::file).flatMap(this::logFile),
        said.map(ConfigShape.LoggingKeys::format).orElse(LoggingOptions.DEFAULT.format()),
        said.map(ConfigShape.LoggingKeys::seq).flatMap(this::seq));
  }

  private Optional<LoggingOptions.Seq> seq(ConfigShape.SeqKeys keys) {
    String problem = keys.url() == null ? "" : LoggingOptions.Seq.problem(keys.url());
    if (!problem.isEmpty()) {
      problems.add("logging.seq.url", problem);
    }
    if (keys.url() == null || !problem.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LoggingOptions.Seq(
            URI.create(keys.url()),
            Optional.ofNullable(keys.apiKey()),
            Objects.requireNonNullElse(keys.level(), LoggingOptions.Level.INFO)));
  }

  private Optional<LoggingOptions.LogFile> logFile(ConfigShape.LogFileKeys keys) {
    if (keys.dir() == null) {
      return Optional.empty();
    }
    absolute(keys.dir(), "logging.file.dir");
    return Optional.of(
        new LoggingOptions.LogFile(
            keys.dir(),
            Objects.requireNonNullElse(keys.level(), LoggingOptions.Level.INFO),
            Objects.requireNonNullElse(keys.maxMegabytes(), ConfigDefaults.LOG_MEGABYTES),
            Objects.requireNonNullElse(keys.keep(), ConfigDefaults.LOGS_KEPT)));
  }

  private Optional<Path> audit(Optional<ConfigShape.AuditKeys> said, Path stateDir) {
    if (said.map(ConfigShape.AuditKeys::enabled).orElse(true)) {
      Optional<Path> file = said.map(ConfigShape.AuditKeys::file);
      file.ifPresent(path -> absolute(path, "audit.file"));
      return Optional.of(file.orElse(stateDir.resolve("audit.jsonl")));
    }
    return Optional.empty();
  }

  private void absolute(Path path, String at) {
    if (!path.isAbsolute()) {
      problems.add(at, "must be an absolute path, which begins with /");
    }
  }
}
