package digital.vya.backup.awssecrets;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.SecretSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Secrets from AWS Secrets Manager, in their current version. An id is {@code name#key} for one
 * value of a secret that is a JSON object, or {@code name} for the whole text; a name may be an
 * ARN.
 */
public final class AwsSecretsSource implements SecretSource<AwsSecretsConfig> {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@:!-]{1,2048}");

  @Override
  public String name() {
    return "aws-secrets";
  }

  @Override
  public Class<AwsSecretsConfig> configType() {
    return AwsSecretsConfig.class;
  }

  @Override
  public Optional<Secret> find(AwsSecretsConfig config, String id, Host host)
      throws InterruptedException {
    int hash = id.indexOf('#');
    String name = hash < 0 ? id : id.substring(0, hash);
    String key = hash < 0 ? null : id.substring(hash + 1);
    if (!NAME.matcher(name).matches() || (key != null && key.isEmpty())) {
      return Optional.empty();
    }
    return SecretValues.text(config, name)
        .map(text -> new Secret(key == null ? text : SecretValues.value(name, key, text)));
  }
}
