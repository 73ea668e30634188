package digital.vya.backup.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;

/**
 * Connects PostgreSQL's JDBC driver to a socket of this machine. Public only because the driver
 * creates it by its name; not meant to be used otherwise.
 */
public final class UnixSocketFactory extends SocketFactory {

  private final UnixDomainSocketAddress address;

  /**
   * For the driver.
   *
   * @param path the socket's file
   */
  public UnixSocketFactory(String path) {
    address = UnixDomainSocketAddress.of(path);
  }

  @Override
  public Socket createSocket() {
    return new UnixSocket(address);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new SocketException("a socket of this machine has neither host nor port");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket("", port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket("", port);
  }

  /** What the driver uses of a socket; options of TCP are taken and mean nothing. */
  private static final class UnixSocket extends Socket {

    private static final int BUFFER = 65_536;

    private final UnixDomainSocketAddress address;
    private final SocketChannel channel;

    UnixSocket(UnixDomainSocketAddress address) {
      this.address = address;
      try {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      } catch (IOException e) {
        throw new UncheckedIOException("no socket can be opened", e);
      }
    }

    @Override
    public void connect(SocketAddress ignored) throws IOException {
      channel.connect(address);
    }

    /** A server of this machine accepts or refuses at once; the login has a timeout of its own. */
    @Override
    public void connect(SocketAddress ignored, int timeout) throws IOException {
      connect(ignored);
    }

    @Override
    public InputStream getInputStream() {
      return Channels.newInputStream(channel);
    }

    @Override
    public OutputStream getOutputStream() {
      return Channels.newOutputStream(channel);
    }

    @Override
    public boolean isConnected() {
      return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
      return !channel.isOpen();
    }

    @Override
    public synchronized void close() throws IOException {
      channel.close();
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public int getSoTimeout() {
      return 0;
    }

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public int getSendBufferSize() {
      return BUFFER;
    }

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public int getReceiveBufferSize() {
      return BUFFER;
    }
  }
}
