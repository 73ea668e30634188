package digital.vya.backup.files;

import static digital.vya.backup.files.TarFields.damaged;
import static digital.vya.backup.files.TarFields.number;
import static digital.vya.backup.files.TarFields.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an archive of {@link TarWriter}, or of any tar that writes USTAR, PAX or GNU headers. What
 * is cut off or altered where that can be seen throws {@link
 * digital.vya.backup.api.BackupException} with the reason DATA.
 */
final class TarReader {

  private static final int BLOCK = TarWriter.BLOCK;
  private static final int LONGEST_EXTRA = 1 << 20;

  private final InputStream in;
  private final byte[] header = new byte[BLOCK];
  private final byte[] skipped = new byte[1 << 16];
  private long left;
  private int padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next entry, whose content can be read then; empty at the end mark, after which the input
   * has been read to its end, so that whoever checks its hash has seen all of it.
   */
  Optional<TarEntry> next() throws IOException {
    skip(left + padding);
    Map<String, String> extra = new HashMap<>();
    while (true) {
      left = 0;
      padding = 0;
      fill(header, BLOCK);
      if (isZero()) {
        fill(header, BLOCK);
        if (!isZero() || !extra.isEmpty()) {
          throw damaged("its end mark is not whole");
        }
        drain();
        return Optional.empty();
      }
      TarFields.requireChecksum(header);
      char type = (char) (header[156] & 0xff);
      switch (type) {
        case 'x', 'X' -> extra.putAll(TarFields.pax(extra(type)));
        case 'L' -> extra.put("path", terminated(extra(type)));
        case 'K' -> extra.put("linkpath", terminated(extra(type)));
        case 'g' -> extra(type);
        default -> {
          return Optional.of(entry(type, extra));
        }
      }
    }
  }

  /** Reads content of the entry; -1 at its end. */
  int read(byte[] bytes) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(bytes, 0, (int) Math.min(bytes.length, left));
    if (count < 0) {
      throw damaged("it ends within a file");
    }
    left -= count;
    return count;
  }

  private TarEntry entry(char type, Map<String, String> extra) {
    if (type == 'S' || extra.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."))) {
      throw damaged("it holds sparse files, which are not supported");
    }
    String name = orElse(extra, "path", headerName());
    String link = orElse(extra, "linkpath", text(header, 157, 100));
    if (name.isEmpty() || name.indexOf(0) >= 0 || link.indexOf(0) >= 0) {
      throw damaged("a name is empty or holds a null");
    }
    boolean isFile = type == 0 || type == TarEntry.FILE || type == '7';
    char kind = isFile ? TarEntry.FILE : type;
    if (isFile && name.endsWith("/")) {
      kind = TarEntry.FOLDER;
    }
    boolean hasContent = kind == TarEntry.FILE || type > '7' || type < '0';
    long size = hasContent ? orElse(extra, "size", number(header, 124, 12)) : 0;
    content(size);
    boolean isLink = kind == TarEntry.HARD_LINK || kind == TarEntry.SYMBOLIC_LINK;
    int mode = (int) (number(header, 100, 8) & 07777);
    return new TarEntry(name, kind, isLink ? link : "", size, owner(extra), mode, modified(extra));
  }

  private TarEntry.Owner owner(Map<String, String> extra) {
    return new TarEntry.Owner(
        orElse(extra, "uid", number(header, 108, 8)),
        orElse(extra, "gid", number(header, 116, 8)),
        orElse(extra, "uname", text(header, 265, 32)),
        orElse(extra, "gname", text(header, 297, 32)));
  }

  private Instant modified(Map<String, String> extra) {
    String time = extra.getOrDefault("mtime", "");
    try {
      return time.isEmpty()
          ? PaxTime.parse(Long.toString(number(header, 136, 12)))
          : PaxTime.parse(time);
    } catch (NumberFormatException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private String headerName() {
    String name = text(header, 0, 100);
    boolean posix = text(header, 257, 6).equals("ustar");
    String prefix = posix ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String orElse(Map<String, String> extra, String key, String other) {
    String value = extra.getOrDefault(key, "");
    return value.isEmpty() ? other : value;
  }

  private static long orElse(Map<String, String> extra, String key, long other) {
    String value = extra.getOrDefault(key, "");
    if (value.isEmpty()) {
      return other;
    }
    if (!value.matches("[0-9]{1,18}")) {
      throw damaged("a PAX header holds '" + RawNames.shown(value) + "' for " + key);
    }
    return Long.parseLong(value);
  }

  private String extra(char type) throws IOException {
    long size = number(header, 124, 12);
    content(size);
    if (size > LONGEST_EXTRA) {
      throw damaged("a header of type " + type + " is longer than " + LONGEST_EXTRA + " bytes");
    }
    byte[] bytes = new byte[(int) size];
    fill(bytes, bytes.length);
    skip(padding);
    return new String(bytes, ISO_8859_1);
  }

  private void content(long size) {
    if (size < 0) {
      throw damaged("a length is negative");
    }
    left = size;
    padding = (int) (-size & (BLOCK - 1));
  }

  private static String terminated(String raw) {
    int end = raw.indexOf(0);
    return end < 0 ? raw : raw.substring(0, end);
  }

  private boolean isZero() {
    for (byte value : header) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private void fill(byte[] bytes, int length) throws IOException {
    if (in.readNBytes(bytes, 0, length) < length) {
      throw damaged("it ends before its end mark");
    }
  }

  private void skip(long count) throws IOException {
    for (long rest = count; rest > 0; ) {
      int some = (int) Math.min(rest, skipped.length);
      fill(skipped, some);
      rest -= some;
    }
  }

  /** A tar is made of whole blocks, also after its end mark: a part of one was cut off. */
  private void drain() throws IOException {
    long rest = 0;
    for (int count = in.read(skipped); count >= 0; count = in.read(skipped)) {
      rest += count;
    }
    if (rest % BLOCK != 0) {
      throw damaged("it ends within a block");
    }
  }
}
