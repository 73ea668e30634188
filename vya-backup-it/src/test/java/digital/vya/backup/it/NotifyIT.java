package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import digital.vya.backup.it.Launcher.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of a run of the packaged launcher. */
final class NotifyIT {

  private static final String TOKEN = "t0ken-in-the-path";

  @TempDir Path folder;
  private final List<String> pings = new CopyOnWriteArrayList<>();
  private Launcher launcher;
  private MailServer mails;
  private HttpServer http;
  private Path config;

  @BeforeEach
  void oneGoodAndOneBad() throws Exception {
    launcher = new Launcher(Files.createDirectory(folder.resolve("launcher")));
    mails = new MailServer(folder);
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          pings.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
    Files.createDirectory(folder.resolve("store"));
    Path good = Files.createDirectory(folder.resolve("good"));
    Files.writeString(good.resolve("a.txt"), "content");
    config =
        Launcher.configuration(
            folder.resolve("config.json"),
            """
            {
              "server": {"name": "db01"},
              "run": {"state_dir": "%1$s/state"},
              "defaults": {"retry": {"attempts": 1}},
              "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
              "instances": [
                {"id": "good", "dbms": "files", "sets": {"a": {"include": ["%1$s/good"]}}},
                {"id": "bad", "dbms": "sqlite", "path": "%1$s/gone"}],
              "notifications": [
                {"id": "ping", "type": "webhook", "method": "get",
                 "start_url": "http://127.0.0.1:%2$d/%4$s/start",
                 "success_url": "http://127.0.0.1:%2$d/%4$s",
                 "failure_url": "http://127.0.0.1:%2$d/%4$s/fail"},
                {"id": "mail", "type": "email", "host": "127.0.0.1", "port": %3$d,
                 "security": "none", "from": "backup@example.org", "to": ["ops@example.org"]}]
            }
            """
                .formatted(folder, http.getAddress().getPort(), mails.port, TOKEN));
  }

  @AfterEach
  void stop() {
    mails.close();
    http.stop(0);
  }

  private Result run(String... arguments) throws Exception {
    var all = new java.util.ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config.toString()));
    return launcher.run(all.toArray(String[]::new));
  }

  @Test
  void aRunIsOneMailWithItsLogAndPingsInOrder() throws Exception {
    Result backup = run("backup", "--all");

    assertThat(backup.exitCode()).as("%s", backup).isEqualTo(3);
    assertThat(backup.out() + backup.err()).doesNotContain(TOKEN, "notification");
    assertThat(pings).containsExactly("GET /" + TOKEN + "/start", "GET /" + TOKEN + "/fail");
    assertThat(mails.received()).hasSize(1);
    String mail = mails.received().get(0);
    assertThat(mail)
        .contains("Subject: PARTIAL: backup of db01 (1 of 2 failed)", "good/a", "bad")
        .contains("multipart/mixed", "multipart/alternative");
    Path log = folder.resolve("log.gz");
    String attached =
        mail.replaceAll("(?s).*application/gzip.*?\\r?\\n\\r?\\n([A-Za-z0-9+/=\\r\\n]+)--.*", "$1");
    Files.write(log, Base64.getMimeDecoder().decode(attached));
    assertThat(Shell.run("gunzip", "-c", log.toString()))
        .contains("good/a")
        .contains("bad")
        .doesNotContain(TOKEN);
    assertThat(folder.resolve("state/work")).isEmptyDirectory();
  }

  @Test
  void aMailServerThatIsDownChangesNothingButAWarning() throws Exception {
    mails.close();

    Result backup = run("backup", "--instance", "good");

    assertThat(backup.exitCode()).as("%s", backup).isZero();
    assertThat(backup.out())
        .contains("notification mail failed: ", "the mail server 127.0.0.1:", "cannot be reached");
    assertThat(pings).hasSize(2);
  }

  @Test
  void aTestTellsOfAFailureAndOfASuccess() throws Exception {
    Result test = run("notify", "test");

    assertThat(test.exitCode()).as("%s", test).isZero();
    assertThat(mails.received())
        .hasSize(2)
        .anyMatch(mail -> mail.contains("Subject: FAILED: backup of db01 (TEST) (1 of 1)"))
        .anyMatch(mail -> mail.contains("Subject: OK: backup of db01 (TEST) (1 of 1)"));
    assertThat(pings).containsExactly("GET /" + TOKEN + "/fail", "GET /" + TOKEN);
    assertThat(run("notify", "test", "--channel", "nobody").exitCode()).isEqualTo(2);
    assertThat(run("notify", "test", "--channel", "mail", "--outcome", "overdue").exitCode())
        .isZero();
    assertThat(mails.received()).anyMatch(mail -> mail.contains("Subject: OVERDUE:"));
    mails.close();
    assertThat(run("notify", "test", "--channel", "mail").exitCode()).isEqualTo(4);
  }
}
