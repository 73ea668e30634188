package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The core's own keys of a configuration, as records; docs/config.md describes them. */
final class ConfigShape {

  /** An id is part of keys and file names. */
  private static final String ID = "[A-Za-z0-9_][A-Za-z0-9._-]{0,62}";

  private static final String ID_TEXT =
      "must be 1 to 63 letters, digits, '.', '_' or '-', and not begin with '.' or '-'";

  private static final String ONE_LINE = "[^\\p{Cntrl}]*";

  private static final String FOLDER = "[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+)*";
  private static final String FOLDER_TEXT =
      "must be a folder in the storage, without a / at its ends";

  private static final String PERCENT = "(100|[0-9]{1,2})%";
  private static final String PERCENT_TEXT = "must be a percentage, such as 50%";

  /** Names the schema, for editors; means nothing to us. */
  static final String SCHEMA = "$schema";

  private ConfigShape() {}

  record RootKeys(
      @Nullable ServerKeys server,
      @Sections(PluginKind.SECRETS) @Nullable List<JsonNode> secrets,
      @Nullable RunKeys run,
      @Nullable DefaultKeys defaults,
      @Sections(PluginKind.STORAGE) @NotEmpty @Nullable List<JsonNode> storages,
      @Sections(PluginKind.DBMS) @NotEmpty @Nullable List<JsonNode> instances,
      @Nullable RetentionKeys retention,
      @Sections(PluginKind.NOTIFIER) @Nullable List<JsonNode> notifications,
      @Sections(PluginKind.METRICS) @Nullable List<JsonNode> metrics,
      @Nullable LoggingKeys logging,
      @Nullable ScheduleKeys schedule,
      @Nullable AuditKeys audit) {}

  record ServerKeys(
      @Size(min = 1, max = 255) @Pattern(regexp = ONE_LINE, message = "must be one line")
          @Nullable String name,
      @Nullable ZoneId timezone,
      @Size(min = 1, max = 255) @Pattern(regexp = ONE_LINE, message = "must be one line")
          @Nullable String environment,
      @Size(max = 50) @Nullable Map<String, String> labels) {}

  record RunKeys(
      @Min(1) @Max(256) @Nullable Integer parallel,
      @Nullable Path stateDir,
      @Nullable String keyTemplate,
      @Nullable Proof verifyAfterBackup,
      @Nullable Boolean fingerprints,
      @Nullable Duration keepReplaced,
      @Nullable Boolean allowReadableConfig,
      @Pattern(regexp = "[0-9]{1,6}%?", message = "must be a number or a percentage, such as 50%")
          @Nullable String deleteLimit) {}

  /** What a run does to prove a backup; the names of the evidence mean the same. */
  enum Proof {
    NONE(Evidence.STORED),
    STORED(Evidence.STORED),
    READ_BACK(Evidence.READ_BACK),
    DECODE(Evidence.DECODED),
    DECODED(Evidence.DECODED),
    RESTORE(Evidence.RESTORED),
    RESTORED(Evidence.RESTORED),
    MATCH(Evidence.MATCHED),
    MATCHED(Evidence.MATCHED);

    final Evidence evidence;

    Proof(Evidence evidence) {
      this.evidence = evidence;
    }
  }

  record DefaultKeys(
      @Sections(PluginKind.ARCHIVER) @Nullable List<JsonNode> archive,
      @Nullable List<String> destinations,
      @Nullable Duration timeout,
      @Nullable Duration stallTimeout,
      @Nullable RetryKeys retry,
      @Nullable ShrinkGuardKeys shrinkGuard) {

    static final DefaultKeys NONE = new DefaultKeys(null, null, null, null, null, null);
  }

  /** When a backup is far too small; a part of the median of the {@code last} before. */
  record ShrinkGuardKeys(
      @Nullable Boolean enabled,
      @Pattern(regexp = PERCENT, message = PERCENT_TEXT) @Nullable String bytes,
      @Pattern(regexp = PERCENT, message = PERCENT_TEXT) @Nullable String rows,
      @Pattern(regexp = PERCENT, message = PERCENT_TEXT) @Nullable String tables,
      @Min(1) @Max(100) @Nullable Integer last) {

    static final ShrinkGuardKeys NONE = new ShrinkGuardKeys(null, null, null, null, null);
  }

  record RetryKeys(
      @Min(1) @Max(100) @Nullable Integer attempts,
      @Nullable Duration pause,
      @Nullable Duration maxPause) {

    static final RetryKeys NONE = new RetryKeys(null, null, null);
  }

  record InstanceKeys(
      @NotNull @Pattern(regexp = ID, message = ID_TEXT) String id,
      @NotBlank @Nullable String dbms,
      @Nullable Boolean enabled,
      @Nullable List<String> include,
      @Nullable List<String> exclude,
      @Nullable Boolean globals,
      @Sections(PluginKind.ARCHIVER) @Nullable List<JsonNode> archive,
      @Nullable List<String> destinations,
      @Nullable Duration timeout,
      @Nullable Duration stallTimeout,
      @Nullable RetryKeys retry,
      @Nullable String drillOn,
      @Nullable ShrinkGuardKeys shrinkGuard,
      @Nullable RetentionKeys retention,
      @Nullable ScheduleKeys schedule) {}

  record StorageKeys(
      @NotNull @Pattern(regexp = ID, message = ID_TEXT) String id,
      @NotBlank @Nullable String type,
      @Nullable Boolean required,
      @Pattern(regexp = Bandwidth.FORM, message = Bandwidth.FORM_TEXT) @Nullable String bandwidth,
      @Nullable RetryKeys retry,
      @Nullable RetentionKeys retention,
      @Nullable List<OldFileKeys> oldFiles) {}

  /** What an older program left in a storage. */
  record OldFileKeys(
      @NotBlank @Nullable String instance,
      @Pattern(regexp = FOLDER, message = FOLDER_TEXT) @Nullable String folder,
      OldFiles.@NotNull Names names) {}

  record SecretKeys(
      @NotNull @Pattern(regexp = ID, message = ID_TEXT) String id,
      @NotBlank @Nullable String type) {}

  record StageKeys(@NotBlank @Nullable String type) {}

  record NotificationKeys(
      @NotNull @Pattern(regexp = ID, message = ID_TEXT) String id,
      @NotBlank @Nullable String type,
      @OrOne @Size(min = 1) @Nullable List<Occasion> on,
      @Nullable Duration timeout) {}

  /** Which backups stay: the union of what each rule keeps. */
  record RetentionKeys(
      @Min(1) @Nullable Integer keepLast,
      @Nullable Duration keepWithin,
      @Min(1) @Nullable Integer keepHourly,
      @Min(1) @Nullable Integer keepDaily,
      @Min(1) @Nullable Integer keepWeekly,
      @Min(1) @Nullable Integer keepMonthly,
      @Min(1) @Nullable Integer keepYearly,
      @Min(1) @Nullable Integer floor) {}

  /** When an instance is due. */
  @ExactlyOne({"cron", "time", "every"})
  record ScheduleKeys(
      @Nullable Boolean enabled,
      @Size(min = 1) @Nullable String cron,
      @Size(min = 1) @Nullable List<DayOfWeek> weekdays,
      @Nullable LocalTime time,
      @Nullable Duration tolerance,
      @Nullable Duration every,
      @Nullable ZoneId timezone) {}

  record MetricsKeys(
      @NotNull @Pattern(regexp = ID, message = ID_TEXT) String id,
      @NotBlank @Nullable String type,
      @Nullable Duration timeout) {}

  record LoggingKeys(
      LoggingOptions.@Nullable Level console,
      @Nullable LogFileKeys file,
      LoggingOptions.@Nullable Format format,
      @Nullable SeqKeys seq) {}

  record SeqKeys(
      @NotNull String url, @Nullable Secret apiKey, LoggingOptions.@Nullable Level level) {}

  record LogFileKeys(
      @NotNull Path dir,
      LoggingOptions.@Nullable Level level,
      @Min(1) @Nullable Integer maxMegabytes,
      @Min(1) @Max(10_000) @Nullable Integer keep) {}

  record AuditKeys(@Nullable Boolean enabled, @Nullable Path file) {}
}
