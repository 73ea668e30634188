package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Plugin;
import digital.vya.backup.api.Reason;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The settings of a plugin when nobody says anything. */
final class DefaultConfig {

  private DefaultConfig() {}

  static <C extends Record> C of(Plugin<C> plugin) {
    Class<?>[] types =
        Arrays.stream(plugin.configType().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<C> canonical = plugin.configType().getDeclaredConstructor(types);
      return canonical.newInstance(new @Nullable Object[types.length]);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new NoneException(plugin.name() + " needs settings and none are configured");
    }
  }

  /** Without settings there is nothing to be done. */
  static final class NoneException extends BackupException {
    private static final long serialVersionUID = 1;

    NoneException(String message) {
      super(Reason.CONFIGURATION, message);
    }
  }
}
