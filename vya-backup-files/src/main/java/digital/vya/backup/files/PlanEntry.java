package digital.vya.backup.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One step by which restored files take their place.
 *
 * @param step what is done
 * @param path where, as a raw name below the root
 * @param before what the folder was given before; null where there was none
 * @param after what the folder is given; null if nothing
 */
record PlanEntry(
    Step step, String path, @Nullable FolderFacts before, @Nullable FolderFacts after) {

  /** What can be done. */
  enum Step {
    /** What is restored takes the place of what is there, which is kept. */
    PUT,
    /** What is restored goes to where nothing is. */
    ADD,
    /** What is there is kept, and nothing takes its place. */
    KEEP,
    /** A folder is made. */
    MAKE,
    /** A folder is removed if nothing is in it. */
    REMOVE,
    /** A folder is given its owner, time and permissions. */
    DRESS
  }

  static PlanEntry of(Step step, String path) {
    return new PlanEntry(step, path, null, null);
  }

  static PlanEntry dress(String path, @Nullable FolderFacts before, @Nullable FolderFacts after) {
    return new PlanEntry(Step.DRESS, path, before, after);
  }

  byte[] bytes() throws IOException {
    var bytes = new ByteArrayOutputStream(path.length() + 64);
    var out = new DataOutputStream(bytes);
    out.writeUTF(step.name());
    out.writeInt(path.length());
    out.write(path.getBytes(StandardCharsets.ISO_8859_1));
    write(before, out);
    write(after, out);
    return bytes.toByteArray();
  }

  private static void write(@Nullable FolderFacts facts, DataOutputStream out) throws IOException {
    out.writeBoolean(facts != null);
    if (facts != null) {
      facts.write(out);
    }
  }

  static PlanEntry of(byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    Step step = step(in.readUTF());
    byte[] path = in.readNBytes(in.readInt());
    return new PlanEntry(step, new String(path, StandardCharsets.ISO_8859_1), facts(in), facts(in));
  }

  private static Step step(String name) throws IOException {
    try {
      return Step.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("a plan of a restore is damaged: there is no step " + name, e);
    }
  }

  private static @Nullable FolderFacts facts(DataInputStream in) throws IOException {
    return in.readBoolean() ? FolderFacts.read(in) : null;
  }
}
