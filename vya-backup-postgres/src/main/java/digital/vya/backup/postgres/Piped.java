package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What one tool writes as the input of something else, without a file between them. If the tool
 * fails, its reader sees a failure and never an end.
 */
final class Piped {

  private final Host host;

  Piped(Host host) {
    this.host = host;
  }

  /** Takes what the tool writes, up to its end. */
  interface Reader {
    void read(InputStream in) throws IOException, InterruptedException;
  }

  /** Returns once both have ended well; where both failed, it is told why the tool did. */
  void run(Tool tool, Reader reader) throws IOException, InterruptedException {
    var pipe = new Pipe();
    var writing = new FutureTask<>(() -> write(tool, pipe));
    var thread = new Thread(writing, "vya-backup-" + tool.name());
    thread.setDaemon(true);
    thread.start();
    boolean read = false;
    try {
      reader.read(pipe.source());
      read = true;
    } catch (IOException e) {
      // Where the pipe broke under the reader, the tool's failure is the one to tell.
      pipe.breakOff();
      if (failure(writing) instanceof BackupException known) {
        throw known;
      }
      throw e;
    } finally {
      if (!read) {
        pipe.breakOff();
        thread.interrupt();
      }
      thread.join();
    }
    Throwable failure = failure(writing);
    if (failure instanceof BackupException known) {
      throw known;
    }
    if (failure != null) {
      throw new IOException("what " + tool.name() + " wrote could not be passed on", failure);
    }
  }

  private boolean write(Tool tool, Pipe pipe) throws IOException, InterruptedException {
    boolean written = false;
    try {
      host.tools().dump(tool, pipe.sink());
      written = true;
    } finally {
      if (written) {
        pipe.end();
      } else {
        pipe.breakOff();
      }
    }
    return true;
  }

  private static @Nullable Throwable failure(FutureTask<Boolean> writing)
      throws InterruptedException {
    try {
      writing.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
