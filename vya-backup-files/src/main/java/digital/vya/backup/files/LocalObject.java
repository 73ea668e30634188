package digital.vya.backup.files;

import digital.vya.backup.api.PendingObject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** An object under its temporary name. */
final class LocalObject implements PendingObject {

  /** What is written at once; the JDK keeps a direct buffer of that size for each thread. */
  private static final int SLICE = 128 << 10;

  private final StoreFolder folder;
  private final Disk disk;
  private final FileChannel channel;
  private final Path unfinished;
  private final Path path;
  private final OutputStream stream = new BufferedOutputStream(new Slices(), SLICE / 2);
  private volatile boolean broken;
  private boolean done;

  LocalObject(StoreFolder folder, Disk disk, FileChannel channel, Path unfinished, Path path) {
    this.folder = folder;
    this.disk = disk;
    this.channel = channel;
    this.unfinished = unfinished;
    this.path = path;
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public void commit() throws IOException, InterruptedException {
    if (done) {
      throw new IOException(path + " was committed or discarded before");
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + path + " was committed");
    }
    if (broken) {
      throw new IOException(path + " cannot be committed: not all of it could be written");
    }
    try {
      stream.flush();
      channel.force(true);
      channel.close();
      Files.move(
          unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      done = true;
      folder.syncFoldersAbove(path);
    } catch (IOException e) {
      throw disk.explain(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (done) {
      return;
    }
    done = true;
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(unfinished);
      folder.removeEmptyFoldersAbove(path);
    }
  }

  /** Writes to the channel; closing it is the object's business. */
  private final class Slices extends OutputStream {

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!channel.isOpen()) {
        throw new IOException(path + " was committed or discarded before");
      }
      try {
        for (int at = 0; at < length; at += SLICE) {
          writeAll(ByteBuffer.wrap(bytes, offset + at, Math.min(SLICE, length - at)));
        }
      } catch (IOException e) {
        // What is left in the buffer must not be written after the gap.
        broken = true;
        throw disk.explain(e);
      }
    }

    private void writeAll(ByteBuffer slice) throws IOException {
      while (slice.hasRemaining()) {
        channel.write(slice);
      }
    }
  }
}
