package digital.vya.backup.archive;

/** How many threads compress when nobody says so. */
final class Workers {

  /** A backup runs beside what it backs up, so it leaves the rest of a large machine alone. */
  private static final int MOST = 2;

  private Workers() {}

  static int byDefault() {
    return Math.min(MOST, Runtime.getRuntime().availableProcessors());
  }
}
