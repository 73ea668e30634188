package digital.vya.backup.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Takes a request and never answers. */
final class Silent implements AutoCloseable {

  final CountDownLatch asked = new CountDownLatch(1);
  private final ServerSocket socket;

  Silent() throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var thread = new Thread(this::listen, "silent");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try (Socket connection = socket.accept()) {
      if (connection.getInputStream().read() >= 0) {
        asked.countDown();
      }
      connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
