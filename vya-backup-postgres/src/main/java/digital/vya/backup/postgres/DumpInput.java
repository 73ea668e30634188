package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dump on its way into psql. Its end is only let through after the end mark was seen: a dump that
 * is cut off looks like one that cannot be read.
 *
 * <p>psql obeys backslash commands in its input, {@code \!} among them, which runs programs. A dump
 * is therefore put between a restrict command and its counterpart, with a key that is not in it, in
 * place of the pair that newer versions of pg_dump write themselves and that older versions of psql
 * do not know.
 */
final class DumpInput extends InputStream {

  private static final int HEAD = 4096;
  private static final int HELD = 4096;

  /** Nothing but comments and empty lines may stand before it. */
  private static final Pattern OWN_RESTRICT =
      Pattern.compile("\\A((?:(?:--[^\n]*)?\n)*)\\\\restrict [A-Za-z0-9]+\n");

  private static final Pattern OWN_UNRESTRICT = Pattern.compile("\n\\\\unrestrict [A-Za-z0-9]+\n");

  /** What pg_dump writes since 17 whatever it dumps, and older servers refuse. */
  private static final String TOO_NEW = "\nSET transaction_timeout = 0;\n";

  private static final int KNOWS_TRANSACTION_TIMEOUT = 17;

  private final InputStream dump;
  private final String key;
  private final int serverMajor;
  private byte[] ready = new byte[0];
  private int position;
  private byte[] held = new byte[0];
  private boolean begun;
  private boolean ended;

  /**
   * A dump to feed to psql.
   *
   * @param key the key of our own restriction; empty if psql does not know the command
   * @param serverMajor the major version of the server that takes the dump
   */
  DumpInput(InputStream dump, String key, int serverMajor) {
    this.dump = dump;
    this.key = key;
    this.serverMajor = serverMajor;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (position == ready.length) {
      if (ended) {
        return -1;
      }
      prepare();
    }
    int n = Math.min(length, ready.length - position);
    System.arraycopy(ready, position, buffer, offset, n);
    position += n;
    return n;
  }

  private void prepare() throws IOException {
    position = 0;
    if (!begun) {
      begun = true;
      held = forThisServer(withoutOwnRestrict(dump.readNBytes(HEAD)));
      ready = key.isEmpty() ? new byte[0] : ascii("\\restrict " + key + "\n");
      return;
    }
    byte[] chunk = new byte[1 << 16];
    int n = dump.read(chunk);
    if (n < 0) {
      ended = true;
      ready = end();
      return;
    }
    int known = held.length + n;
    int free = Math.max(0, known - HELD);
    byte[] all = new byte[known];
    System.arraycopy(held, 0, all, 0, held.length);
    System.arraycopy(chunk, 0, all, held.length, n);
    ready = Arrays.copyOf(all, free);
    held = Arrays.copyOfRange(all, free, known);
  }

  private static byte[] withoutOwnRestrict(byte[] head) {
    Matcher matcher = OWN_RESTRICT.matcher(latin(head));
    return matcher.find() ? bytes(matcher.replaceFirst("$1")) : head;
  }

  private byte[] forThisServer(byte[] head) {
    return serverMajor < KNOWS_TRANSACTION_TIMEOUT
        ? bytes(latin(head).replaceFirst(TOO_NEW, "\n"))
        : head;
  }

  private byte[] end() {
    String tail = latin(held);
    Matcher end = EndMark.end(EndMark.DATABASE).matcher(tail);
    if (!end.find()) {
      throw BackupException.data(
          "the dump does not end as a complete one does: it is cut off, or not plain output of"
              + " pg_dump; restore another backup");
    }
    int at = end.start();
    String after = OWN_UNRESTRICT.matcher(tail.substring(at)).replaceAll("\n");
    String own = key.isEmpty() ? "" : "\n\\unrestrict " + key + "\n";
    return bytes(tail.substring(0, at) + after + own);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
