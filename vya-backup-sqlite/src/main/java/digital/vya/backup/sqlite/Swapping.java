package digital.vya.backup.sqlite;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What a safe restore asks of database files. */
final class Swapping {

  private Swapping() {}

  static TargetState look(Path target) throws IOException {
    Exchange.requireReplaceable(target);
    Path folder = Place.folder(target);
    if (!Files.isWritable(folder)) {
      throw BackupException.environment(
          "no scratch database can be made in "
              + folder
              + ": "
              + System.getProperty("user.name")
              + " may not write there, or it is mounted read-only; run the restore as the folder's"
              + " owner, or use --mode fast");
    }
    return new TargetState(
        Files.exists(target), Place.holdsAnything(target), free(folder), Users.of(target));
  }

  private static OptionalLong free(Path folder) {
    try {
      return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      // Some containers show no mount point for a folder that can be written all the same.
      return OptionalLong.empty();
    }
  }

  static Exchange exchange(Path config, Swap swap) {
    Beside.require(swap.scratch());
    Beside.require(swap.kept());
    return new Exchange(
        Place.beside(config, swap.scratch()),
        Place.target(config, swap.target(), swap.target()),
        Place.beside(config, swap.kept()));
  }

  static void swap(Exchange exchange, boolean endSessions)
      throws IOException, InterruptedException {
    exchange.requireReady();
    List<String> users = endSessions ? List.of() : Users.of(exchange.target());
    if (!users.isEmpty()) {
      throw BackupException.environment(
          exchange.target()
              + " is used by "
              + String.join(", ", users)
              + "; stop it, or let it go on with what is replaced (--force)");
    }
    hold(exchange.scratch()).close();
    Hold held = hold(exchange.target());
    try {
      for (Exchange.Step step : exchange.steps()) {
        step.run();
      }
    } catch (IOException | BackupException e) {
      exchange.undo();
      throw e;
    } finally {
      held.close();
    }
  }

  /** Nothing for what is not there, or no database that SQLite can open: its files are moved. */
  private static Hold hold(Path database) throws InterruptedException {
    if (!Place.holdsAnything(database)) {
      return Hold.NOTHING;
    }
    try {
      return Hold.of(database);
    } catch (BackupException e) {
      if (e.reason() != Reason.DATA) {
        throw e;
      }
      return Hold.NOTHING;
    }
  }
}
