package digital.vya.backup.notify;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real mail server: Debian's python3-aiosmtpd, in a process of its own. */
final class SmtpServer implements AutoCloseable {

  static final String USER = "backup@example.org";
  static final String PASSWORD = "pa55word-of-the-mail";

  final int port;

  private final Process process;
  private final Path folder;

  private SmtpServer(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** One that encrypts nothing and lets everybody in. */
  static SmtpServer plain(Path temporary) throws IOException {
    return start(temporary, "plain");
  }

  /**
   * One where {@link #USER} must sign in.
   *
   * @param mode {@code plain}, {@code starttls} or {@code tls}
   */
  static SmtpServer secured(Path temporary, String mode, Keys keys) throws IOException {
    return start(temporary, mode, keys.pem.toString(), USER, PASSWORD);
  }

  private static SmtpServer start(Path temporary, String... arguments) throws IOException {
    Path folder = Files.createTempDirectory(temporary, "mails");
    Path script = Files.createTempFile(temporary, "smtpd", ".py");
    try (InputStream in = SmtpServer.class.getResourceAsStream("/smtpd.py")) {
      Files.write(script, in.readAllBytes());
    }
    var command =
        new ArrayList<>(List.of("/usr/bin/python3", script.toString(), folder.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("log").toFile()).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String port = out.readLine();
    if (port == null) {
      throw new IOException(
          "no mail server: "
              + Files.readString(folder.resolve("log"))
              + "; apt-get install python3-aiosmtpd");
    }
    return new SmtpServer(process, folder, Integer.parseInt(port));
  }

  /** A mail as it arrived. */
  record Received(MimeMessage mail, String envelope, String source) {

    String header(String name) throws MessagingException {
      String[] values = mail.getHeader(name);
      return values == null ? "" : String.join("|", values);
    }

    String plain() throws MessagingException, IOException {
      return (String) part("text/plain").getContent();
    }

    String html() throws MessagingException, IOException {
      return (String) part("text/html").getContent();
    }

    BodyPart part(String type) throws MessagingException, IOException {
      @Nullable BodyPart found = find((Multipart) mail.getContent(), type);
      if (found == null) {
        throw new AssertionError("no " + type + " in " + source);
      }
      return found;
    }

    private static @Nullable BodyPart find(Multipart parts, String type)
        throws MessagingException, IOException {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart part = parts.getBodyPart(i);
        if (part.isMimeType(type)) {
          return part;
        }
        @Nullable BodyPart found =
            part.getContent() instanceof Multipart inner ? find(inner, type) : null;
        if (found != null) {
          return found;
        }
      }
      return null;
    }
  }

  /** All that arrived so far, in its order. */
  List<Received> received() throws IOException, MessagingException {
    var all = new ArrayList<Received>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".eml")).sorted().toList()) {
        String envelope = Files.readString(Path.of(file.toString().replace(".eml", ".json")));
        try (InputStream in = Files.newInputStream(file)) {
          all.add(
              new Received(
                  new MimeMessage(Session.getInstance(new Properties()), in),
                  envelope,
                  Files.readString(file, StandardCharsets.ISO_8859_1)));
        }
      }
    }
    return all;
  }

  /** How many arrived so far. */
  int count() {
    try {
      return received().size();
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  Received only() throws IOException, MessagingException {
    List<Received> all = received();
    if (all.size() != 1) {
      throw new AssertionError("there are " + all.size() + " mails");
    }
    return all.get(0);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
