package digital.vya.backup.testkit;

/**
 * For the test of a driver that tells {@link digital.vya.backup.api.Fingerprints}: {@link
 * DbmsDriverContract} then changes a row and looks whether the fingerprints show it. The test of
 * such a driver must implement it.
 */
public interface ChangesRows {

  /**
   * Changes one row of one table, and nothing else, of a database that {@link
   * DbmsDriverContract#fill} filled. It is also called while a dump of that database is written.
   */
  void changeRow(String database) throws Exception;
}
