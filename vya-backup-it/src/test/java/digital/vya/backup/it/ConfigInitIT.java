package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wizard as somebody at a terminal uses it, and the backup that its configuration makes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ConfigInitIT {

  private static final String PASSWORD = "hunter2 ${env:X} \"#";

  @TempDir Path folder;

  private final PostgresServer server = PostgresServer.shared(15);
  private Launcher launcher;
  private Path file;

  @BeforeEach
  void unpack() throws Exception {
    launcher = new Launcher(Files.createDirectory(folder.resolve("launcher")));
    file = folder.resolve("vya.json");
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS wizard",
        "DROP ROLE IF EXISTS wizard",
        "CREATE ROLE wizard LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'",
        "CREATE DATABASE wizard");
  }

  private Pty terminal() throws IOException {
    return launcher.atTerminal("config", "init", "--out", file.toString());
  }

  /** Chooses a line by what it says: its number depends on what runs on this machine. */
  private static void choose(Pty pty, String line) throws IOException {
    String shown = pty.await("[1]:");
    Matcher matcher = Pattern.compile("(\\d+)  " + Pattern.quote(line)).matcher(shown);
    assertThat(matcher.find()).as(shown).isTrue();
    pty.type(matcher.group(1) + "\n");
  }

  private void server(Pty pty, String first, String second) throws IOException {
    pty.answer("  host:", "127.0.0.1");
    pty.answer("  port:", Integer.toString(server.port()));
    pty.answer("  user:", "wizard");
    pty.answer("  password (not shown; empty for none):", first);
    pty.answer("  the same again:", second);
  }

  @Test
  void whatIsAnsweredIsTriedWrittenOwnerOnlyAndBacksUp() throws Exception {
    try (Pty pty = terminal()) {
      pty.answer("Name of this server (empty: the host's):", "sp-01");
      pty.answer(
          "Folder for the backups, made if it is missing [/var/backups/vya]:", folder + "/backups");
      choose(pty, "postgresql, somewhere else");
      pty.answer("Its id [main]:", "");
      server(pty, "wrong-one", "wrong-one");
      pty.await("does not work: ");
      choose(pty, "type it again");
      server(pty, PASSWORD, "misspelt-one");
      pty.answer("  password (not shown; empty for none):", PASSWORD);
      pty.answer("  the same again:", PASSWORD);
      pty.await("  works");
      pty.answer("Back up something else as well [no]:", "");
      pty.answer("Send reports by mail [no]:", "");
      pty.answer("Back up every day at [00:30]:", "soon");
      pty.answer("Back up every day at [00:30]:", "6:15");
      assertThat(pty.end()).as(pty.screen()).isZero();
      assertThat(pty.screen())
          .contains("the two differ")
          .contains("15 6 * * * ", "--config " + file + " backup --all")
          .doesNotContain("hunter2", "wrong-one", "misspelt-one");
    }

    Path secret = folder.resolve("secrets/vya/instances-main-password");
    assertThat(Files.readString(secret)).isEqualTo(PASSWORD + "\n");
    for (Path one : List.of(file, secret)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(file)).contains("${file:" + secret + "}").doesNotContain("hunter2");
    Launcher.Result backup =
        launcher.run("backup", "--instance", "main", "--database", "wizard", "-c", file.toString());
    assertThat(backup.exitCode()).as("%s", backup).isZero();
  }

  @Test
  void aFileThatIsThereStaysUnlessSomebodySaysYesAndGivingUpWritesNothing() throws Exception {
    Files.writeString(file, "precious");
    try (Pty pty = terminal()) {
      pty.answer("Type yes to go on:", "y");
      assertThat(pty.end()).isEqualTo(130);
    }
    try (Pty pty = terminal()) {
      pty.answer("Type yes to go on:", "yes");
      pty.await("Name of this server");
      pty.type("\u0003");
      assertThat(pty.end()).as(pty.screen()).isEqualTo(130);
    }
    assertThat(Files.readString(file)).isEqualTo("precious");
    assertThat(folder.resolve("secrets")).doesNotExist();
  }
}
