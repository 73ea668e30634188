package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine's own tools, to check ours against. */
final class Shell {

  private Shell() {}

  /** Something that is done in between. */
  interface Step {
    void run();
  }

  /** Runs a script that must succeed without a word on standard error; returns what it prints. */
  static String run(String script, Object... arguments) {
    var command = new ArrayList<>(List.of("bash", "-euo", "pipefail", "-c", script, "bash"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return output(new ProcessBuilder(command));
  }

  /** Runs a class of ours in a JVM that finds nothing in its environment, as under a bare cron. */
  static String java(List<String> before, Class<?> main, Object... arguments) {
    var command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    return output(builder);
  }

  private static String output(ProcessBuilder builder) {
    try {
      Path stderr = Files.createTempFile("stderr", ".txt");
      builder.redirectError(stderr.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      String errors = new String(Files.readAllBytes(stderr), UTF_8);
      Files.delete(stderr);
      assertThat(errors).as(builder.command() + " printed " + output).isEmpty();
      assertThat(process.exitValue()).as(builder.command().toString()).isZero();
      return output;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
