package digital.vya.backup.metrics;

import digital.vya.backup.api.Secret;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link PushgatewayExporter} pushes to.
 *
 * @param url such as {@code https://pushgateway.example.org}, with a path where a proxy wants one
 * @param job the label {@code job} of all figures; {@code vya_backup} if missing
 * @param user a user, where the gateway or the proxy before it wants one
 * @param password the user's password
 * @param caCert a PEM file with the authorities that the server's certificate is checked against,
 *     instead of those of Java
 * @param allowHttp whether the password may travel unencrypted to another host
 */
public record PushgatewayConfig(
    @NotBlank String url,
    @Nullable String job,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable Path caCert,
    @Nullable Boolean allowHttp) {

  private static final String JOB = "vya_backup";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  /**
   * Checks what belongs together.
   *
   * @throws IllegalArgumentException naming what is wrong, and no value of a secret
   */
  public PushgatewayConfig {
    job = job == null ? JOB : job;
    if (job.isBlank()) {
      throw new IllegalArgumentException("job must not be empty");
    }
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException("user and password belong together");
    }
    if (user != null && (user.isEmpty() || user.indexOf(':') >= 0)) {
      throw new IllegalArgumentException("user must neither be empty nor hold a colon");
    }
    if (url != null && !url.isBlank()) {
      boolean open = password == null || Boolean.TRUE.equals(allowHttp);
      checkUrl(url, open);
    }
  }

  private static void checkUrl(String url, boolean open) {
    URI uri = URI.create(url.matches("[\\x21-\\x7e&&[^\"<>\\\\^`{|}]]+") ? url : "");
    boolean whole =
        String.valueOf(uri.getScheme()).matches("https?")
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (!whole) {
      throw new IllegalArgumentException(
          "url must be like https://pushgateway.example.org:9091; user and password have keys of"
              + " their own");
    }
    if (!open && uri.getScheme().equals("http") && !LOOPBACK.matcher(uri.getHost()).matches()) {
      throw new IllegalArgumentException(
          "url must begin with https:, or everybody on the way reads the password; set allow_http if"
              + " that is what you want");
    }
  }

  /** The address of something below that of the gateway. */
  URI at(String path) {
    return URI.create(url.replaceFirst("/+$", "") + path);
  }
}
