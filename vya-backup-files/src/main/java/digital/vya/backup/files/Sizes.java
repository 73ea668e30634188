package digital.vya.backup.files;

import java.util.Locale;

/** Lengths as people read them. */
final class Sizes {

  private static final String UNITS = "KMGTPE";

  private Sizes() {}

  static String shown(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    double value = bytes / (double) (1L << (unit * 10));
    return String.format(Locale.ROOT, "%.1f %siB", value, UNITS.charAt(unit - 1));
  }
}
