package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * How mails are sent.
 *
 * @param at where the old configuration says it
 * @param host the server
 * @param port its port; the notifier's own choice if empty
 * @param security {@code none}, {@code starttls} or {@code tls}
 * @param sender whose name and password are used, and who it is from
 */
record Mail(String at, String host, Optional<Integer> port, String security, Sender sender) {

  private static final String TYPE = "email";

  /** Who sends; the values are those of the new configuration. */
  record Sender(Optional<String> user, Optional<String> password, Optional<String> from) {}

  void put(List<String> success, List<String> failure, Draft draft) {
    if (success.isEmpty() && failure.isEmpty()) {
      draft.tell(at + ": is left out, it names nobody who gets the mails");
      return;
    }
    if (!draft.hasNotifier(TYPE)) {
      draft.tellLack(
          at
              + ": no mail is sent, as there is no notifier email here; put the jar vya-backup-notify"
              + " and those it needs into the folder plugins of the distribution");
      return;
    }
    if (success.equals(failure)) {
      put("mail", success, List.of(), draft);
    } else {
      put("mail-success", success, List.of("complete"), draft);
      put("mail-failure", failure, List.of("partial", "failed"), draft);
    }
    if (security.equals("none") && !Dbms.isHere(host)) {
      draft.tell(
          at
              + ": mails and their password go to the server unprotected, as before; set security to"
              + " starttls or tls if it offers that");
    }
  }

  private void put(String id, List<String> to, List<String> on, Draft draft) {
    if (to.isEmpty()) {
      return;
    }
    ObjectNode mail = draft.notification(id, TYPE);
    Dbms.put(mail, "on", on);
    mail.put("host", Draft.literal(host));
    port.ifPresent(number -> mail.put("port", number));
    mail.put("security", security);
    sender.user().ifPresent(user -> mail.put("user", user));
    sender.password().ifPresent(password -> mail.put("password", password));
    sender.from().ifPresent(from -> mail.put("from", from));
    Dbms.put(mail, "to", to);
  }
}
