package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that would make the options what they are: the way back from them to the file. */
final class EffectiveKeys {

  private EffectiveKeys() {}

  static ConfigShape.ServerKeys server(RunOptions run) {
    return new ConfigShape.ServerKeys(
        run.server(),
        run.zone(),
        run.environment().isEmpty() ? null : run.environment(),
        run.labels());
  }

  static ConfigShape.RunKeys run(RunOptions run, ConfigShape.@Nullable RunKeys said) {
    return new ConfigShape.RunKeys(
        run.parallel(),
        run.stateDir(),
        run.keyTemplate(),
        ConfigShape.Proof.valueOf(run.verifyAfterBackup().name()),
        run.fingerprints(),
        run.keepReplaced(),
        said != null && Boolean.TRUE.equals(said.allowReadableConfig()),
        said == null || said.deleteLimit() == null
            ? DeleteLimit.DEFAULT.toString()
            : said.deleteLimit());
  }

  static ConfigShape.LoggingKeys logging(LoggingOptions logging) {
    return new ConfigShape.LoggingKeys(
        logging.console(),
        logging
            .file()
            .map(f -> new ConfigShape.LogFileKeys(f.dir(), f.level(), f.maxMegabytes(), f.keep()))
            .orElse(null),
        logging.format(),
        logging
            .seq()
            .map(
                q ->
                    new ConfigShape.SeqKeys(q.url().toString(), q.apiKey().orElse(null), q.level()))
            .orElse(null));
  }

  static ConfigShape.AuditKeys audit(RunOptions run) {
    return new ConfigShape.AuditKeys(run.audit().isPresent(), run.audit().orElse(null));
  }

  static ConfigShape.StorageKeys storage(Settings.Destination<?> storage) {
    DestinationOptions options = storage.options();
    InstanceOptions.Retry retry = options.retry();
    return new ConfigShape.StorageKeys(
        storage.id(),
        storage.storage().name(),
        options.required(),
        options.bandwidth().map(Bandwidth::toString).orElse(null),
        new ConfigShape.RetryKeys(retry.attempts(), retry.pause(), retry.maxPause()),
        null,
        null);
  }

  static ConfigShape.InstanceKeys instance(Settings.Instance<?> instance, List<JsonNode> archive) {
    InstanceOptions options = instance.options();
    InstanceOptions.Retry retry = options.retry();
    return new ConfigShape.InstanceKeys(
        instance.id(),
        instance.driver().name(),
        options.enabled(),
        options.include(),
        options.exclude(),
        options.globals(),
        archive,
        options.destinations(),
        options.timeout(),
        options.stallTimeout(),
        new ConfigShape.RetryKeys(retry.attempts(), retry.pause(), retry.maxPause()),
        options.drillOn().orElse(null),
        shrinkGuard(options.shrinkGuard()),
        null,
        null);
  }

  private static ConfigShape.ShrinkGuardKeys shrinkGuard(ShrinkLimits limits) {
    return new ConfigShape.ShrinkGuardKeys(
        limits.enabled(),
        limits.bytes() + "%",
        limits.rows() + "%",
        limits.tables() + "%",
        limits.last());
  }
}
