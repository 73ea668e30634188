package digital.vya.backup.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * An engine: it knows how to list, dump and restore the databases of one kind of server. Anything
 * else it can do it says by implementing a further small interface ({@link Globals}, {@link
 * Contents}, {@link Fingerprints}, {@link ScratchDatabases}, {@link TunableRestore}), never by a
 * flag.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li><b>D1</b> A normal return of {@link #dump} means the dump is complete: the tool exited with
 *       0 <em>and</em> the end mark of the dump was seen.
 *   <li><b>D2</b> Bytes reach the sink as they are produced; memory stays constant for any size.
 *   <li><b>D3</b> The sink is not closed.
 *   <li><b>D4</b> {@link #restore} reads what {@link #dump} wrote, also for odd names (spaces,
 *       quotes, unicode, {@code -}, {@code %}), empty databases and binary data. It changes nothing
 *       outside its target.
 *   <li><b>D5</b> Damaged input makes {@link #restore} throw, and a failure to <em>read</em> the
 *       dump never lets the first half of it count as the whole. A restore that fails leaves its
 *       target as it was; a driver that restores in place, and whose documentation says so, leaves
 *       at least what the dump does not hold as it was.
 *   <li><b>D6</b> No secret appears in an argument list, a log, a message or a returned value.
 *   <li><b>D7</b> After an interrupt the method ends within 5 seconds, and with it every process it
 *       started.
 * </ul>
 *
 * <p>Every method throws {@link BackupException} for what a user or an administrator can mend, with
 * the reason that fits: {@link Reason#CONFIGURATION} for wrong settings and refused credentials,
 * {@link Reason#ENVIRONMENT} for servers that do not answer and tools that are missing, {@link
 * Reason#DATA} for a dump that is incomplete or damaged. Only failures that may pass by themselves
 * are {@linkplain BackupException#worthRetrying() worth retrying}.
 *
 * @param <C> the settings of one server
 */
public interface DbmsDriver<C extends Record> extends Plugin<C> {

  /**
   * Reaches the server, reads its version and finds the tools a dump needs. Changes nothing.
   *
   * @throws BackupException if a dump could not work
   */
  ServerInfo check(C config, Host host) throws IOException, InterruptedException;

  /**
   * The names of what can be dumped, sorted, without the databases that belong to the server itself
   * and are useless in a restore.
   */
  List<String> databases(C config, Host host) throws IOException, InterruptedException;

  /**
   * The file name of a dump, with the extension the engine's own client expects, such as {@code
   * orders.sql}. Only the extension (what follows the last dot of the returned name) is used to
   * name an artifact.
   */
  String dumpName(C config, String database);

  /**
   * Whether dumps of the engine of that name can be tried here. Most take only their own; two
   * flavours of one server take each other's.
   *
   * @param dbms the {@link #name} of the driver that made the dump
   */
  default boolean restoresDumpsOf(String dbms) {
    return dbms.equals(name());
  }

  /**
   * Writes one database to the sink and returns once it is complete (D1).
   *
   * @param sink takes the dump; stays open (D3); what it throws is passed on
   * @throws BackupException if the dump is not complete, whatever was written
   */
  DumpInfo dump(C config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException;

  /**
   * Restores a dump.
   *
   * <p>Without {@link RestoreRequest#replace()} an existing target that holds anything is refused.
   * With it the target is replaced by what the dump holds. A failure leaves the target as it was,
   * or empty where there was none (D5).
   *
   * <p>A driver that cannot keep that restores <em>in place</em>, and its documentation says so:
   * what the dump holds is put beside what else is there, with {@link RestoreRequest#replace()} in
   * the place of what has the same name, and a failure leaves what was restored so far. What the
   * dump does not hold is left as it was in any case, and so is all that lies outside the target.
   *
   * @param dump the bytes {@link #dump} wrote; stays open
   * @throws BackupException if the target does not hold the whole dump afterwards
   */
  void restore(C config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException;
}
