package digital.vya.backup.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs external programs, without a shell.
 *
 * <p>For every method that runs one: it returns only after the program exited with 0. Any other end
 * throws {@link ToolFailedException} with the last lines of its standard error, in which the
 * secrets of {@link Tool#secrets()} are masked. On an interrupt, or when a stream of the caller
 * fails, the program and all its descendants are killed before the method throws.
 */
public interface ToolRunner {

  /**
   * The executable files of that name, first in the given folders in their order, then on the
   * machine's {@code PATH}. Each real file appears once.
   */
  List<Path> find(String name, List<Path> folders);

  /**
   * Runs a tool without input and returns what it prints.
   *
   * @return its standard output as UTF-8
   * @throws IOException if the output is longer than 1 MiB
   */
  String read(Tool tool) throws IOException, InterruptedException;

  /**
   * Runs a tool without input and copies its standard output to the sink as it is produced.
   *
   * @param sink stays open. It is written by another thread than the caller's, which is not the
   *     caller's concern: all writes have happened before this returns or throws
   */
  void dump(Tool tool, OutputStream sink) throws IOException, InterruptedException;

  /**
   * Runs a tool whose standard input is the source. If reading the source fails, the tool is killed
   * <em>before</em> its input ends, so it never takes a part for the whole. Its standard output is
   * thrown away.
   *
   * @param source stays open
   */
  void feed(Tool tool, InputStream source) throws IOException, InterruptedException;

  /**
   * Runs a tool whose standard input is the source, as {@link #feed} does, and copies its standard
   * output to the sink as it is produced.
   *
   * @param source stays open
   * @param sink stays open; written by another thread than the caller's, before this returns or
   *     throws
   */
  void pass(Tool tool, InputStream source, OutputStream sink)
      throws IOException, InterruptedException;
}
