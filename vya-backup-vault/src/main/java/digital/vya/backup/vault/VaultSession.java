package digital.vya.backup.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads with one set of settings. A login counts for the secrets of a run: a secret id may be good
 * for few logins.
 */
final class VaultSession {

  private static final Duration LONGEST_LOGIN = Duration.ofMinutes(5);

  private final VaultConfig config;
  private final Http http;
  private final ReentrantLock loggingIn = new ReentrantLock();
  private volatile @Nullable Login login;

  VaultSession(VaultConfig config) {
    this.config = config;
    this.http = new Http(config);
  }

  /** A token, and when to ask for another one, by the clock that never jumps. */
  private record Login(Secret token, long ends) {
    boolean holds() {
      return System.nanoTime() - ends < 0;
    }
  }

  VaultConfig config() {
    return config;
  }

  /** The value; nothing if there is none at its path. */
  Optional<Secret> read(SecretName name) throws IOException, InterruptedException {
    String path =
        SecretName.encoded(String.valueOf(config.mount()))
            + "/data/"
            + SecretName.encoded(name.path());
    Login kept = login;
    Http.Answer answer = http.get(path, token());
    if (answer.status() == 403 && kept != null) {
      // The server may have forgotten the login of a moment ago.
      login = null;
      answer = http.get(path, token());
    }
    return value(name, answer);
  }

  private Optional<Secret> value(SecretName name, Http.Answer answer) {
    String what = "the secret " + Failures.line(name.path()) + " cannot be read";
    if (answer.status() == 403) {
      throw BackupException.configuration(
          "%s: Vault at %s denies it; the token is wrong or has expired, or its policy does not allow read on %s/data/%s"
              .formatted(what, config.address(), config.mount(), Failures.line(name.path())));
    }
    if (answer.status() == 404 && Failures.said(answer.body()).isEmpty()) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw Failures.of(config, answer, what);
    }
    JsonNode data = answer.body().path("data").path("data");
    if (!data.isObject()) {
      throw BackupException.configuration(
          "%s: what Vault at %s has at %s is no KV engine of version 2; name its mount"
              .formatted(what, config.address(), config.mount()));
    }
    JsonNode value = data.path(name.key());
    if (!value.isValueNode() || value.isNull()) {
      var keys = new ArrayList<String>();
      data.fieldNames().forEachRemaining(keys::add);
      throw BackupException.configuration(
          "%s: it has no text or number at the key %s; it has %s, so name one as path#key"
              .formatted(what, Failures.line(name.key()), Failures.line(keys.toString())));
    }
    return Optional.of(new Secret(value.asText()));
  }

  private Secret token() throws IOException, InterruptedException {
    if (config.token() != null) {
      return config.token();
    }
    loggingIn.lockInterruptibly();
    try {
      Login known = login;
      if (known == null || !known.holds()) {
        known = login();
        login = known;
      }
      return known.token();
    } finally {
      loggingIn.unlock();
    }
  }

  private Login login() throws IOException, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("role_id", config.roleId());
    body.put("secret_id", Objects.requireNonNull(config.secretId(), "checked").reveal());
    String path = "auth/" + SecretName.encoded(String.valueOf(config.approleMount())) + "/login";
    Http.Answer answer = http.post(path, body);
    if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
      throw BackupException.configuration(
          "Vault at %s refuses the login of the AppRole; role_id or secret_id is wrong, has expired or is used up"
              .formatted(config.address()));
    }
    String token = answer.body().path("auth").path("client_token").asText("");
    if (answer.status() != 200 || token.isEmpty()) {
      throw Failures.of(config, answer, "no login with the AppRole");
    }
    long seconds = Math.max(0, answer.body().path("auth").path("lease_duration").asLong(0) / 2);
    long kept = Math.min(LONGEST_LOGIN.toSeconds(), seconds);
    return new Login(new Secret(token), System.nanoTime() + Duration.ofSeconds(kept).toNanos());
  }
}
