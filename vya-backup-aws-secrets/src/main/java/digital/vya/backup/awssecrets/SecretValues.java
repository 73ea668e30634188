package digital.vya.backup.awssecrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import digital.vya.backup.api.BackupException;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Values of secrets. Apart from the plugin, so that a start loads nothing of the SDK. */
final class SecretValues {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private SecretValues() {}

  /** The text of a secret; nothing if there is none of this name. */
  static Optional<String> text(AwsSecretsConfig config, String name) throws InterruptedException {
    String what = "the secret " + name + " cannot be read";
    try (SecretsManagerClient client = Clients.open(config)) {
      GetSecretValueResponse answer =
          Asking.of(() -> client.getSecretValue(asked -> asked.secretId(name)));
      @Nullable String text = answer.secretString();
      if (text == null) {
        throw BackupException.configuration(
            what + ": it is binary; keep it as text in AWS Secrets Manager");
      }
      return Optional.of(text);
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw Failures.of(what, config, e);
    }
  }

  /** The value at a key of a text that is a JSON object. */
  static String value(String name, String key, String text) {
    String what = "the secret " + name + " cannot be read: ";
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // Neither its message nor itself as a cause: both may quote the secret.
      throw BackupException.configuration(
          what + "it is no JSON object, so it has no key " + key + "; leave #" + key + " out");
    }
    JsonNode value = root.path(key);
    if (!value.isValueNode() || value.isNull()) {
      var keys = new ArrayList<String>();
      root.fieldNames().forEachRemaining(keys::add);
      throw BackupException.configuration(
          what
              + "it has no text or number at the key %s; it has %s"
                  .formatted(Failures.line(key), Failures.line(keys.toString())));
    }
    return value.asText();
  }
}
