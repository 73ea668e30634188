package digital.vya.backup.s3;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** The SDK's client, set up such that stores that are not Amazon's understand it. */
final class Clients {

  private static final String R2 = ".r2.cloudflarestorage.com";

  /** What says that bytes were changed on their way. */
  private static final Set<String> DAMAGED =
      Set.of("BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "IncompleteBody");

  private Clients() {}

  static S3Client of(S3StorageConfig config, Optional<URI> endpoint, Pauses pauses) {
    boolean amazon = endpoint.isEmpty();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .connectionTimeout(config.connectTimeout())
                    .socketTimeout(config.readTimeout())
                    .maxConnections(1000))
            .credentialsProvider(credentials(config))
            .region(region(config, endpoint))
            .forcePathStyle(config.pathStyle() == null ? !amazon : config.pathStyle())
            .crossRegionAccessEnabled(amazon && config.region() == null)
            // Other stores know neither the newer checksums nor the trailers that carry them.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .overrideConfiguration(o -> o.retryStrategy(retries(config, pauses)));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static StandardRetryStrategy retries(S3StorageConfig config, Pauses pauses) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(config.attempts())
        .backoffStrategy(pauses.usual())
        .throttlingBackoffStrategy(pauses.throttled())
        // Each part has its own attempts; what many of them failed at says nothing about the next.
        .circuitBreakerEnabled(false)
        .retryOnException(
            e -> e instanceof AwsServiceException answer && DAMAGED.contains(Failures.code(answer)))
        .build();
  }

  /** How long to wait before a request is sent again. */
  record Pauses(BackoffStrategy usual, BackoffStrategy throttled) {

    static final Pauses GROWING =
        new Pauses(
            BackoffStrategy.exponentialDelay(
                java.time.Duration.ofMillis(100), java.time.Duration.ofSeconds(20)),
            BackoffStrategy.exponentialDelay(
                java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(20)));
  }

  private static Region region(S3StorageConfig config, Optional<URI> endpoint) {
    String region = config.region();
    if (region != null) {
      return Region.of(region);
    }
    return endpoint.filter(Clients::isR2).map(r2 -> Region.of("auto")).orElse(Region.US_EAST_1);
  }

  /** Whether the parts of an object must all be equally long there. */
  static boolean isR2(URI endpoint) {
    return String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT).endsWith(R2);
  }

  private static AwsCredentialsProvider credentials(S3StorageConfig config) {
    String id = config.accessKey();
    Secret secret = config.secretKey();
    if (id == null || secret == null) {
      if (id != null || secret != null || config.sessionToken() != null) {
        throw BackupException.configuration(
            "access_key, secret_key: one is missing; set both, or neither to take the credentials"
                + " of the environment");
      }
      return DefaultCredentialsProvider.builder().profileName(config.profile()).build();
    }
    Secret token = config.sessionToken();
    return StaticCredentialsProvider.create(
        token == null
            ? AwsBasicCredentials.create(id, secret.reveal())
            : AwsSessionCredentials.create(id, secret.reveal(), token.reveal()));
  }

  /** The endpoint; empty for Amazon. */
  static Optional<URI> endpoint(S3StorageConfig config) {
    String text = config.endpoint();
    if (text == null) {
      return Optional.empty();
    }
    URI uri = parsed(text);
    boolean usable =
        uri != null
            && uri.getHost() != null
            && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            // R2 shows its endpoint with the bucket behind it.
            && Set.of("", "/", "/" + config.bucket()).contains(uri.getRawPath());
    if (uri == null || !usable) {
      throw BackupException.configuration(
          "endpoint: is not one; write it like https://s3.example.com, without bucket and user");
    }
    return Optional.of(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()));
  }

  private static @Nullable URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
