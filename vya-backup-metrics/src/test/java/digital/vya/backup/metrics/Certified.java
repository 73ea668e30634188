package digital.vya.backup.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A key and a certificate that it has signed itself, as PEM files. */
record Certified(Path folder, Path certificate) {

  /**
   * Makes them.
   *
   * @param subject whom the certificate is for, such as {@code ip:127.0.0.1}
   */
  static Certified in(Path folder, String subject)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    Path certificate = folder.resolve("certificate.pem");
    keytool(
        "-genkeypair -alias v -keyalg EC -validity 2 -storetype PKCS12 -storepass changeit"
            + " -dname CN=gateway -ext san="
            + subject
            + " -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias v -storepass changeit -keystore "
            + store
            + " -file "
            + certificate);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = "changeit".toCharArray();
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    String key =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(keys.getKey("v", password).getEncoded());
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    return new Certified(folder, certificate);
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments.split(" ")));
    if (new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        != 0) {
      throw new IOException("keytool failed");
    }
  }
}
