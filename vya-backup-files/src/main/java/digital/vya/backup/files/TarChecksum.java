package digital.vya.backup.files;

/** The sum of a header's bytes, its own eight taken as spaces. */
final class TarChecksum {

  private TarChecksum() {}

  static int of(byte[] header) {
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xff;
    }
    for (int at = 148; at < 156; at++) {
      sum += ' ' - (header[at] & 0xff);
    }
    return sum;
  }
}
