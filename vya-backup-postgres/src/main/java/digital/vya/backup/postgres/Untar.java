package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Unpacks a tar of pg_dump: the one of its tar format, or the folder of its directory format that
 * was packed by hand or by us. Its files have plain names; whatever folders stand before them, they
 * all go into one, so none can go anywhere else.
 */
final class Untar {

  static final int BLOCK = 512;

  /** The list of what is in a dump. */
  static final String LIST = "toc.dat";

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.]{0,98}");
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM = 8;
  private static final int TYPE_AT = 156;

  /** What is done with a file. */
  interface Taker {

    /**
     * Takes one.
     *
     * @param content ends where the file does; what is left of it is passed over
     */
    void file(String name, InputStream content) throws IOException;
  }

  private final Taker taker;
  private final Set<String> names = new HashSet<>();

  private Untar(Taker taker) {
    this.taker = taker;
  }

  /** Files go where they are wanted. */
  static Untar to(Taker taker) {
    return new Untar(taker);
  }

  /** Files go into a folder. */
  static Untar into(Path folder) {
    return new Untar((name, content) -> Files.copy(content, folder.resolve(name)));
  }

  /** Files are only looked through. */
  static Untar nowhere() {
    return new Untar((name, content) -> {});
  }

  /** Whether this is the beginning of a tar of pg_dump's tar format, which begins with its list. */
  static boolean beginsWithList(byte[] head) {
    return head.length >= BLOCK && name(head).equals(LIST);
  }

  /**
   * Unpacks it all.
   *
   * @return the names of its files
   * @throws BackupException with reason DATA if the tar is cut off, damaged or of something else
   */
  Set<String> unpack(InputStream tar) throws IOException {
    byte[] header = block(tar);
    while (!isZero(header)) {
      member(header, tar);
      header = block(tar);
    }
    if (!isZero(block(tar))) {
      throw damaged("its end is not one");
    }
    if (!names.contains(LIST)) {
      throw BackupException.data(
          "this tar holds no toc.dat: it is not of pg_dump; was it made of a dump in plain format?"
              + " then unpack it first");
    }
    // The rest is padding; who hands it over may want to see all of it read.
    tar.transferTo(OutputStream.nullOutputStream());
    return names;
  }

  private void member(byte[] header, InputStream tar) throws IOException {
    if (checksum(header) != number(header, CHECKSUM_AT, CHECKSUM)) {
      throw damaged("the checksum of a header is wrong");
    }
    long size = number(header, SIZE_AT, SIZE);
    char type = (char) header[TYPE_AT];
    switch (type) {
      case '0', '\0' -> file(name(header), size, tar);
      case '5' -> skip(tar, size);
      // What newer programs say of times and owners.
      case 'x', 'g' -> skip(tar, padded(size));
      default ->
          throw BackupException.data(
              "this tar holds a member of type "
                  + (int) type
                  + ", which no dump has; it is not of pg_dump");
    }
  }

  private void file(String path, long size, InputStream tar) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!PLAIN_NAME.matcher(name).matches()) {
      throw BackupException.data(
          "this tar holds a file whose name pg_dump does not give; it is not of pg_dump");
    }
    if (!names.add(name)) {
      throw BackupException.data("this tar holds " + name + " twice; take the dump apart by hand");
    }
    var content = new Content(tar, size);
    taker.file(name, content);
    content.skipAll();
    skip(tar, padded(size) - size);
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static void skip(InputStream tar, long size) throws IOException {
    new Content(tar, size).skipAll();
  }

  /** One file: a tar that ends within it is damaged. */
  private static final class Content extends InputStream {

    private final InputStream tar;
    private long left;

    Content(InputStream tar, long size) {
      this.tar = tar;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      int n = tar.read(buffer, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw damaged("it is cut off");
      }
      left -= n;
      return n;
    }

    void skipAll() throws IOException {
      byte[] buffer = new byte[(int) Math.min(left, 1 << 16)];
      while (left > 0) {
        read(buffer, 0, buffer.length);
      }
    }
  }

  private static byte[] block(InputStream tar) throws IOException {
    byte[] block = tar.readNBytes(BLOCK);
    if (block.length < BLOCK) {
      throw damaged("it is cut off");
    }
    return block;
  }

  private static boolean isZero(byte[] block) {
    return Arrays.equals(block, new byte[BLOCK]);
  }

  private static String name(byte[] header) {
    int end = 0;
    while (end < NAME && header[end] != 0) {
      end++;
    }
    return new String(header, 0, end, StandardCharsets.ISO_8859_1);
  }

  static int checksum(byte[] header) {
    int sum = 0;
    for (int at = 0; at < BLOCK; at++) {
      boolean own = at >= CHECKSUM_AT && at < CHECKSUM_AT + CHECKSUM;
      sum += own ? ' ' : header[at] & 0xFF;
    }
    return sum;
  }

  /** In octal digits, or in binary with the highest bit set before it. */
  private static long number(byte[] header, int from, int length) {
    if (header[from] < 0) {
      long value = 0;
      for (int at = from + length - Long.BYTES; at < from + length; at++) {
        value = value << Byte.SIZE | (header[at] & 0xFF);
      }
      return checked(value);
    }
    String digits =
        new String(header, from, length, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : checked(-1);
  }

  private static long checked(long value) {
    if (value < 0 || value > Long.MAX_VALUE / 2) {
      throw damaged("a number in a header is none");
    }
    return value;
  }

  private static BackupException damaged(String how) {
    return BackupException.data("the tar is damaged: " + how + "; restore another backup");
  }
}
