package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.core.LocalHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real socket; the program that speaks is systemd's own. */
final class SystemdTest {

  private static final String RECEIVER =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print("bound", flush=True)
      while True:
          data, fds, _, _ = socket.recv_fds(s, 4096, 4)
          for fd in fds:
              os.close(fd)
          if data != b"BARRIER=1":
              print(data.decode().replace("\\n", "|"), flush=True)
      """;

  @TempDir Path folder;

  @Test
  void theManagerIsToldThroughItsOwnSocket() throws Exception {
    Path socket = folder.resolve("notify");
    Process receiver =
        new ProcessBuilder("python3", "-c", RECEIVER, socket.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader heard = receiver.inputReader();
        LocalHost host = LocalHost.open(folder.resolve("work"))) {
      assertThat(heard.readLine()).isEqualTo("bound");
      Map<String, String> variables = Map.of("NOTIFY_SOCKET", socket.toString());
      try (var manager = Systemd.of(variables, 1, host.tools())) {
        manager.ready("the next backup\nis due");
        assertThat(heard.readLine()).isEqualTo("READY=1|STATUS=the next backup is due");
        manager.alive("fine");
        assertThat(heard.readLine()).isEqualTo("WATCHDOG=1|STATUS=fine");
        manager.stopping("ending");
        assertThat(heard.readLine()).isEqualTo("STOPPING=1|STATUS=ending");
      }
    } finally {
      receiver.destroyForcibly().waitFor();
    }
  }

  @Test
  void aWatchdogOfAnotherProcessIsNotOurs() throws IOException {
    try (LocalHost host = LocalHost.open(folder.resolve("work"))) {
      var variables = new java.util.TreeMap<>(Map.of("NOTIFY_SOCKET", "/nowhere"));
      assertThat(Systemd.of(Map.of(), 7, host.tools())).isSameAs(ServiceManager.NOBODY);
      assertThat(Systemd.of(variables, 7, host.tools()).patience()).isEmpty();
      variables.put("WATCHDOG_USEC", "120000000");
      assertThat(Systemd.of(variables, 7, host.tools()).patience()).hasValue(Duration.ofMinutes(2));
      variables.put("WATCHDOG_PID", "7");
      assertThat(Systemd.of(variables, 7, host.tools()).patience()).isPresent();
      variables.put("WATCHDOG_PID", "8");
      assertThat(Systemd.of(variables, 7, host.tools()).patience()).isEmpty();
      variables.put("WATCHDOG_PID", "7");
      variables.put("WATCHDOG_USEC", "soon");
      assertThat(Systemd.of(variables, 7, host.tools()).patience()).isEmpty();
    }
  }

  @Test
  void theUnitIsOneThatSystemdUnderstands() throws Exception {
    String unit = Files.readString(Path.of("src/main/dist/conf/vya-backupdb.service"));
    Path here = folder.resolve("vya-backupdb.service");
    Files.writeString(here, unit.replace("/usr/local/bin/vya-backupdb", "/bin/true"));

    Process verify =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", here.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(verify.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(verify.waitFor()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.contains("vya-backupdb"))).isEmpty();
    assertThat(unit).contains("Type=notify", "NotifyAccess=all", "WatchdogSec=", "KillMode=mixed");
  }
}
