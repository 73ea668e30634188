package digital.vya.backup.awssecrets;

import digital.vya.backup.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which account and region to ask.
 *
 * @param region such as {@code sa-east-1}; if missing, environment, profile and instance are asked
 * @param endpoint another address than Amazon's, such as that of a VPC endpoint
 * @param accessKey the id of the access key; if missing, environment, web identity, profile,
 *     container and instance role are asked, in the SDK's order
 * @param secretKey the access key's secret
 * @param sessionToken the token of temporary credentials
 * @param timeout the longest that one answer may take; 15 seconds if missing
 */
public record AwsSecretsConfig(
    @Nullable String region,
    @Nullable String endpoint,
    @Nullable String accessKey,
    @Nullable Secret secretKey,
    @Nullable Secret sessionToken,
    @Nullable Duration timeout) {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  /**
   * Checks what belongs together.
   *
   * @throws IllegalArgumentException naming what is wrong, and no value of a secret
   */
  public AwsSecretsConfig {
    timeout = timeout == null ? TIMEOUT : timeout;
    if ((accessKey == null) != (secretKey == null) || (sessionToken != null && accessKey == null)) {
      throw new IllegalArgumentException(
          "access_key and secret_key go together, and session_token goes with them");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be longer than nothing");
    }
    if (region != null && !region.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("region must be like sa-east-1");
    }
    if (endpoint != null) {
      checkEndpoint(endpoint);
    }
  }

  private static void checkEndpoint(String endpoint) {
    URI uri = URI.create(endpoint.matches("[\\x21-\\x7e]+") ? endpoint : "");
    String host = String.valueOf(uri.getHost());
    boolean fits =
        "https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && LOOPBACK.matcher(host).matches());
    if (uri.getHost() == null || uri.getRawUserInfo() != null || !fits) {
      throw new IllegalArgumentException(
          "endpoint must be like https://host:port; http: is for this host alone");
    }
  }
}
