package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Passes a dump on and remembers its end, where the dump programs say that it is complete. */
final class EndMark extends FilterOutputStream {

  static final String COMPLETED = "-- Dump completed";
  private static final Pattern END = Pattern.compile("(?:\\A|\n)" + COMPLETED + "[^\n]*\n\\z");
  private static final int KEPT = 256;

  private final Runnable begun;
  private boolean any;
  private byte[] tail = new byte[0];

  /**
   * A sink for a dump program.
   *
   * @param begun run before its first bytes are passed on
   */
  EndMark(OutputStream sink, Runnable begun) {
    super(sink);
    this.begun = begun;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (!any) {
      any = true;
      begun.run();
    }
    out.write(buffer, offset, length);
    int more = Math.min(length, KEPT);
    int kept = Math.min(tail.length, KEPT - more);
    byte[] newTail = new byte[kept + more];
    System.arraycopy(tail, tail.length - kept, newTail, 0, kept);
    System.arraycopy(buffer, offset + length - more, newTail, kept, more);
    tail = newTail;
  }

  static boolean ends(byte[] tail) {
    return END.matcher(new String(tail, StandardCharsets.ISO_8859_1)).find();
  }

  void require(String tool) {
    if (!ends(tail)) {
      throw BackupException.data(
          tool + " reported success, but its output does not end as a complete dump does");
    }
  }
}
