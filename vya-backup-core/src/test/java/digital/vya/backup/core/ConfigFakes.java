package digital.vya.backup.core;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.ServerFigures;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plugins that have names and settings and do nothing. */
final class ConfigFakes {

  private ConfigFakes() {}

  static PluginRegistry registry() {
    return PluginRegistry.of(
        new Driver<>("postgresql", ServerConfig.class),
        new Driver<>("files", FilesConfig.class),
        new Driver<>("odd", OddConfig.class),
        new Stage("zstd"),
        new Stage("gzip"),
        new Place("local"),
        new Mail("email"),
        new Gauges("gauges"));
  }

  enum Tls {
    DISABLE,
    VERIFY_FULL
  }

  /** Settings with a default of their own, as a plugin's author writes them. */
  record ServerConfig(
      @NotBlank String host,
      @Min(1) @Max(65535) @Nullable Integer port,
      @NotBlank @Nullable String user,
      @NotBlank @Nullable Secret password,
      @Nullable Tls tls,
      @Nullable Path toolsDir,
      @Nullable Duration connectTimeout,
      @Nullable ZoneId zone,
      @Nullable Long maxBytes,
      @Nullable Boolean verbose,
      @Nullable Map<String, String> parameters,
      @Nullable Tunnel tunnel) {

    ServerConfig {
      port = port == null ? Integer.valueOf(5432) : port;
    }
  }

  record Tunnel(@NotBlank @Nullable String gateway, @Min(1) int hops, @Nullable Secret key) {}

  record FilesConfig(
      @NotEmpty @Nullable List<@Valid FileSet> sets, @Valid @Nullable Map<String, FileSet> named) {}

  record FileSet(@NotBlank @Nullable String name, @Size(min = 1) @Nullable List<Path> paths) {}

  /** A record whose constructor looks for itself. */
  record OddConfig(String first, @Nullable Secret second, @Nullable String mode) {
    OddConfig {
      if ("leak".equals(mode) && second != null) {
        throw new IllegalArgumentException("cannot use " + second.reveal());
      }
      if ("refuse".equals(mode)) {
        throw new IllegalArgumentException("first and second\nexclude each other");
      }
      if (!"free".equals(mode) && first.isBlank()) {
        throw new IllegalArgumentException("first must not be blank");
      }
    }
  }

  record LevelConfig(@Min(1) @Max(19) @Nullable Integer level) {}

  record PlaceConfig(Path path) {
    PlaceConfig {
      java.util.Objects.requireNonNull(path, "path");
    }
  }

  record MailConfig(@NotEmpty @Nullable List<@NotBlank String> to, @Nullable Secret password) {}

  record Driver<C extends Record>(String name, Class<C> configType) implements DbmsDriver<C> {
    @Override
    public ServerInfo check(C config, Host host) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> databases(C config, Host host) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String dumpName(C config, String database) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DumpInfo dump(C config, DumpRequest what, OutputStream sink, Host host) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restore(C config, RestoreRequest into, InputStream dump, Host host) {
      throw new UnsupportedOperationException();
    }
  }

  record Stage(String name) implements Archiver<LevelConfig> {
    @Override
    public Class<LevelConfig> configType() {
      return LevelConfig.class;
    }

    @Override
    public String archiveName(LevelConfig config, String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OutputStream archive(LevelConfig config, String name, OutputStream sink, Host host) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream extract(LevelConfig config, InputStream archive, Host host) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean recognizes(byte[] head) {
      throw new UnsupportedOperationException();
    }
  }

  record Place(String name) implements Storage<PlaceConfig> {
    @Override
    public Class<PlaceConfig> configType() {
      return PlaceConfig.class;
    }

    @Override
    public StorageSession open(PlaceConfig config, Host host) {
      throw new UnsupportedOperationException();
    }
  }

  record Gauges(String name) implements MetricsExporter<PlaceConfig> {
    @Override
    public Class<PlaceConfig> configType() {
      return PlaceConfig.class;
    }

    @Override
    public void export(PlaceConfig config, ServerFigures status, Host host) {
      throw new UnsupportedOperationException();
    }
  }

  record Mail(String name) implements Notifier<MailConfig> {
    @Override
    public Class<MailConfig> configType() {
      return MailConfig.class;
    }

    @Override
    public void send(MailConfig config, BackupReport report, Host host) {
      throw new UnsupportedOperationException();
    }
  }
}
