package digital.vya.backup.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Packs the folder that pg_dump wrote: plain files with short names, nothing else. */
final class Tar {

  private static final int SIZE_AT = 124;
  private static final int SIZE = 12;
  private static final int CHECKSUM_AT = 148;
  private static final long MOST_IN_OCTAL = (1L << 33) - 1;

  private final OutputStream sink;

  Tar(OutputStream sink) {
    this.sink = sink;
  }

  /** Writes everything, each file removed once it is in the tar; the sink stays open. */
  void folder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    String parent = folder.getFileName() + "/";
    sink.write(header(parent, '5', 0));
    for (Path file : files) {
      long size = Files.size(file);
      sink.write(header(parent + file.getFileName(), '0', size));
      Files.copy(file, sink);
      sink.write(new byte[(int) (-size & (Untar.BLOCK - 1))]);
      Files.delete(file);
    }
    sink.write(new byte[2 * Untar.BLOCK]);
  }

  private static byte[] header(String name, char type, long size) {
    byte[] header = new byte[Untar.BLOCK];
    put(header, 0, name);
    put(header, 100, type == '5' ? "0000700" : "0000600");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, SIZE_AT, octal("%011o", Math.min(size, MOST_IN_OCTAL)));
    put(header, 136, "00000000000");
    header[156] = (byte) type;
    put(header, 257, "ustar");
    put(header, 263, "00");
    if (size > MOST_IN_OCTAL) {
      for (int n = 1; n <= Long.BYTES; n++) {
        header[SIZE_AT + SIZE - n] = (byte) (size >>> (Byte.SIZE * (n - 1)));
      }
      for (int at = SIZE_AT; at < SIZE_AT + SIZE - Long.BYTES; at++) {
        header[at] = 0;
      }
      header[SIZE_AT] = (byte) 0x80;
    }
    put(header, CHECKSUM_AT, octal("%06o", Untar.checksum(header)) + "\0 ");
    return header;
  }

  private static String octal(String format, long value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
