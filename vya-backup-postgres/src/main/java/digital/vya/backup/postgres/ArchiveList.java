package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads {@code toc.dat} of a tar, the list of what pg_dump has put into it, entry by entry. Texts
 * stand as Latin-1, as in {@link DumpParts}.
 */
final class ArchiveList {

  private static final int TAR = 3;
  private static final int OLDEST = 14;
  private static final int WITH_ALGORITHM = 15;
  private static final int WITH_KIND_OF_RELATION = 16;
  private static final int NUMBERS_OF_TIME = 7;
  private static final int LONGEST = 1 << 28;

  /** What is done with an entry. */
  interface Taker {
    void entry(Entry entry) throws IOException;
  }

  /**
   * An entry.
   *
   * @param kind such as {@code TABLE}
   * @param definition the statements that make it
   * @param copy the statement before its rows
   * @param file where its rows are, if it has any
   */
  record Entry(String kind, String definition, String copy, String file) {}

  private final DataInputStream in;
  private int minor;
  private int bytesOfNumber;

  ArchiveList(InputStream list) {
    in = new DataInputStream(new BufferedInputStream(list));
  }

  /**
   * Reads all of it.
   *
   * @throws BackupException with reason DATA if it is none, or of a version that is not known
   */
  void read(Taker taker) throws IOException {
    head();
    int count = number();
    for (int n = 0; n < count; n++) {
      taker.entry(entry());
    }
  }

  private void head() throws IOException {
    byte[] magic = in.readNBytes(5);
    int major = in.readUnsignedByte();
    minor = in.readUnsignedByte();
    in.readUnsignedByte();
    bytesOfNumber = in.readUnsignedByte();
    in.readUnsignedByte();
    int format = in.readUnsignedByte();
    boolean known = major == 1 && minor >= OLDEST && bytesOfNumber == Integer.BYTES;
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals("PGDMP")
        || !known
        || format != TAR) {
      throw BackupException.data(
          "the list of the dump is of a form 1."
              + minor
              + " that is not known; turn fingerprints off, or set format to custom");
    }
    if (minor >= WITH_ALGORITHM) {
      in.readUnsignedByte();
    } else {
      number();
    }
    for (int n = 0; n < NUMBERS_OF_TIME; n++) {
      number();
    }
    // The database, the version of the server and that of pg_dump.
    skip(3);
  }

  private Entry entry() throws IOException {
    number();
    number();
    // Two numbers that stand as texts, and the name.
    skip(3);
    String kind = text();
    number();
    String definition = text();
    skip(1);
    String copy = text();
    // Schema, tablespace and access method.
    skip(3);
    if (minor >= WITH_KIND_OF_RELATION) {
      number();
    }
    // The owner, and whether rows have OIDs.
    skip(2);
    int length = number();
    while (length >= 0) {
      text(length);
      length = number();
    }
    return new Entry(kind, definition, copy, text());
  }

  private int number() throws IOException {
    boolean negative = in.readUnsignedByte() != 0;
    int value = Integer.reverseBytes(in.readInt());
    return negative ? -value : value;
  }

  private void skip(int texts) throws IOException {
    for (int n = 0; n < texts; n++) {
      text();
    }
  }

  /** What is not there is as good as empty. */
  private String text() throws IOException {
    int length = number();
    return length < 0 ? "" : text(length);
  }

  private String text(int length) throws IOException {
    if (length > LONGEST) {
      throw damaged();
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw damaged();
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static BackupException damaged() {
    return BackupException.data(
        "pg_dump reported success, but the list of its tar is none; try again, or set format to"
            + " custom");
  }
}
