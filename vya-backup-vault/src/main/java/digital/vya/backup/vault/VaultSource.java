package digital.vya.backup.vault;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.SecretSource;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from the KV engine, version 2, of HashiCorp Vault or OpenBao. An id is {@code
 * path/to/secret#key}; without {@code #} the key is {@code value}. Values are read anew each time;
 * only the login of an AppRole is kept, for five minutes at most.
 */
public final class VaultSource implements SecretSource<VaultConfig> {

  private final AtomicReference<@Nullable VaultSession> last = new AtomicReference<>();

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public Class<VaultConfig> configType() {
    return VaultConfig.class;
  }

  @Override
  public Optional<Secret> find(VaultConfig config, String id, Host host)
      throws IOException, InterruptedException {
    Optional<SecretName> name = SecretName.of(id);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    VaultSession session = last.get();
    if (session == null || !session.config().equals(config)) {
      session = new VaultSession(config);
      last.set(session);
    }
    return session.read(name.get());
  }
}
