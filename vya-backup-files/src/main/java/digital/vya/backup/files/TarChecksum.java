package digital.vya.backup.files;

/** The sum of a header's bytes, its own eight taken as spaces. */
final class TarChecksum {

  private TarChecksum() {}

  static int of(byte[] header) {
    int sum = 0;
    for (int at = 0; at < header.length; at++) {
      sum += at >= 148 && at < 156 ? ' ' : header[at] & 0xff;
    }
    return sum;
  }
}
