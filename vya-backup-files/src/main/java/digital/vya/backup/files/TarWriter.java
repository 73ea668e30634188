package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes a PAX archive from raw names. (Commons Compress knows names as text only, so it cannot
 * keep those that are none.)
 *
 * <p>A name that is UTF-8 but not a short ASCII one has a PAX record; a name that is not UTF-8, for
 * which PAX has no place, stands in the header as it is or, if it is long, in GNU's long name.
 */
final class TarWriter {

  static final int BLOCK = 512;

  private static final int RECORD = 20 * BLOCK;
  private static final int BUFFER = 25 * RECORD;
  private static final int NAME = 100;
  private static final int OWNER_NAME = 32;
  private static final long MAX_ID = 0_7777777;
  private static final long MAX_SIZE = 0_77777777777L;

  /** Sees all that is written of files, but not the form it is written in. */
  interface Watcher {
    /** An entry begins. */
    void entry(TarEntry entry);

    /** A part of its content follows. */
    void content(byte[] bytes, int offset, int count);
  }

  private final OutputStream sink;
  private final Watcher watcher;
  private final byte[] bytes = new byte[BUFFER];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
  private long written;

  TarWriter(OutputStream sink, Watcher watcher) {
    this.sink = sink;
    this.watcher = watcher;
  }

  /** Writes a header; exactly the entry's size must follow. */
  void begin(TarEntry entry) throws IOException {
    watcher.entry(entry);
    String pax = paxRecords(entry);
    if (!pax.isEmpty()) {
      extra('x', "PaxHeaders/" + lastPart(entry.name()), pax);
    }
    gnuLongName('L', entry.name());
    gnuLongName('K', entry.link());
    header(entry);
  }

  /**
   * Where content may be put: read at most as many bytes as are missing into it, then call {@link
   * #took}.
   */
  ByteBuffer buffer() {
    return buffer;
  }

  /** So many bytes of content were put into the buffer. */
  void took(int count) throws IOException {
    watcher.content(bytes, buffer.position() - count, count);
    flushIfFull();
  }

  /** Zeros in the place of content that cannot be had any more. */
  void missing(long count) throws IOException {
    for (long left = count; left > 0; ) {
      int some = (int) Math.min(left, Math.min(BLOCK, buffer.remaining()));
      Arrays.fill(bytes, buffer.position(), buffer.position() + some, (byte) 0);
      buffer.position(buffer.position() + some);
      took(some);
      left -= some;
    }
  }

  private void flushIfFull() throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
  }

  private void zeros(long count) throws IOException {
    for (long left = count; left > 0; ) {
      int some = (int) Math.min(left, buffer.remaining());
      Arrays.fill(bytes, buffer.position(), buffer.position() + some, (byte) 0);
      buffer.position(buffer.position() + some);
      left -= some;
      flushIfFull();
    }
  }

  /** Fills up the last block of an entry's content. */
  void end() throws IOException {
    zeros(-position() & (BLOCK - 1));
  }

  /** Writes the end mark and all that is left; the sink stays open. */
  void finish() throws IOException {
    zeros(2 * BLOCK);
    zeros((RECORD - position() % RECORD) % RECORD);
    flush();
    sink.flush();
  }

  private long position() {
    return written + buffer.position();
  }

  private void flush() throws IOException {
    sink.write(bytes, 0, buffer.position());
    written += buffer.position();
    buffer.clear();
  }

  private void put(byte[] content, int length) throws IOException {
    for (int at = 0; at < length; ) {
      int some = Math.min(length - at, buffer.remaining());
      buffer.put(content, at, some);
      at += some;
      flushIfFull();
    }
  }

  private void extra(char type, String name, String raw) throws IOException {
    var owner = new TarEntry.Owner(0, 0, "", "");
    header(new TarEntry(name, type, "", raw.length(), owner, 0644, Instant.EPOCH));
    put(raw.getBytes(ISO_8859_1), raw.length());
    end();
  }

  private void gnuLongName(char type, String raw) throws IOException {
    if (raw.length() > NAME && RawNames.utf8(raw).isEmpty()) {
      extra(type, "././@LongLink", raw + '\0');
    }
  }

  private static String lastPart(String name) {
    String folder = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    String last = folder.substring(folder.lastIndexOf('/') + 1);
    return RawNames.isAscii(last) ? last.substring(0, Math.min(80, last.length())) : "entry";
  }

  private static String paxRecords(TarEntry entry) {
    var records = new StringBuilder();
    paxName(records, "path", entry.name());
    paxName(records, "linkpath", entry.link());
    paxNumber(records, "size", entry.size(), MAX_SIZE);
    paxNumber(records, "uid", entry.owner().uid(), MAX_ID);
    paxNumber(records, "gid", entry.owner().gid(), MAX_ID);
    long seconds = entry.modified().getEpochSecond();
    if (!entry.modified().equals(Instant.ofEpochSecond(seconds))
        || seconds < 0
        || seconds > MAX_SIZE) {
      pax(records, "mtime", PaxTime.format(entry.modified()));
    }
    return records.toString();
  }

  private static void paxName(StringBuilder records, String key, String raw) {
    boolean plain = raw.length() <= NAME && RawNames.isAscii(raw);
    if (!plain && RawNames.utf8(raw).isPresent()) {
      pax(records, key, raw);
    }
  }

  private static void paxNumber(StringBuilder records, String key, long value, long max) {
    if (value > max) {
      pax(records, key, Long.toString(value));
    }
  }

  private static void pax(StringBuilder records, String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int length = rest.length() + 1;
    while (length != rest.length() + Integer.toString(length).length()) {
      length = rest.length() + Integer.toString(length).length();
    }
    records.append(length).append(rest);
  }

  private void header(TarEntry entry) throws IOException {
    byte[] header = new byte[BLOCK];
    text(header, 0, NAME, entry.name());
    octal(header, 100, 8, entry.mode());
    octal(header, 108, 8, Math.min(entry.owner().uid(), MAX_ID));
    octal(header, 116, 8, Math.min(entry.owner().gid(), MAX_ID));
    octal(header, 124, 12, entry.size() > MAX_SIZE ? 0 : entry.size());
    long seconds = entry.modified().getEpochSecond();
    octal(header, 136, 12, Math.max(0, Math.min(seconds, MAX_SIZE)));
    header[156] = (byte) entry.type();
    text(header, 157, NAME, entry.link());
    text(header, 257, 8, "ustar\00000");
    ownerName(header, 265, entry.owner().user());
    ownerName(header, 297, entry.owner().group());
    octal(header, 329, 8, 0);
    octal(header, 337, 8, 0);
    octal(header, 148, 7, TarChecksum.of(header));
    header[155] = ' ';
    put(header, BLOCK);
  }

  private static void ownerName(byte[] header, int at, String name) {
    // A name that does not fit is left to the number beside it.
    if (name.length() < OWNER_NAME && RawNames.isAscii(name)) {
      text(header, at, OWNER_NAME, name);
    }
  }

  private static void text(byte[] header, int at, int length, String raw) {
    byte[] text = raw.getBytes(ISO_8859_1);
    System.arraycopy(text, 0, header, at, Math.min(length, text.length));
  }

  private static void octal(byte[] header, int at, int length, long value) {
    long left = value;
    for (int digit = at + length - 2; digit >= at; digit--) {
      header[digit] = (byte) ('0' + (left & 7));
      left >>= 3;
    }
  }
}
