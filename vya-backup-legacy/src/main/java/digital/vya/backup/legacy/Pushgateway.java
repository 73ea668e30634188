package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Where metrics are pushed. */
final class Pushgateway {

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
    ObjectNode gateway = draft.section("metrics").putObject("pushgateway");
    gateway.put("url", Draft.literal(url.get()));
    job.ifPresent(name -> gateway.put("job", Draft.literal(name)));
    timeout.ifPresent(seconds -> gateway.put("timeout", seconds + "s"));
  }
}
