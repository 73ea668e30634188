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
      put("mail-success", success, List.of("success"), draft);
      put("mail-failure", failure, List.of("failure", "overdue", "damaged"), draft);
    }
    if (security.equals("none") && !Dbms.isHere(host)) {
      draft.tell(
          at
              + ": mails and their password go to the server unprotected, as before; set security to"
              + " starttls or tls if it offers that");
    }
  }

  /** Who sends, where nobody said it: one who is known to the server. */
  private String from(List<String> to) {
    return sender
        .from()
        .or(() -> sender.user().filter(user -> user.contains("@")))
        .orElseGet(() -> Draft.literal(to.get(0)));
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
    mail.put("from", from(to));
    // It did so before, and the notice about it says what to do.
    if (security.equals("none") && sender.user().isPresent() && !Dbms.isHere(host)) {
      mail.put("allow_plain_login", true);
    }
    Dbms.put(mail, "to", to);
  }
}
