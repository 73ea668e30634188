package digital.vya.backup.core;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Plugin;
import digital.vya.backup.api.SecretSource;
import digital.vya.backup.api.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The things a plugin can be. */
enum PluginKind {
  DBMS("dbms", DbmsDriver.class, ConfigShape.InstanceKeys.class),
  ARCHIVER("archiver", Archiver.class, ConfigShape.StageKeys.class),
  STORAGE("storage", Storage.class, ConfigShape.StorageKeys.class),
  NOTIFIER("notifier", Notifier.class, ConfigShape.NotificationKeys.class),
  METRICS("metrics exporter", MetricsExporter.class, ConfigShape.MetricsKeys.class),
  SECRETS("secret source", SecretSource.class, ConfigShape.SecretKeys.class);

  private final String word;

  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private final Class<? extends Plugin> service;

  private final Class<? extends Record> coreKeys;

  @SuppressWarnings("rawtypes")
  PluginKind(String word, Class<? extends Plugin> service, Class<? extends Record> coreKeys) {
    this.word = word;
    this.service = service;
    this.coreKeys = coreKeys;
  }

  /** The kinds a plugin is of. */
  static List<PluginKind> of(Plugin<?> plugin) {
    return Arrays.stream(values()).filter(kind -> kind.service.isInstance(plugin)).toList();
  }

  /** How messages call it. */
  String word() {
    return word;
  }

  /** The setting that names the plugin. */
  String discriminator() {
    return this == DBMS ? "dbms" : "type";
  }

  /** The record of the settings beside the plugin's own. */
  Class<? extends Record> coreSettings() {
    return coreKeys;
  }

  /** The interface of the SPI. */
  @SuppressWarnings("rawtypes")
  Class<? extends Plugin> service() {
    return service;
  }

  /** The settings beside the plugin's own that belong to the core. */
  Set<String> coreKeys() {
    return SnakeCase.keys(coreKeys);
  }
}
