package digital.vya.backup.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * An engine that can tell what a dump holds, table by table, while it writes it. Kept with a
 * backup, that shows later whether a restored database holds the same.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li><b>F1</b> Every table of the dump has one fingerprint, empty ones included. It is computed
 *       from the very rows that are written: the source is not read a second time.
 *   <li><b>F2</b> A database restored from the dump by the same engine, dumped again, gives equal
 *       fingerprints, whatever order its rows come in, and also under another name. A database in
 *       which a row was added, removed or changed gives another one for that table.
 *   <li><b>F3</b> Memory does not grow with the number or length of rows.
 * </ul>
 *
 * @param <C> the settings of one server
 */
public interface Fingerprints<C extends Record> extends DbmsDriver<C> {

  /**
   * Writes the same dump as {@link DbmsDriver#dump}, keeping all its promises, and tells the
   * fingerprint of each table. After a failure what was told means nothing.
   *
   * @param tables is told each table once, before this returns; by one thread at a time
   */
  DumpInfo dump(
      C config, DumpRequest what, OutputStream sink, Consumer<TableFingerprint> tables, Host host)
      throws IOException, InterruptedException;

  /**
   * Whether servers of two versions write the same row as the same bytes, so that fingerprints of
   * one can be compared with those of the other.
   *
   * @param version as a dump told it in {@link DumpInfo#serverVersion()}
   * @param other the same of another dump
   */
  default boolean comparable(String version, String other) {
    return true;
  }
}
