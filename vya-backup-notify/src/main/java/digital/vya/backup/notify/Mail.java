package digital.vya.backup.notify;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** A mail with an id of its own, which it keeps however often it is sent. */
final class Mail extends MimeMessage {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final String id;

  Mail(Session session, EmailConfig config, List<String> to, Instant now)
      throws MessagingException {
    super(session);
    InternetAddress from = EmailConfig.address("from", config.from());
    String address = from.getAddress();
    this.id =
        "<vya-backup."
            + UUID.randomUUID()
            + "@"
            + address.substring(address.indexOf('@') + 1)
            + ">";
    setFrom(from);
    for (String one : to) {
      addRecipient(Message.RecipientType.TO, EmailConfig.address("to", one));
    }
    if (config.replyTo() != null) {
      setReplyTo(new InternetAddress[] {EmailConfig.address("reply_to", config.replyTo())});
    }
    setSentDate(Date.from(now));
    setHeader("Auto-Submitted", "auto-generated");
    setHeader("Precedence", "bulk");
    setHeader("X-Auto-Response-Suppress", "All");
  }

  void write(String subject, MailText text, List<MimeBodyPart> attached) throws MessagingException {
    setSubject(Plain.line(subject, 400), UTF_8);
    MimeMultipart twins =
        new MimeMultipart("alternative", part("plain", text.plain()), part("html", text.html()));
    if (attached.isEmpty()) {
      setContent(twins);
    } else {
      var both = new MimeBodyPart();
      both.setContent(twins);
      var all = new MimeMultipart("mixed", both);
      for (MimeBodyPart one : attached) {
        all.addBodyPart(one);
      }
      setContent(all);
    }
    saveChanges();
  }

  private static MimeBodyPart part(String subtype, String text) throws MessagingException {
    var part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    return part;
  }

  static MimeBodyPart attachment(String name, byte[] gzip) throws MessagingException {
    var part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(gzip, "application/gzip")));
    part.setFileName(name);
    return part;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
