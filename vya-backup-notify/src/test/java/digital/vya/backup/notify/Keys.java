package digital.vya.backup.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key and a certificate that it has signed itself. */
final class Keys {

  private static final char[] PASSWORD = "changeit".toCharArray();

  final Path certificate;

  /** Both, for a server. */
  final Path pem;

  private final KeyStore store;

  /**
   * Makes them.
   *
   * @param subject for whom, such as {@code ip:127.0.0.1} or {@code dns:mail.example.org}
   */
  Keys(Path folder, String subject)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("keys.p12");
    keytool(
        "-genkeypair -alias v -keyalg EC -validity 2 -storetype PKCS12 -storepass changeit"
            + " -dname CN=test -ext san="
            + subject
            + " -keystore "
            + file);
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    certificate = folder.resolve("certificate.pem");
    pem = folder.resolve("keys.pem");
    String shown = block("CERTIFICATE", store.getCertificate("v").getEncoded());
    Key key = store.getKey("v", PASSWORD);
    Files.writeString(certificate, shown);
    Files.writeString(pem, block("PRIVATE KEY", key.getEncoded()) + shown);
  }

  private static String block(String what, byte[] bytes) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  SSLContext context() throws GeneralSecurityException {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
  }
}
