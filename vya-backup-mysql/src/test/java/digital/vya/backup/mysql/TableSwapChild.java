package digital.vya.backup.mysql;

import digital.vya.backup.api.Secret;
import digital.vya.backup.api.Swap;
import digital.vya.backup.core.LocalHost;
import java.io.IOException;
import java.nio.file.Path;

/** A process that dies while it puts tables among others. */
final class TableSwapChild {

  private TableSwapChild() {}

  static Process start(MysqlServer server, Path folder, Swap swap, Swapping.Step last)
      throws IOException {
    return SwapChild.java(
        TableSwapChild.class,
        folder,
        Integer.toString(server.port()),
        server.toolsDir().toString(),
        folder.resolve("child").toString(),
        last.name(),
        swap.scratch(),
        swap.target(),
        swap.kept());
  }

  /** Swaps up to a step. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    var config =
        MysqlConfig.of("127.0.0.1", port, MysqlServer.USER, new Secret(MysqlServer.PASSWORD))
            .withToolsDir(Path.of(arguments[1]));
    var last = Swapping.Step.valueOf(arguments[3]);
    var swap = new Swap(arguments[4], arguments[5], arguments[6], false);
    try (var host = LocalHost.open(Path.of(arguments[2]))) {
      new TableSwap(config, swap, host, step -> SwapChild.dieAt(step, last)).run();
    }
  }
}
