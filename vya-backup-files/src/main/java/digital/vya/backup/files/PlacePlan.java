package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.files.PlanEntry.Step;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done so that a restored copy takes its place entry by entry, or what was kept its
 * place again. A folder is dressed as it is now before and after what is done in it: whichever way
 * the plan is gone through, its time is the last that is set.
 */
final class PlacePlan {

  /** Folders that the archive holds, as against those that only lead to its entries. */
  private static final int LISTED = 01700;

  private final RestoreFolder place;
  private final Path scratch;
  private final PlanFile.Writer plan;
  private final Object disk;

  PlacePlan(Path place, Path scratch, PlanFile.Writer plan) throws IOException {
    this.place = new RestoreFolder(place);
    this.scratch = scratch;
    this.plan = plan;
    this.disk = disk(scratch);
  }

  /**
   * Plans a restored copy.
   *
   * @param folders what the folders of the archive are to be given
   */
  void ofCopy(PlanFile folders) throws IOException, InterruptedException {
    folders.forward(
        entry -> {
          Path folder = RawNames.child(scratch, entry.path());
          if (PlaceMoves.isFolder(folder)) {
            Files.setAttribute(folder, "unix:mode", LISTED);
          }
        });
    inside("", true);
    folders.forward(
        entry -> plan.add(PlanEntry.dress(entry.path(), facts(entry.path()), entry.after())));
  }

  private void folder(String name, boolean maybeThere) throws IOException, InterruptedException {
    Path path = place.path(name);
    boolean isListed = (FolderFacts.read(RawNames.child(scratch, name)).mode() & LISTED) == LISTED;
    boolean isThere = maybeThere && !PlaceMoves.isAbsent(path);
    if (isThere && PlaceMoves.isFolder(path)) {
      PlanEntry asItIs = PlanEntry.dress(name, FolderFacts.read(path), FolderFacts.read(path));
      plan.add(asItIs);
      inside(name, true);
      plan.add(asItIs);
      return;
    }
    if (isThere && !isListed) {
      throw RestoreFolder.notAFolder(path);
    }
    if (maybeThere) {
      requireSameDisk(path);
    }
    if (isThere) {
      plan.add(PlanEntry.of(Step.KEEP, name));
    }
    plan.add(PlanEntry.of(Step.MAKE, name));
    inside(name, false);
    FolderFacts facts = FolderFacts.read(RawNames.child(scratch, name));
    plan.add(PlanEntry.dress(name, null, isListed ? null : facts));
  }

  private void inside(String folder, boolean maybeThere) throws IOException, InterruptedException {
    List<String> folders = new ArrayList<>();
    boolean isSure = !maybeThere;
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(RawNames.child(scratch, folder))) {
      for (Path path : paths) {
        String name = RawNames.nameOf(path);
        String whole = folder.isEmpty() ? name : folder + "/" + name;
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted at /" + RawNames.shown(whole));
        }
        if (PlaceMoves.isFolder(path)) {
          folders.add(whole);
        } else if (!Beside.isName(name)) {
          if (!isSure) {
            requireSameDisk(place.path(whole));
            isSure = true;
          }
          plan.add(PlanEntry.of(isThere(whole, maybeThere) ? Step.PUT : Step.ADD, whole));
        }
      }
    }
    for (String name : folders) {
      folder(name, maybeThere);
    }
  }

  private boolean isThere(String name, boolean maybeThere) throws IOException {
    return maybeThere && place.isThere(name);
  }

  private @Nullable FolderFacts facts(String name) throws IOException {
    return place.isFolder(name) ? FolderFacts.read(place.path(name)) : null;
  }

  private void requireSameDisk(Path path) throws IOException {
    Path folder = path.getParent();
    if (folder != null && !Objects.equals(disk(folder), disk)) {
      throw BackupException.environment(otherDisk(folder, scratch.resolveSibling("")));
    }
  }

  static String otherDisk(Path folder, Path other) {
    return folder
        + " is on another file system than "
        + other
        + ", and a safe restore renames files, which works within one; make it a set of its own,"
        + " restore to a folder (--target FOLDER), or file by file (--mode fast)";
  }

  static Object disk(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }

  /** Plans the way back from the plan of what was kept. */
  void ofKept(PlanFile log) throws IOException {
    log.backward(
        entry -> {
          String name = entry.path();
          switch (entry.step()) {
            case PUT -> bringBack(name, place.isThere(name));
            // A folder in its place was made then, and is removed before.
            case KEEP ->
                bringBack(name, place.isThere(name) && !PlaceMoves.isFolder(place.path(name)));
            case ADD -> {
              if (place.isThere(name)) {
                plan.add(PlanEntry.of(Step.KEEP, name));
              }
            }
            case MAKE -> plan.add(PlanEntry.of(Step.REMOVE, name));
            case REMOVE -> plan.add(PlanEntry.of(Step.MAKE, name));
            case DRESS -> plan.add(PlanEntry.dress(name, facts(name), entry.before()));
          }
        });
  }

  private void bringBack(String name, boolean isThere) throws IOException {
    Path path = RawNames.child(scratch, name);
    if (PlaceMoves.isAbsent(path)) {
      throw BackupException.environment(
          path
              + " is gone, so what was replaced cannot be brought back as a whole; copy what is"
              + " left in "
              + scratch
              + " by hand");
    }
    plan.add(PlanEntry.of(isThere ? Step.PUT : Step.ADD, name));
  }
}
