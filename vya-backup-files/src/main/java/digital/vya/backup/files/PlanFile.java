package digital.vya.backup.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Steps on disk, however many there are. Each has its length before and behind it, so that they can
 * be read from either end.
 */
record PlanFile(Path path) {

  private static final int LONGEST = 1 << 20;
  private static final int WINDOW = 1 << 18;

  /** Takes one step after the other. */
  interface Each {
    void take(PlanEntry entry) throws IOException;
  }

  /** Writes steps; {@link #force} makes them durable. */
  static final class Writer implements Closeable {

    private final Disk disk;
    private final FileChannel channel;
    private final DataOutputStream out;

    Writer(Path file) throws IOException {
      Path folder = file.getParent();
      this.disk = new Disk(folder == null ? file : folder);
      this.channel = new StoreFolder(disk.folder()).createFile(file);
      this.out =
          new DataOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
    }

    void add(PlanEntry entry) throws IOException {
      byte[] bytes = entry.bytes();
      try {
        out.writeInt(bytes.length);
        out.write(bytes);
        out.writeInt(bytes.length);
      } catch (IOException e) {
        throw disk.explain(e);
      }
    }

    void force() throws IOException {
      try {
        out.flush();
        channel.force(true);
      } catch (IOException e) {
        throw disk.explain(e);
      }
    }

    /** Without what could not be written: nobody reads a file that was not whole. */
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** From the first to the last. */
  void forward(Each each) throws IOException {
    try (InputStream file = Files.newInputStream(path);
        var in = new DataInputStream(new BufferedInputStream(file, 1 << 16))) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        int length = (first << 24) | (in.readUnsignedShort() << 8) | in.readUnsignedByte();
        byte[] bytes = new byte[checked(length)];
        in.readFully(bytes);
        each.take(PlanEntry.of(bytes));
        in.readInt();
      }
    }
  }

  /** From the last to the first. */
  void backward(Each each) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long end = file.size();
      while (end > 0) {
        // A window holds at least one step as a whole, its first may be cut.
        long start = Math.max(0, end - WINDOW - LONGEST);
        ByteBuffer window = read(file, start, (int) (end - start));
        int at = window.limit();
        while (at >= 4 && at - checked(window.getInt(at - 4)) - 8 >= 0) {
          int length = window.getInt(at - 4);
          byte[] bytes = new byte[length];
          window.get(at - 4 - length, bytes);
          at -= length + 8;
          each.take(PlanEntry.of(bytes));
        }
        if (at == window.limit()) {
          throw new EOFException(path + " is cut off");
        }
        end = start + at;
      }
    }
  }

  private static ByteBuffer read(FileChannel file, long start, int length) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(length);
    while (window.hasRemaining()) {
      if (file.read(window, start + window.position()) < 0) {
        throw new EOFException("a plan became shorter while it was read");
      }
    }
    return window.flip();
  }

  private int checked(int length) throws IOException {
    if (length < 0 || length > LONGEST) {
      throw new IOException(path + " is damaged: a step of " + length + " bytes");
    }
    return length;
  }
}
