package digital.vya.backup.mysql;

import digital.vya.backup.api.Secret;
import digital.vya.backup.api.Swap;
import digital.vya.backup.core.LocalHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that dies in the middle of a swap, as after {@code kill -9}. */
final class SwapChild {

  static final int KILLED = 137;

  private SwapChild() {}

  /** Returns what the process ended with. */
  static int run(Shop shop, Swap swap, Swapping.Step last) throws Exception {
    return start(shop, swap, last).waitFor();
  }

  /** Begins a swap in a process of its own. */
  static Process start(Shop shop, Swap swap, Swapping.Step last) throws IOException {
    return java(
        SwapChild.class,
        shop.folder,
        Integer.toString(shop.server.port()),
        shop.server.toolsDir().toString(),
        shop.folder.resolve("child").toString(),
        last.name(),
        swap.scratch(),
        swap.target(),
        swap.kept());
  }

  /** Starts a class of the tests. */
  static Process java(Class<?> main, Path folder, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                main.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  static void dieAt(Swapping.Step step, Swapping.Step last) {
    if (step == last) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  /** Swaps up to a step. */
  public static void main(String[] arguments) throws Exception {
    var config =
        MysqlConfig.of(
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                MysqlServer.USER,
                new Secret(MysqlServer.PASSWORD))
            .withToolsDir(Path.of(arguments[1]));
    var last = Swapping.Step.valueOf(arguments[3]);
    var swap = new Swap(arguments[4], arguments[5], arguments[6], false);
    try (var host = LocalHost.open(Path.of(arguments[2]))) {
      new Swapping(config, swap, host, step -> dieAt(step, last)).run();
    }
  }
}
