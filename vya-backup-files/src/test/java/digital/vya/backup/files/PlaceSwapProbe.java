package digital.vya.backup.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Swaps, and stands still before one of its changes, to be killed there. */
final class PlaceSwapProbe {

  private PlaceSwapProbe() {}

  public static void main(String[] arguments) throws Exception {
    int last = Integer.parseInt(arguments[2]);
    var done = new AtomicInteger();
    PlaceMoves.Watch watch =
        change -> {
          if (done.getAndIncrement() == last) {
            System.out.print('!');
            System.out.flush();
            if (System.in.read() >= 0) {
              throw new IOException("nobody should have written");
            }
          }
        };
    Path scratch = Path.of(arguments[0]);
    new PlaceSwap(Path.of("/"), scratch, Path.of(arguments[1]), new Told(), watch).swap();
  }
}
