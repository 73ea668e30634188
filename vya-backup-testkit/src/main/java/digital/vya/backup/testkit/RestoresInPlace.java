package digital.vya.backup.testkit;

/**
 * For the test of a driver that restores into its target step by step and cannot take a step back,
 * as its documentation says. After a failed restore {@link DbmsDriverContract} then does not look
 * for the target as it was. It looks for what still must hold: the restore throws, what the dump
 * does not hold is left as it was, and nothing outside the target has changed. A restore that
 * replaces puts what the dump holds beside the rest.
 */
public interface RestoresInPlace {

  /**
   * Puts something into a database that no dump of another one holds. It is no part of {@link
   * DbmsDriverContract#content}.
   */
  void addOwn(String database) throws Exception;

  /** A snapshot of what {@link #addOwn} put there, whole; equal as long as nobody touched it. */
  Object own(String database) throws Exception;
}
