package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where metrics are pushed. */
final class Pushgateway {

  private static final String TYPE = "pushgateway";
  private static final Pattern KNOWN_USER =
      Pattern.compile("(https?://)(?<user>[^/:@]*):(?<password>[^/@]*)@");

  private final Draft draft;

  Pushgateway(Draft draft) {
    this.draft = draft;
  }

  /** Puts it there if it is switched on; {@code address} is the key of its URL. */
  void put(Section said, String address) {
    if (!said.isThere()) {
      return;
    }
    boolean enabled = said.flag("enabled", true);
    Optional<String> url = said.text(address);
    Optional<String> job = said.text("job_name");
    Optional<Integer> timeout = said.number("timeout");
    said.tellRest();
    if (!enabled || url.isEmpty()) {
      draft.tell(said.at(enabled ? address : "enabled") + ": no metrics are pushed");
      return;
    }
    if (!draft.hasExporter(TYPE)) {
      draft.tellLack(
          said.at(address)
              + ": no metrics are pushed, as there is no metrics exporter pushgateway here; put the"
              + " jar vya-backup-metrics and those it needs into the folder plugins of the"
              + " distribution");
      return;
    }
    ObjectNode gateway = draft.metrics(TYPE);
    timeout.ifPresent(seconds -> gateway.put("timeout", seconds + "s"));
    put(gateway, url.get());
    job.ifPresent(name -> gateway.put("job", Draft.literal(name)));
  }

  private static void put(ObjectNode gateway, String url) {
    // It went without a scheme before.
    String whole = url.contains("://") ? url : "http://" + url;
    Matcher known = KNOWN_USER.matcher(whole);
    gateway.put("url", Draft.literal(known.replaceFirst("$1")));
    if (known.lookingAt()) {
      gateway.put("user", Draft.literal(decoded(known.group("user"))));
      gateway.put("password", Draft.literal(decoded(known.group("password"))));
      if (whole.startsWith("http:")) {
        gateway.put("allow_http", true);
      }
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
