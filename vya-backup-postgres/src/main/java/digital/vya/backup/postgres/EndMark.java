package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Passes a dump on and remembers its end, where PostgreSQL's tools say that it is complete. */
final class EndMark extends FilterOutputStream {

  static final String DATABASE = "-- PostgreSQL database dump complete";
  static final String CLUSTER = "-- PostgreSQL database cluster dump complete";

  private static final int KEPT = 512;

  /** What may follow the mark, exactly: anything else is another end, or none. */
  private static final String REST = "\n--\n\n(?:\\\\unrestrict [A-Za-z0-9]+\n\n)?\\z";

  private static final Pattern NOTHING_MORE =
      Pattern.compile("\\s*(?:\\\\unrestrict [A-Za-z0-9]+\n\n\\s*)?");

  private byte[] tail = new byte[0];

  EndMark(OutputStream sink) {
    super(sink);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    int more = Math.min(length, KEPT);
    int kept = Math.min(tail.length, KEPT - more);
    byte[] newTail = new byte[kept + more];
    System.arraycopy(tail, tail.length - kept, newTail, 0, kept);
    System.arraycopy(buffer, offset + length - more, newTail, kept, more);
    tail = newTail;
  }

  /** Finds the end of a complete dump in its last bytes. */
  static Pattern end(String mark) {
    return Pattern.compile("\n" + Pattern.quote(mark) + REST);
  }

  /**
   * Whether what was written ends as a complete dump does; white space may follow, and lines may
   * end as on Windows.
   */
  boolean isSeen(String mark) {
    String end = new String(tail, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    String known = "\n" + mark + "\n--\n\n";
    int at = end.lastIndexOf(known);
    return at >= 0 && NOTHING_MORE.matcher(end.substring(at + known.length())).matches();
  }

  void require(String mark, String tool) {
    if (!end(mark).matcher(new String(tail, StandardCharsets.ISO_8859_1)).find()) {
      throw BackupException.data(
          tool + " reported success, but its output does not end as a complete dump does");
    }
  }
}
