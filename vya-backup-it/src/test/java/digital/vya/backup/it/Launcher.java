package digital.vya.backup.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The distribution as a user unpacks it, run as a process with the environment cron gives. */
final class Launcher {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final Path work;
  private final Map<String, String> environment = new TreeMap<>();

  Launcher(Path work) throws IOException, InterruptedException {
    this.work = work;
    this.home = Files.createDirectories(work.resolve("distribution"));
    Shell.run(
        "tar",
        "xzf",
        System.getProperty("vya.distribution"),
        "-C",
        home.toString(),
        "--strip-components=1");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("HOME", Files.createDirectories(work.resolve("home")).toString());
    environment.put("VYA_CLASS_ARCHIVE", "off");
    // Who tests as root would otherwise leave these in the system's folders.
    environment.put("VYA_BACKUP_STATE_DIR", work.resolve("usual-state").toString());
    environment.put("VYA_BACKUP_SECRETS", work.resolve("usual-secrets.vya").toString());
  }

  /** Writes a configuration as one that holds passwords must be. */
  static Path configuration(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** How a command ended. */
  record Result(int exitCode, String out, String err) {

    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(toString(), e);
      }
    }
  }

  Launcher with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Path home() {
    return home;
  }

  Process start(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(home.resolve("bin/vya-backupdb").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder
        .redirectOutput(work.resolve("out").toFile())
        .redirectError(work.resolve("err").toFile())
        .start();
  }

  /** The same at a terminal. */
  Pty atTerminal(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(home.resolve("bin/vya-backupdb").toString()));
    command.addAll(List.of(arguments));
    return new Pty(work, environment, command);
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return ended(start(arguments));
  }

  Result ended(Process process) throws IOException, InterruptedException {
    int code = process.waitFor();
    return new Result(code, text(work.resolve("out")), text(work.resolve("err")));
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
