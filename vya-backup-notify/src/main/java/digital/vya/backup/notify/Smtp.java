package digital.vya.backup.notify;

import digital.vya.backup.notify.EmailConfig.Security;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Talks to one mail server. */
final class Smtp {

  private static final String KEYS = "mail.smtp.";

  private final EmailConfig config;
  private final Session session;

  Smtp(EmailConfig config) {
    this.config = config;
    this.session = Session.getInstance(properties(config));
  }

  Session session() {
    return session;
  }

  private static Properties properties(EmailConfig config) {
    var keys = new Properties();
    keys.put(KEYS + "host", config.host());
    keys.put(KEYS + "port", String.valueOf(config.port()));
    keys.put(KEYS + "auth", String.valueOf(config.user() != null));
    keys.put(KEYS + "auth.ntlm.disable", "true");
    keys.put(KEYS + "sendpartial", "true");
    keys.put(KEYS + "connectiontimeout", millis(config.connectTimeout()));
    keys.put(KEYS + "timeout", millis(config.readTimeout()));
    keys.put(KEYS + "writetimeout", millis(config.readTimeout()));
    // Only such a socket is left when the thread is interrupted.
    keys.put(KEYS + "usesocketchannels", "true");
    if (config.security() != Security.NONE) {
      boolean first = config.security() == Security.TLS;
      keys.put(KEYS + (first ? "ssl.enable" : "starttls.enable"), "true");
      keys.put(KEYS + "starttls.required", String.valueOf(!first));
      keys.put(KEYS + "ssl.checkserveridentity", "true");
      keys.put(KEYS + "ssl.protocols", "TLSv1.3 TLSv1.2");
      keys.put(
          KEYS + "ssl.socketFactory",
          new Layering(Trust.context(config.caCert()).getSocketFactory()));
    }
    return keys;
  }

  private static String millis(@Nullable Duration time) {
    return String.valueOf(
        Math.min(Integer.MAX_VALUE, Objects.requireNonNull(time, "has a default").toMillis()));
  }

  /** Signs in, and tells with whom and how. */
  List<String> reach() throws IOException, InterruptedException {
    var found = new ArrayList<String>();
    talk(
        transport -> {
          String how = config.security() == Security.NONE ? "not encrypted" : "TLS";
          found.add(config.host() + ":" + config.port() + ", " + how);
          found.add(config.user() == null ? "without signing in" : "signed in");
          transport.isConnected();
        });
    return found;
  }

  void send(Message mail) throws IOException, InterruptedException {
    talk(transport -> transport.sendMessage(mail, mail.getAllRecipients()));
  }

  /** What is said to a server that knows us. */
  private interface Talk {
    void with(SMTPTransport transport) throws MessagingException;
  }

  private void talk(Talk talk) throws IOException, InterruptedException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The mail library looks for its parts there, and an application's knows nothing of them.
    thread.setContextClassLoader(Smtp.class.getClassLoader());
    try {
      Transport transport = session.getTransport("smtp");
      try {
        transport.connect(
            config.user(), config.password() == null ? null : config.password().reveal());
        talk.with((SMTPTransport) transport);
      } finally {
        leave(transport);
      }
    } catch (MessagingException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the mail was not sent: interrupted");
      }
      throw SmtpFailures.of(config, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void leave(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // What the server took it has, however it says good-bye: it must not be sent again.
    }
  }

  /** Encrypts sockets that the mail library has made and connected; makes none itself. */
  private static final class Layering extends SSLSocketFactory {

    private final SSLSocketFactory factory;

    Layering(SSLSocketFactory factory) {
      this.factory = factory;
    }

    @Override
    public Socket createSocket() throws IOException {
      return SocketChannel.open().socket();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      return factory.createSocket(socket, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw new IOException("not a socket of its own");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
        throws IOException {
      throw new IOException("not a socket of its own");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      throw new IOException("not a socket of its own");
    }

    @Override
    public Socket createSocket(
        InetAddress address, int port, InetAddress localAddress, int localPort) throws IOException {
      throw new IOException("not a socket of its own");
    }
  }
}
