package digital.vya.backup.notify;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.notify.EmailConfig.AttachLog;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The notifier {@code email}: one mail for each run, as HTML and as plain text. */
public final class EmailNotifier implements Notifier<EmailConfig> {

  /** For ServiceLoader and for embedders. */
  public EmailNotifier() {}

  @Override
  public String name() {
    return "email";
  }

  @Override
  public Class<EmailConfig> configType() {
    return EmailConfig.class;
  }

  @Override
  public void send(EmailConfig config, BackupReport report, Host host)
      throws IOException, InterruptedException {
    Letter letter = BackupLetter.of(report, new Texts(config.language()));
    send(config, letter, Optional.of(report.runId()), host);
  }

  @Override
  public void send(EmailConfig config, RestoreReport report, Host host)
      throws IOException, InterruptedException {
    Letter letter = OtherLetters.of(report, host.clock().getZone(), new Texts(config.language()));
    send(config, letter, Optional.of(report.restoreId()), host);
  }

  @Override
  public void send(EmailConfig config, Alert alert, Host host)
      throws IOException, InterruptedException {
    send(config, OtherLetters.of(alert, new Texts(config.language())), Optional.empty(), host);
  }

  private static void send(EmailConfig config, Letter letter, Optional<String> run, Host host)
      throws IOException, InterruptedException {
    List<String> to = config.recipients(letter.mood().good());
    if (to.isEmpty()) {
      return;
    }
    var texts = new Texts(config.language());
    List<MimeBodyPart> attached = new ArrayList<>();
    if (run.isPresent() && wantsLog(config, letter)) {
      log(run.get(), texts, host).ifPresent(attached::add);
    }
    Map<String, Object> model = letter.model(texts);
    model.put("hasLog", !attached.isEmpty());
    MailText text = MailText.of(model, config.templates(), host::warn);
    var smtp = new Smtp(config);
    Mail mail;
    try {
      mail = new Mail(smtp.session(), config, to, host.clock().instant());
      mail.setHeader("X-Vya-Backup-Outcome", letter.mood().key());
      mail.write(subject(config, letter), text, attached);
    } catch (MessagingException e) {
      throw new BackupException(
          Reason.BUG, "the mail cannot be written: " + Plain.line(e.getMessage(), 200), e);
    }
    Retrying.run(config.retry(), () -> smtp.send(mail));
  }

  private static String subject(EmailConfig config, Letter letter) {
    String prefix = config.subjectPrefix();
    return prefix == null || prefix.isBlank()
        ? letter.subject()
        : prefix.strip() + " " + letter.subject();
  }

  private static boolean wantsLog(EmailConfig config, Letter letter) {
    return config.attachLog() == AttachLog.ALWAYS
        || (config.attachLog() == AttachLog.FAILURE && !letter.mood().good());
  }

  /** A mail without the log is better than none. */
  private static Optional<MimeBodyPart> log(String run, Texts texts, Host host) {
    Optional<Path> log = host.runLog();
    try {
      if (log.isPresent()) {
        String name = "vya-backup-" + run.replaceAll("[^A-Za-z0-9-]", "_") + ".log.gz";
        return Optional.of(Mail.attachment(name, LogTail.gzip(log.get(), texts)));
      }
    } catch (IOException | MessagingException e) {
      host.warn("the run's log could not be attached: " + e);
    }
    return Optional.empty();
  }

  @Override
  public List<String> reach(EmailConfig config, Host host)
      throws IOException, InterruptedException {
    MailText.check(config.templates(), Map.of());
    return new Smtp(config).reach();
  }
}
