package digital.vya.backup.api;

import java.io.IOException;

/**
 * An engine that can restore beside what is there, and put the result in its place once it is
 * proven: what a safe restore and a restore drill need.
 *
 * <p>The scratch database itself is made by {@link DbmsDriver#restore} with the scratch's name as
 * target; names come from {@link #beside}. {@link DbmsDriver#databases} leaves them out.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li><b>X1</b> Until {@link #swap} is called nothing of the target is touched.
 *   <li><b>X2</b> A swap that throws leaves the target as it was.
 *   <li><b>X3</b> A swap that is killed at any moment is brought to one of its two ends by {@link
 *       #recover}, and nobody ever finds half of the old and half of the new.
 *   <li><b>X4</b> Swapping the kept one back brings back what was there, the same in all that
 *       {@link DbmsDriver#dump} would write.
 *   <li><b>X5</b> {@link #drop} refuses every name that {@link #beside} does not give.
 * </ul>
 *
 * @param <C> the settings of one server
 */
public interface ScratchDatabases<C extends Record> extends DbmsDriver<C> {

  /**
   * Looks at what is to be restored to, and whether a scratch database could be made beside it.
   * Changes nothing.
   *
   * @param target as in {@link RestoreRequest#targetDatabase()}
   * @throws BackupException if no scratch database can be made: it names the missing grant
   */
  TargetState look(C config, String target, Host host) throws IOException, InterruptedException;

  /**
   * The name of a scratch or kept database for a target: always the same for the same arguments,
   * one the engine allows, and one that shows what it is, such as {@code orders_vya_new_1a2b3c4d}.
   *
   * @param role {@code new} for a scratch database, {@code old} for what was replaced
   * @param id 8 lower-case hexadecimal digits
   */
  String beside(C config, String target, String role, String id);

  /** Puts the scratch database in the place of the target; keeps what was there (X2, X3). */
  void swap(C config, Swap swap, Host host) throws IOException, InterruptedException;

  /**
   * Brings a swap that was cut off to its beginning or to its end.
   *
   * @return whether the target is the former scratch database now
   */
  boolean recover(C config, Swap swap, Host host) throws IOException, InterruptedException;

  /** Drops a scratch or kept database with all it holds; nothing if it is not there (X5). */
  void drop(C config, String name, Host host) throws IOException, InterruptedException;
}
