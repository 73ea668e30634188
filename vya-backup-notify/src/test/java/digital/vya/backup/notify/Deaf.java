package digital.vya.backup.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Takes connections and never says a word. */
final class Deaf implements AutoCloseable {

  final CountDownLatch connected = new CountDownLatch(1);
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  Deaf() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var thread = new Thread(this::accept, "deaf");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        open.add(server.accept());
        connected.countDown();
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** A port where nobody listens. */
  static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
