package digital.vya.backup.awssecrets;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/** Makes clients. One is for one secret: a run asks for few, and a source keeps no state. */
final class Clients {

  private Clients() {}

  static SecretsManagerClient open(AwsSecretsConfig config) {
    Duration timeout = Objects.requireNonNull(config.timeout(), "has a default");
    SecretsManagerClientBuilder builder =
        SecretsManagerClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(timeout).socketTimeout(timeout))
            .overrideConfiguration(override -> override.apiCallTimeout(timeout));
    if (config.region() != null) {
      builder.region(Region.of(config.region()));
    }
    if (config.endpoint() != null) {
      builder.endpointOverride(URI.create(config.endpoint()));
    }
    if (config.accessKey() != null) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              credentials(
                  config.accessKey(),
                  Objects.requireNonNull(config.secretKey(), "checked"),
                  config.sessionToken())));
    }
    try {
      return builder.build();
    } catch (SdkClientException e) {
      // All else was checked before: the region is the one thing that is looked for here.
      throw BackupException.configuration(
          "no region is known for AWS Secrets Manager; set region, or AWS_REGION in the environment");
    }
  }

  private static AwsCredentials credentials(
      String accessKey, Secret secretKey, @org.jspecify.annotations.Nullable Secret sessionToken) {
    return sessionToken == null
        ? AwsBasicCredentials.create(accessKey, secretKey.reveal())
        : AwsSessionCredentials.create(accessKey, secretKey.reveal(), sessionToken.reveal());
  }
}
