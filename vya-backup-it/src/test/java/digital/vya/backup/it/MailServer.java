package digital.vya.backup.it;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Debian's aiosmtpd, which keeps what it gets as files. */
final class MailServer implements AutoCloseable {

  final int port;

  private final Path folder;
  private final Process process;

  MailServer(Path parent) throws IOException {
    folder = parent.resolve("mails");
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    process =
        new ProcessBuilder(
                "/usr/bin/python3",
                "-m",
                "aiosmtpd",
                "-n",
                "-l",
                "127.0.0.1:" + port,
                "-c",
                "aiosmtpd.handlers.Mailbox",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(parent.resolve("mail-server.log").toFile())
            .start();
    awaitListening(parent);
  }

  private void awaitListening(Path parent) throws IOException {
    while (process.isAlive()) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getInputStream().read();
        return;
      } catch (ConnectException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException(Files.readString(parent.resolve("mail-server.log")));
  }

  /** The mails so far, as they came. */
  List<String> received() throws IOException {
    var mails = new ArrayList<String>();
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      for (Path file : files.toList()) {
        mails.add(Files.readString(file));
      }
    }
    return mails;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
