package digital.vya.backup.notify;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.core.LocalHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmailNotifierTest {

  @TempDir Path folder;

  @Test
  void aRunIsOneMailWithBothForms() throws Exception {
    try (SmtpServer server = SmtpServer.plain(folder);
        LocalHost host = LocalHost.open(folder.resolve("work"))) {
      new EmailNotifier()
          .send(
              Emails.to(server).config(),
              Reports.of(Reports.stored("orders", 123_456_789), Reports.failed("users")),
              host);

      SmtpServer.Received mail = server.only();
      assertThat(mail.mail().getSubject()).isEqualTo("PARTIAL: backup of db01 (1 of 2 failed)");
      assertThat(mail.plain())
          .contains("== main/users: FAILED")
          .contains("install postgresql-client-17 or set tools_dir")
          .contains("aborting because of mismatch")
          .contains("24 h 12 min ago (2026-01-12 00:30:00)");
      assertThat(mail.html()).contains("main/orders", "117.7 MiB", "decoded", "local, offsite");
    }
  }
}
