package digital.vya.backup.notify;

import digital.vya.backup.api.Secret;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses whose path may hold a token, so that only their host is ever shown. */
final class Address {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private Address() {}

  /**
   * Checks one.
   *
   * @throws IllegalArgumentException without the address
   */
  static void check(String key, @Nullable Secret said, @Nullable Boolean allowHttp) {
    if (said == null) {
      return;
    }
    String text = said.reveal();
    // What cannot be parsed would be quoted by the parser.
    boolean parses = text.matches("https?://[\\x21-\\x7e&&[^\"<>\\\\^`{|}]]+") && isEscaped(text);
    URI uri = URI.create(parses ? text : "");
    if (!parses || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          key + " must be like https://hooks.example.org/path, without user and password");
    }
    if (text.startsWith("http:")
        && !Boolean.TRUE.equals(allowHttp)
        && !LOOPBACK.matcher(uri.getHost()).matches()) {
      throw new IllegalArgumentException(
          key
              + " must begin with https:, or everybody on the way reads it; set allow_http if that"
              + " is what you want");
    }
  }

  private static boolean isEscaped(String text) {
    if (text.replaceAll("%[0-9A-Fa-f]{2}", "").contains("%")) {
      return false;
    }
    try {
      new URI(text);
      return true;
    } catch (java.net.URISyntaxException e) {
      return false;
    }
  }

  static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
