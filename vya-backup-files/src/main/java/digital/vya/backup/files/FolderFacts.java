package digital.vya.backup.files;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What a folder is given beside what is in it.
 *
 * @param mode its permissions, the bits for setuid, setgid and sticky included
 * @param uid its owner's number, or {@link #AS_IT_IS}
 * @param gid its group's number, or {@link #AS_IT_IS}
 */
record FolderFacts(int mode, int uid, int gid, Instant modified) {

  static final int AS_IT_IS = -1;

  private static final int PERMISSIONS = 07777;

  static FolderFacts read(Path folder) throws IOException {
    Map<String, Object> facts =
        Files.readAttributes(
            folder, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return new FolderFacts(
        number(facts, "mode") & PERMISSIONS,
        number(facts, "uid"),
        number(facts, "gid"),
        Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant());
  }

  private static int number(Map<String, Object> facts, String name) {
    if (facts.get(name) instanceof Number number) {
      return number.intValue();
    }
    throw new IllegalStateException("the file system does not tell " + name);
  }

  /** The same for a folder whose owner could not be restored. */
  FolderFacts withoutOwner() {
    return new FolderFacts(mode, AS_IT_IS, AS_IT_IS, modified);
  }

  /** Gives a folder what it does not have yet. */
  void apply(Path folder) throws IOException {
    FolderFacts now = read(folder);
    own(folder, "gid", gid, now.gid);
    own(folder, "uid", uid, now.uid);
    if (!modified.equals(now.modified)) {
      setTime(folder, modified);
    }
    if (mode != read(folder).mode) {
      Files.setAttribute(folder, "unix:mode", mode);
    }
  }

  private static void own(Path folder, String which, int wanted, int now) throws IOException {
    if (wanted != AS_IT_IS && wanted != now) {
      Files.setAttribute(folder, "unix:" + which, wanted);
    }
  }

  /** Who may write in a folder without owning it cannot set its time; nobody relies on that. */
  static void setTime(Path folder, Instant time) {
    try {
      Files.setLastModifiedTime(folder, settable(time));
    } catch (IOException e) {
      return;
    }
  }

  /** The JDK sets 1970 for a time before it that has a fraction. */
  static FileTime settable(Instant time) {
    return FileTime.from(
        time.isBefore(Instant.EPOCH)
            ? time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
            : time);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(mode);
    out.writeInt(uid);
    out.writeInt(gid);
    out.writeLong(modified.getEpochSecond());
    out.writeInt(modified.getNano());
  }

  static FolderFacts read(DataInput in) throws IOException {
    return new FolderFacts(
        in.readInt(),
        in.readInt(),
        in.readInt(),
        Instant.ofEpochSecond(in.readLong(), in.readInt()));
  }
}
