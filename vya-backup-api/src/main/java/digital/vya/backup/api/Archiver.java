package digital.vya.backup.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One stage of an archive chain, such as a compression or an encryption: a stream in, a stream out.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li><b>A1</b> The same input and the same settings give the same bytes, however the input is
 *       cut into writes. An encryption must not keep this promise, and its documentation says so:
 *       equal input gives unequal bytes.
 *   <li><b>A2</b> Standard tools read the result ({@code gunzip}, {@code zstd -d}, {@code unzip}).
 *   <li><b>A3</b> Extraction yields bytes and nothing else: no entry's name makes it touch a file.
 *   <li><b>A4</b> A truncated or altered archive makes reading throw an {@link IOException}, at the
 *       latest where the stream would end. An encryption that cannot tell an altered archive from
 *       one for another key throws a {@link MissingKeyException}.
 * </ul>
 *
 * @param <C> the settings of the stage
 */
public interface Archiver<C extends Record> extends Plugin<C> {

  /**
   * The name of the result: {@code orders.sql} becomes {@code orders.sql.zst} or {@code
   * orders.zip}.
   */
  String archiveName(C config, String name);

  /**
   * Opens the stage.
   *
   * @param name the name of what is archived, such as {@code orders.sql}
   * @param sink takes the archive
   * @return takes the input. Closing it ends the archive <em>and closes the sink</em>; closing it
   *     again does nothing. It is used by one thread at a time
   */
  OutputStream archive(C config, String name, OutputStream sink, Host host) throws IOException;

  /**
   * Opens an archive for reading.
   *
   * @param archive what {@link #archive} wrote, or a standard tool
   * @return the input of {@link #archive}, to its last byte; closing it closes the archive, reading
   *     it to its end does not
   * @throws MissingKeyException if the archive is encrypted and no key at hand opens it; it is
   *     thrown here and not later
   */
  InputStream extract(C config, InputStream archive, Host host) throws IOException;

  /**
   * Whether bytes look like an archive of this kind, by its magic number. A restore asks this,
   * never the name of a file.
   *
   * @param head the first bytes of a file: at most 512, fewer if the file is shorter
   */
  boolean recognizes(byte[] head);
}
