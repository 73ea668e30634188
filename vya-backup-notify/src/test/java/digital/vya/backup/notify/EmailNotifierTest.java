package digital.vya.backup.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.notify.EmailConfig.AttachLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the mails. */
final class EmailNotifierTest {

  private static final BackupReport PARTIAL =
      Reports.of(
          Reports.stored("orders", 123_456_789),
          Reports.failed("users"),
          Reports.doubtful("stock"));

  @TempDir Path folder;
  private SmtpServer server;
  private LocalHost host;

  @BeforeEach
  void start() throws Exception {
    server = SmtpServer.plain(folder);
    host = LocalHost.open(folder.resolve("work"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    host.close();
  }

  private SmtpServer.Received sent(Emails emails, BackupReport report) throws Exception {
    new EmailNotifier().send(emails.config(), report, host);
    return server.only();
  }

  @Test
  void aRunIsOneMailWithBothForms() throws Exception {
    SmtpServer.Received mail = sent(Emails.to(server), PARTIAL);

    assertThat(mail.mail().getSubject()).isEqualTo("PARTIAL: backup of db01 (2 of 3 failed)");
    assertThat(mail.mail().getContentType()).startsWith("multipart/alternative");
    for (String text : List.of(mail.plain(), mail.html())) {
      assertThat(text)
          .contains("main/users", "FAILED", "install postgresql-client-17 or set tools_dir")
          .contains("a server, a program, a disk or the network")
          .contains("aborting because of mismatch")
          .contains("24 h 12 min ago (2026-01-12 00:30:00)")
          .contains("main/stock", "offsite: the bucket is full; make room or another bucket")
          .contains("main/orders", "117.7 MiB", "1 min 35 s", "decoded", "local, offsite");
    }
    assertThat(mail.plain())
        .contains("Since last time: +3.9 MiB (+3.4 %)", "1.1 GiB before compression");
  }

  @Test
  void theHeadersSayThatAMachineWroteIt() throws Exception {
    SmtpServer.Received mail = sent(Emails.to(server), PARTIAL);

    assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(mail.header("Precedence")).isEqualTo("bulk");
    assertThat(mail.header("X-Vya-Backup-Outcome")).isEqualTo("partial");
    assertThat(mail.header("Message-ID")).matches("<vya-backup\\.[0-9a-f-]{36}@example\\.org>");
    assertThat(mail.mail().getSentDate()).isNotNull();
    assertThat(mail.header("From")).isEqualTo("Backup <backup@example.org>");
    assertThat(mail.envelope()).contains("\"from\": \"backup@example.org\"");
  }

  @Test
  void successAndFailureGoToDifferentPeople() throws Exception {
    Emails emails = Emails.to(server);
    emails.to = List.of("all@example.org");
    emails.toSuccess = List.of("archive@example.org");
    emails.toFailure = List.of("oncall@example.org", "all@example.org");

    new EmailNotifier().send(emails.config(), Reports.of(Reports.stored("a", 1)), host);
    new EmailNotifier().send(emails.config(), PARTIAL, host);

    List<SmtpServer.Received> mails = server.received();
    assertThat(mails).hasSize(2);
    assertThat(mails.get(0).envelope()).contains("[\"all@example.org\", \"archive@example.org\"]");
    assertThat(mails.get(1).envelope()).contains("[\"all@example.org\", \"oncall@example.org\"]");
    assertThat(mails.get(0).mail().getSubject()).isEqualTo("OK: backup of db01 (1 of 1)");
  }

  @Test
  void nobodyIsToldWhereNobodyWantsIt() throws Exception {
    Emails emails = Emails.to(server);
    emails.to = List.of();
    emails.toFailure = List.of("oncall@example.org");

    new EmailNotifier().send(emails.config(), Reports.of(Reports.stored("a", 1)), host);

    assertThat(server.received()).isEmpty();
  }

  @Test
  void aHostileNameStaysText() throws Exception {
    SmtpServer.Received mail =
        sent(
            Emails.to(server),
            Reports.of(
                Reports.HOSTILE,
                Reports.stored(Reports.HOSTILE, 5),
                Reports.failed(Reports.HOSTILE)));

    assertThat(mail.header("Bcc")).isEmpty();
    assertThat(mail.mail().getAllRecipients()).hasSize(1);
    assertThat(mail.mail().getSubject())
        .isEqualTo(
            "PARTIAL: backup of a Bcc: x@example.net <script>alert(1)</script>\"'& 日本"
                + " (1 of 2 failed)");
    assertThat(mail.html())
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
    assertThat(mail.plain()).contains("== main/a Bcc: x@example.net <script>").doesNotContain("\0");
  }

  @Test
  void theMailIsPortugueseIfAsked() throws Exception {
    Emails emails = Emails.to(server);
    emails.locale = "pt-BR";
    emails.prefix = "[backup]";

    SmtpServer.Received mail = sent(emails, PARTIAL);

    assertThat(mail.mail().getSubject())
        .isEqualTo("[backup] PARCIAL: backup de db01 (2 de 3 com falha)");
    assertThat(mail.plain())
        .contains("Último backup bom: há 24 h 12 min (12/01/2026 00:30:00)", "117,7 MiB")
        .contains("um servidor, um programa, um disco ou a rede");
    assertThat(mail.html()).contains("<html lang=\"pt-BR\">", "Banco de dados");
  }

  @Test
  void nothingIsFetchedFromElsewhere() throws Exception {
    assertThat(sent(Emails.to(server), PARTIAL).html())
        .doesNotContain("http:", "https:", "src=", "url(", "<link", "<style", "@import");
  }

  @Test
  void theLogIsAttachedWhenNotAllIsWell() throws Exception {
    Path log = folder.resolve("run.log");
    Files.writeString(log, "first line\nlast line ção\n");
    host.withRunLog(Optional.of(log));

    SmtpServer.Received mail = sent(Emails.to(server), PARTIAL);

    assertThat(mail.mail().getContentType()).startsWith("multipart/mixed");
    assertThat(mail.part("application/gzip").getFileName())
        .isEqualTo("vya-backup-20260113T033000Z-0a1b2c3d.log.gz");
    assertThat(gunzip(mail)).isEqualTo("first line\nlast line ção\n");
    assertThat(mail.plain()).contains("The log of the run is attached.");
    new EmailNotifier().send(Emails.to(server).config(), Reports.of(Reports.stored("a", 1)), host);
    assertThat(server.received().get(1).mail().getContentType())
        .startsWith("multipart/alternative");
  }

  @Test
  void theLogIsAttachedAlwaysOrNeverIfAsked() throws Exception {
    Path log = Files.writeString(folder.resolve("run.log"), "a line\n");
    host.withRunLog(Optional.of(log));
    Emails always = Emails.to(server);
    always.attachLog = AttachLog.ALWAYS;
    Emails never = Emails.to(server);
    never.attachLog = AttachLog.NEVER;

    new EmailNotifier().send(always.config(), Reports.of(Reports.stored("a", 1)), host);
    new EmailNotifier().send(never.config(), PARTIAL, host);

    assertThat(server.received().get(0).mail().getContentType()).startsWith("multipart/mixed");
    assertThat(server.received().get(1).mail().getContentType())
        .startsWith("multipart/alternative");
  }

  @Test
  void aLongLogIsCutToItsEnd() throws Exception {
    Path log = folder.resolve("run.log");
    try (var out = Files.newBufferedWriter(log)) {
      for (int i = 0; i < 1_000_000; i++) {
        out.write(String.format(Locale.ROOT, "line %07d%n", i));
      }
    }
    host.withRunLog(Optional.of(log));

    String told = gunzip(sent(Emails.to(server), PARTIAL));

    assertThat(told.length()).isLessThan(10 * 1024 * 1024 + 100);
    assertThat(told).startsWith("The first 2.4 MiB of this log are left out.\nline 0");
    assertThat(told).endsWith("line 0999999\n");
  }

  @Test
  void aLogThatIsGoneCostsNoMail() throws Exception {
    host.withRunLog(Optional.of(folder.resolve("gone.log")));

    SmtpServer.Received mail = sent(Emails.to(server), PARTIAL);

    assertThat(mail.mail().getContentType()).startsWith("multipart/alternative");
    assertThat(host.warnings()).singleElement().asString().contains("could not be attached");
  }

  private static String gunzip(SmtpServer.Received mail) throws Exception {
    try (var in = new GZIPInputStream(mail.part("application/gzip").getInputStream())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aTemplateOfTheUserIsUsed() throws Exception {
    Files.writeString(
        folder.resolve("mail.html"), "<b>{{subject}}</b>{{#blocks}}<i>{{name}}</i>{{/blocks}}");
    Emails emails = Emails.to(server);
    emails.templates = folder;

    SmtpServer.Received mail = sent(emails, Reports.of("<x>", Reports.failed("users")));

    assertThat(mail.html())
        .isEqualTo("<b>FAILED: backup of &lt;x&gt; (1 of 1)</b><i>main/users</i>");
    assertThat(mail.plain()).contains("== main/users: FAILED");
  }

  @Test
  void aBrokenTemplateCostsNoMail() throws Exception {
    Files.writeString(folder.resolve("mail.txt"), "{{#blocks}}{{name}}");
    Files.writeString(folder.resolve("mail.html"), "{{>/etc/passwd}}");
    Emails emails = Emails.to(server);
    emails.templates = folder;

    SmtpServer.Received mail = sent(emails, PARTIAL);

    assertThat(mail.plain()).contains("== main/users: FAILED");
    assertThat(mail.html()).contains("main/users").doesNotContain("root:");
    assertThat(host.warnings())
        .hasSize(2)
        .allMatch(warning -> warning.endsWith("the built-in one is used"));
    assertThatThrownBy(() -> new EmailNotifier().reach(emails.config(), host))
        .hasMessageContaining("mail.txt is wrong");
  }

  @Test
  void anAlertIsAMail() throws Exception {
    new EmailNotifier()
        .send(
            Emails.to(server).config(),
            new Alert(
                Alert.Kind.OVERDUE,
                "db01",
                Reports.STARTED,
                ZoneId.of("UTC"),
                List.of(
                    new Alert.Finding(
                        ArtifactSource.database("main", "postgresql", "orders"),
                        "no backup since 2 days; look at cron"))),
            host);

    assertThat(server.only().mail().getSubject()).isEqualTo("OVERDUE: backup of db01 (1)");
    assertThat(server.only().plain()).contains("no backup since 2 days; look at cron");
  }
}
