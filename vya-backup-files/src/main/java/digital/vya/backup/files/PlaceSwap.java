package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Puts restored files in their original place, which other files share: each takes the place of
 * what has its name, and that is kept with its whole path. The plan of all steps is durable before
 * the first one; until the last one has made it a log, {@link #recover} takes back what was done.
 */
final class PlaceSwap {

  /** In a scratch folder: what the folders of the archive are given. */
  static final String FOLDERS = ".folders_vya_new_00000000";

  /** In a kept folder: a plan that is being written, being carried out, and carried out. */
  private static final String PLAN = ".plan_vya_old_00000000";

  static final String BEGUN = ".begun_vya_old_00000000";
  static final String LOG = ".log_vya_old_00000000";

  private final Path place;
  private final Path scratch;
  private final Path kept;
  private final PlaceMoves moves;
  private final Host host;

  PlaceSwap(Path place, Path scratch, Path kept, Host host, PlaceMoves.Watch watch) {
    this.place = place;
    this.scratch = scratch;
    this.kept = kept;
    this.host = host;
    this.moves = new PlaceMoves(place, scratch, kept, watch);
  }

  void swap() throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before files were replaced");
    }
    if (!PlaceMoves.isFolder(scratch)) {
      throw BackupException.configuration(
          "there is no folder " + scratch + " to put in the original place");
    }
    if (!PlaceMoves.isAbsent(kept)) {
      throw BackupException.configuration(kept + " exists already; drop it or use another id");
    }
    try {
      prepare();
      carryOut();
      Files.move(kept.resolve(BEGUN), kept.resolve(LOG), StandardCopyOption.ATOMIC_MOVE);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      takeBack(e);
      throw new InterruptedException("interrupted while files were replaced");
    } catch (IOException e) {
      takeBack(e);
      throw new Disk(scratch).explain(e);
    } catch (InterruptedException | BackupException e) {
      takeBack(e);
      throw e;
    }
    Durable.folder(kept);
    FolderSwap.drop(scratch);
  }

  private void prepare() throws IOException, InterruptedException {
    if (Beside.isScratch(scratch)) {
      Durable.tree(scratch);
    }
    ScratchFolder.make(kept);
    try (var writer = new PlanFile.Writer(kept.resolve(PLAN))) {
      var plan = new PlacePlan(place, scratch, writer);
      if (Beside.isScratch(scratch)) {
        plan.ofCopy(new PlanFile(scratch.resolve(FOLDERS)));
      } else {
        plan.ofKept(new PlanFile(scratch.resolve(LOG)));
      }
      writer.force();
    }
    Files.move(kept.resolve(PLAN), kept.resolve(BEGUN), StandardCopyOption.ATOMIC_MOVE);
    Durable.folder(kept);
    Durable.folder(kept.getParent());
  }

  private void carryOut() throws IOException {
    var plan = new PlanFile(kept.resolve(BEGUN));
    plan.forward(moves::link);
    // What is kept must be on disk under its second name before it loses its first one.
    sync(plan, kept);
    plan.forward(moves::forward);
    sync(plan, place);
    sync(plan, kept);
  }

  private static void sync(PlanFile plan, Path root) throws IOException {
    Durable.folder(root);
    plan.forward(
        entry -> {
          Path folder = RawNames.child(root, entry.path());
          if (entry.step() == PlanEntry.Step.DRESS && PlaceMoves.isFolder(folder)) {
            Durable.folder(folder);
          }
        });
  }

  private void takeBack(Exception cause) {
    try {
      recover();
    } catch (IOException | InterruptedException | BackupException e) {
      // What is still to be done is found again by whoever looks after cut-off restores.
      cause.addSuppressed(e);
    }
  }

  /** Whether what was cut off had ended; if not, all of it is taken back. */
  boolean recover() throws IOException, InterruptedException {
    if (!PlaceMoves.isAbsent(kept.resolve(LOG))) {
      FolderSwap.drop(scratch);
      return true;
    }
    if (!PlaceMoves.isAbsent(kept.resolve(BEGUN))) {
      var plan = new PlanFile(kept.resolve(BEGUN));
      plan.backward(moves::back);
      sync(plan, place);
      sync(plan, scratch);
      moves.others().tell(host);
      Files.delete(kept.resolve(BEGUN));
    }
    if (PlaceMoves.isFolder(kept)) {
      Files.deleteIfExists(kept.resolve(PLAN));
      Quiet.change(kept, () -> Files.walkFileTree(kept, new Pruning()));
      Durable.folder(kept.getParent());
    }
    return false;
  }

  /** Removes folders in which nothing is. */
  private static final class Pruning extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException notEmpty) {
        return FileVisitResult.CONTINUE;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
