package digital.vya.backup.s3;

/**
 * How long the parts of one object are. A store takes 10,000 of them. The length of a stream is not
 * known ahead, so parts double in size with every thousand: at 8 MiB 5 TB fit, and what they take
 * in memory is at most a twelfth of what was sent before.
 */
record PartSizes(long first, boolean equal) {

  static final int MOST = 10_000;

  private static final int STEP = 1000;
  private static final long LONGEST = 5L << 30;

  /** The length of a part; parts are counted from 1. */
  long of(int number) {
    return equal ? first : Math.min(LONGEST, first << ((number - 1) / STEP));
  }
}
