package digital.vya.backup.launcher;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupListener;
import digital.vya.backup.core.Sizes;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One line on a terminal that tells what is under way, how fast, and for how long. */
final class ProgressLine implements BackupListener, AutoCloseable {

  private static final String ERASE = "\r\u001b[K";
  private static final int WIDTH = 100;

  private final PrintWriter terminal;
  private final boolean shown;
  private final Map<ArtifactSource, String> underWay = new LinkedHashMap<>();
  private int finished;
  private int total;

  ProgressLine(PrintWriter terminal, boolean shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  @Override
  public synchronized void on(BackupEvent event) {
    if (event instanceof BackupEvent.Retrying retrying) {
      erase();
      terminal.println(
          Output.plain(
              retrying.source().label()
                  + ": "
                  + retrying.message()
                  + "; trying again in "
                  + Texts.seconds(retrying.pause())));
    } else if (event instanceof BackupEvent.RunStarted started) {
      total = started.artifacts();
    } else if (event instanceof BackupEvent.Progress progress) {
      underWay.put(progress.source(), text(progress));
      draw();
    } else if (event instanceof BackupEvent.ArtifactFinished done) {
      underWay.remove(done.result().source());
      finished++;
      draw();
    }
  }

  private static String text(BackupEvent.Progress progress) {
    Duration elapsed = progress.elapsed();
    double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
    return String.format(
        Locale.ROOT,
        "%s %s %s/s %d:%02d",
        progress.source().label(),
        Sizes.text(progress.rawBytes()),
        Sizes.text(Math.round(progress.rawBytes() / seconds)),
        elapsed.toMinutes(),
        elapsed.toSecondsPart());
  }

  private void draw() {
    if (shown) {
      String line =
          (total == 0 ? "" : bar() + " ")
              + underWay.values().stream().map(Output::plain).collect(Collectors.joining(" | "));
      terminal.print(ERASE + (line.length() > WIDTH ? line.substring(0, WIDTH) : line));
      terminal.flush();
    }
  }

  private String bar() {
    int cells = 20;
    int full = cells * finished / total;
    return "[" + "#".repeat(full) + ".".repeat(cells - full) + "] " + finished + "/" + total;
  }

  private void erase() {
    if (shown) {
      terminal.print(ERASE);
      terminal.flush();
    }
  }

  @Override
  public synchronized void close() {
    erase();
  }
}
