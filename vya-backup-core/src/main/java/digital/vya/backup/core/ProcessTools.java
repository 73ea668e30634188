package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolRunner;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** Runs the machine's programs. */
final class ProcessTools implements ToolRunner {

  private static final int READ_LIMIT = 1 << 20;
  private static final int BUFFER = 1 << 16;

  @Override
  public List<Path> find(String name, List<Path> folders) {
    var seen = new HashSet<Path>();
    var found = new ArrayList<Path>();
    Stream.concat(folders.stream(), searchPath())
        .map(folder -> folder.resolve(name).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .filter(file -> seen.add(real(file)))
        .forEach(found::add);
    return List.copyOf(found);
  }

  private static Stream<Path> searchPath() {
    String path = System.getenv("PATH");
    return path == null
        ? Stream.empty()
        : Stream.of(path.split(File.pathSeparator)).flatMap(ProcessTools::folder);
  }

  private static Stream<Path> folder(String name) {
    try {
      return name.isEmpty() ? Stream.empty() : Stream.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }

  @Override
  public String read(Tool tool) throws IOException, InterruptedException {
    var output =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            if (count + length > READ_LIMIT) {
              throw BackupException.environment(
                  tool.name() + " printed more than 1 MiB where a short answer was expected");
            }
            super.write(bytes, offset, length);
          }
        };
    dump(tool, output);
    return output.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void dump(Tool tool, OutputStream sink) throws IOException, InterruptedException {
    try (var running = RunningTool.start(tool)) {
      running.input().close();
      running.pump(() -> copy(running.output(), sink));
      running.awaitSuccess();
    }
  }

  private static boolean copy(InputStream output, OutputStream sink) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
      sink.write(buffer, 0, n);
    }
    return true;
  }

  @Override
  public void feed(Tool tool, InputStream source) throws IOException, InterruptedException {
    pass(tool, source, OutputStream.nullOutputStream());
  }

  @Override
  public void pass(Tool tool, InputStream source, OutputStream sink)
      throws IOException, InterruptedException {
    try (var running = RunningTool.start(tool)) {
      FutureTask<Boolean> output = running.beside(() -> copy(running.output(), sink));
      // Only the reading may fail here: the tool is then killed before its input is closed.
      boolean all = running.pump(() -> copyAll(source, running.input()));
      if (all) {
        running.closeInput();
      }
      running.await(output);
      running.awaitSuccess();
      if (!all) {
        throw BackupException.environment(
            tool.name() + " stopped reading before the end of its input, yet reported success");
      }
    }
  }

  /** Whether the tool took everything; a tool that does not tells why by its exit code. */
  private static boolean copyAll(InputStream source, OutputStream input) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
      try {
        input.write(buffer, 0, n);
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
