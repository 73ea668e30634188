package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import digital.vya.backup.api.BackupException;
import java.util.HashMap;
import java.util.Map;

/** What stands in the headers of an archive that nobody vouches for. */
final class TarFields {

  private TarFields() {}

  static BackupException damaged(String how) {
    return BackupException.data("the archive is damaged: " + how + "; use another backup");
  }

  static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, ISO_8859_1);
  }

  /** A number in octal digits, or in binary as GNU writes what does not fit. */
  static long number(byte[] header, int at, int length) {
    int first = header[at] & 0xff;
    if (first == 0x80 || first == 0xff) {
      return binary(header, at, length, first == 0xff ? -1 : 0);
    }
    String digits = text(header, at, length).strip();
    if (digits.isEmpty()) {
      return 0;
    }
    if (!digits.matches("[0-7]{1,21}")) {
      throw damaged("a header holds '" + RawNames.shown(digits) + "' for a number");
    }
    return Long.parseUnsignedLong(digits, 8) & Long.MAX_VALUE;
  }

  private static long binary(byte[] header, int at, int length, long sign) {
    long value = sign;
    for (int index = at + 1; index < at + length; index++) {
      if (value >> 55 != sign) {
        throw damaged("a header holds a number that is too large");
      }
      value = (value << 8) | (header[index] & 0xff);
    }
    return value;
  }

  static void requireChecksum(byte[] header) {
    if (number(header, 148, 8) != TarChecksum.of(header)) {
      throw damaged("a header's checksum is wrong");
    }
  }

  /** The records of a PAX header. */
  static Map<String, String> pax(String raw) {
    var records = new HashMap<String, String>();
    for (int at = 0; at < raw.length() && raw.charAt(at) != 0; ) {
      int space = raw.indexOf(' ', at);
      if (space < 0 || !raw.substring(at, space).matches("[0-9]{1,9}")) {
        throw damaged("a PAX header cannot be read");
      }
      int end = at + Integer.parseInt(raw.substring(at, space));
      int equals = raw.indexOf('=', space);
      if (end > raw.length() || equals < 0 || equals >= end || raw.charAt(end - 1) != '\n') {
        throw damaged("a PAX header cannot be read");
      }
      records.put(raw.substring(space + 1, equals), raw.substring(equals + 1, end - 1));
      at = end;
    }
    return records;
  }
}
