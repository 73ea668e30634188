package digital.vya.backup.core;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.SecretSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret source {@code store}: a {@link SecretStore}. It is asked without being configured
 * where a configuration names secrets and no sources.
 */
public final class StoreSource implements SecretSource<StoreSource.Config> {

  private final StoreSeal seal;
  private final Map<String, String> environment;

  /** The source, with the environment of this process. */
  public StoreSource() {
    this(new StoreSeal(KeyFiles.MACHINE_ID), System.getenv());
  }

  StoreSource(StoreSeal seal, Map<String, String> environment) {
    this.seal = seal;
    this.environment = environment;
  }

  /**
   * Its settings.
   *
   * @param path the store; where missing, {@link SecretStore#usualFile}
   * @param keyFile the key file, for a store that needs one
   * @param passphrase the passphrase, for a store that needs one
   */
  public record Config(@Nullable Path path, @Nullable Path keyFile, @Nullable Secret passphrase) {}

  @Override
  public String name() {
    return "store";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Optional<Secret> find(Config config, String id, Host host) {
    if (!SecretStore.isId(id)) {
      return Optional.empty();
    }
    Path file = config.path() == null ? SecretStore.usualFile() : config.path();
    StoreKey key =
        StoreKey.choose(
            file,
            Optional.ofNullable(config.keyFile()),
            Optional.ofNullable(config.passphrase()),
            environment);
    return new SecretStore(file, key, seal).find(id);
  }
}
