package digital.vya.backup.vault;

import digital.vya.backup.api.Secret;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Vault is and what opens it: a token, or the role and secret id of an AppRole.
 *
 * @param address such as {@code https://vault.example.org:8200}
 * @param namespace the namespace, where there are any
 * @param mount where the KV engine, version 2, is mounted; {@code secret} if missing
 * @param token a token that may read there
 * @param roleId the role id of an AppRole
 * @param secretId its secret id
 * @param approleMount where AppRole logins are mounted; {@code approle} if missing
 * @param caCert a PEM file with the authorities that the server's certificate is checked against,
 *     instead of those of Java
 * @param timeout the longest that one answer may take; 10 seconds if missing
 * @param allowHttp whether secrets and tokens may travel unencrypted to another host
 */
public record VaultConfig(
    @NotBlank String address,
    @Nullable String namespace,
    @Nullable String mount,
    @Nullable Secret token,
    @Nullable String roleId,
    @Nullable Secret secretId,
    @Nullable String approleMount,
    @Nullable Path caCert,
    @Nullable Duration timeout,
    @Nullable Boolean allowHttp) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  /**
   * Checks what belongs together.
   *
   * @throws IllegalArgumentException naming what is wrong, and no value of a secret
   */
  public VaultConfig {
    mount = mount == null ? "secret" : mount;
    approleMount = approleMount == null ? "approle" : approleMount;
    timeout = timeout == null ? TIMEOUT : timeout;
    boolean approle = roleId != null && secretId != null;
    if ((token != null) == approle || (roleId != null) != (secretId != null)) {
      throw new IllegalArgumentException("needs either token, or role_id and secret_id");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be longer than nothing");
    }
    if (namespace != null && !namespace.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException("namespace must be a path of ASCII letters");
    }
    if (address != null && !address.isBlank()) {
      checkAddress(address, Boolean.TRUE.equals(allowHttp));
    }
  }

  private static void checkAddress(String address, boolean allowHttp) {
    URI uri = URI.create(address.matches("[\\x21-\\x7e]+") ? address : "");
    String scheme = String.valueOf(uri.getScheme());
    boolean whole =
        scheme.matches("https?")
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (!whole) {
      throw new IllegalArgumentException(
          "address must be like https://vault.example.org:8200, without user and password");
    }
    if (scheme.equals("http") && !allowHttp && !LOOPBACK.matcher(uri.getHost()).matches()) {
      throw new IllegalArgumentException(
          "address must begin with https:, or everybody on the way reads the secrets; set allow_http"
              + " if that is what you want");
    }
  }

  /** The address of something below {@code /v1/}. */
  URI at(String path) {
    return URI.create(address.replaceFirst("/+$", "") + "/v1/" + path);
  }
}
