package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the secrets in settings. */
final class SecretsIn {

  private SecretsIn() {}

  /** Adds the values of all secrets in a record, a list or a map, however deep. */
  static void collect(@Nullable Object value, Set<String> secrets) {
    if (value instanceof Secret secret) {
      if (!secret.reveal().isEmpty()) {
        secrets.add(secret.reveal());
      }
    } else if (value instanceof Iterable<?> many && !(value instanceof java.nio.file.Path)) {
      many.forEach(one -> collect(one, secrets));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(one -> collect(one, secrets));
    } else if (value instanceof Record settings) {
      for (RecordComponent component : settings.getClass().getRecordComponents()) {
        collect(valueOf(component, settings), secrets);
      }
    }
  }

  /** The value of one component. */
  static @Nullable Object valueOf(RecordComponent component, Record settings) {
    try {
      component.getAccessor().trySetAccessible();
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new BackupException(
          Reason.BUG,
          "the settings record %s cannot be read; its author must make it public"
              .formatted(PluginFacts.describe(settings.getClass())),
          e);
    }
  }
}
