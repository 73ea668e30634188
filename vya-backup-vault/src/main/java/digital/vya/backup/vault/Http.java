package digital.vya.backup.vault;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks one server, and waits for no answer longer than is said. Safe for many threads. */
final class Http {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private final VaultConfig config;
  private final Duration timeout;
  private final HttpClient client;

  Http(VaultConfig config) {
    this.config = config;
    this.timeout = Objects.requireNonNull(config.timeout(), "has a default");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // A token goes to nobody but the server that was named.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout);
    if (config.caCert() != null) {
      builder.sslContext(trusting(config.caCert()));
    }
    this.client = builder.build();
  }

  /** What a server answered; the body is missing unless it is JSON. */
  record Answer(int status, JsonNode body) {}

  /** Reads something. */
  Answer get(String path, Secret token) throws IOException, InterruptedException {
    return send(request(path).header("X-Vault-Token", checked(token)).GET());
  }

  /** Hands something over. */
  Answer post(String path, JsonNode body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.at(path)).header("X-Vault-Request", "true").timeout(timeout);
    return config.namespace() == null
        ? request
        : request.header("X-Vault-Namespace", config.namespace());
  }

  /** The client would quote the token when it complains. */
  private static String checked(Secret token) {
    if (!token.reveal().matches("[\\x21-\\x7e]+")) {
      throw BackupException.configuration(
          "the token for Vault is empty or has a space, a line end or another character that no"
              + " token has; look at where it comes from");
    }
    return token.reveal();
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(request.build(), any -> new Limited());
    try {
      // The client's own timeout ends with the headers of an answer.
      HttpResponse<byte[]> answer = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(answer.statusCode(), json(answer.body()));
    } catch (TimeoutException e) {
      throw silent(e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      asked.cancel(true);
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      @Nullable JsonNode read = JSON.readTree(body);
      return read == null ? MissingNode.getInstance() : read;
    } catch (IOException e) {
      // A proxy's page, or nothing: the status says it.
      return MissingNode.getInstance();
    }
  }

  private IOException failure(@Nullable Throwable cause) {
    if (cause instanceof java.net.http.HttpTimeoutException e) {
      throw silent(e);
    }
    if (cause instanceof SSLException e) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "the certificate of Vault at %s is not trusted: %s; name its authority with ca_cert"
              .formatted(config.address(), Failures.line(e.getMessage())),
          e);
    }
    if (cause instanceof ConnectException e) {
      throw BackupException.passing(
          "Vault at %s does not answer: the connection was refused or its host is not known; look at address and at the server"
              .formatted(config.address()),
          e);
    }
    return new IOException(
        "Vault at %s broke off: %s"
            .formatted(config.address(), Failures.line(cause == null ? null : cause.getMessage())),
        cause);
  }

  private BackupException silent(Exception cause) {
    return BackupException.passing(
        "Vault at %s did not answer within %d ms; look at the server, or raise timeout"
            .formatted(config.address(), timeout.toMillis()),
        cause);
  }

  private static SSLContext trusting(Path authorities) {
    try (InputStream in = Files.newInputStream(authorities)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + count++, each);
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
    } catch (IOException | GeneralSecurityException e) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "the certificates in %s cannot be read: %s; ca_cert must be a PEM file that this user may read"
              .formatted(authorities, e.getClass().getSimpleName()),
          e);
    }
  }
}
