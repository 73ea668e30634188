package digital.vya.backup.notify;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed. */
final class Trust {

  private Trust() {}

  /**
   * A context that believes the authorities of a PEM file.
   *
   * @param authorities the file; those of Java if missing
   */
  static SSLContext context(@Nullable Path authorities) {
    try {
      return authorities == null ? SSLContext.getDefault() : trusting(authorities);
    } catch (IOException | GeneralSecurityException e) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "the certificates in %s cannot be read: %s; ca_cert must be a PEM file that this user may read"
              .formatted(authorities, e.getClass().getSimpleName()),
          e);
    }
  }

  private static SSLContext trusting(Path authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    try (InputStream in = Files.newInputStream(authorities)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + count++, each);
      }
    }
    if (count == 0) {
      throw BackupException.configuration(
          "there is no certificate in " + authorities + "; ca_cert must be a PEM file");
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
