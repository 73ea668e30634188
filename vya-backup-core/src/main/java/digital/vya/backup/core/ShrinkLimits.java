package digital.vya.backup.core;

/**
 * When a backup is far too small.
 *
 * @param enabled whether anybody looks
 * @param bytes under how many percent of the median of those before; 0 to not compare it
 * @param rows the same of the rows of all tables
 * @param tables the same of the number of tables
 * @param last how many of those before it is compared with, at most
 * @param leastBytes how many bytes it must have lost at least
 */
record ShrinkLimits(boolean enabled, int bytes, int rows, int tables, int last, long leastBytes) {

  /** What a small database loses and gains in a day must alarm nobody. */
  static final long LEAST_BYTES = 1 << 20;

  private static final long LEAST_ROWS = 1_000;
  private static final long LEAST_TABLES = 3;

  static final ShrinkLimits DEFAULT = new ShrinkLimits(true, 50, 50, 50, 5, LEAST_BYTES);

  int percent(Shrink.Measure measure) {
    return switch (measure) {
      case BYTES -> bytes;
      case ROWS -> rows;
      case TABLES -> tables;
    };
  }

  /** What must be lost at least. */
  long least(Shrink.Measure measure) {
    return switch (measure) {
      case BYTES -> leastBytes;
      case ROWS -> LEAST_ROWS;
      case TABLES -> LEAST_TABLES;
    };
  }
}
