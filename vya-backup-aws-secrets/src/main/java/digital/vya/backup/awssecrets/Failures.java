package digital.vya.backup.awssecrets;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Tells what a failure of the SDK means, and what to do. */
final class Failures {

  private static final int LONGEST = 200;
  private static final Set<String> CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "ExpiredTokenException",
          "ExpiredToken",
          "IncompleteSignature",
          "MissingAuthenticationTokenException");

  private Failures() {}

  /**
   * The failure behind an exception.
   *
   * @param what what could not be done
   */
  static BackupException of(String what, AwsSecretsConfig config, SdkException e) {
    String where =
        "AWS Secrets Manager" + (config.endpoint() == null ? "" : " at " + config.endpoint());
    if (e instanceof SdkServiceException answer) {
      return refused(what, where, answer);
    }
    if (e instanceof ApiCallTimeoutException) {
      return BackupException.passing(
          "%s: %s did not answer within %d ms; look at the network, or raise timeout"
              .formatted(
                  what, where, Objects.requireNonNull(config.timeout(), "a default").toMillis()),
          e);
    }
    if (hasCause(e, SSLException.class)) {
      return new BackupException(
          Reason.CONFIGURATION,
          "%s: the certificate of %s is not trusted; look at endpoint, and at the authorities of Java"
              .formatted(what, where),
          e);
    }
    if (hasCause(e, IOException.class)) {
      return BackupException.passing(
          "%s: %s cannot be reached; look at region, endpoint and the network"
              .formatted(what, where),
          e);
    }
    return new BackupException(
        Reason.CONFIGURATION,
        "%s: no credentials for %s; set access_key and secret_key, or AWS_PROFILE, a web identity or a role for this host"
            .formatted(what, where),
        e);
  }

  private static BackupException refused(String what, String where, SdkServiceException e) {
    String code =
        e instanceof AwsServiceException aws && aws.awsErrorDetails() != null
            ? Objects.requireNonNullElse(aws.awsErrorDetails().errorCode(), "")
            : "";
    String said = code.isEmpty() ? "status " + e.statusCode() : line(code);
    if (e.isThrottlingException() || e.statusCode() >= 500) {
      return BackupException.passing(
          "%s: %s answers %s; it may pass, else look at its status".formatted(what, where, said),
          e);
    }
    String next =
        CREDENTIALS.contains(code)
            ? "the credentials are wrong or have expired; renew them"
            : code.startsWith("AccessDenied")
                ? "allow secretsmanager:GetSecretValue on it to these credentials"
                : code.equals("DecryptionFailure")
                    ? "allow kms:Decrypt on its key to these credentials"
                    : "look at it in AWS Secrets Manager: it may be about to be deleted";
    return new BackupException(
        Reason.CONFIGURATION, "%s: %s answers %s; %s".formatted(what, where, said, next), e);
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    int depth = 0;
    for (@Nullable Throwable cause = e; cause != null && depth < 20; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
      depth++;
    }
    return false;
  }

  /** A text from elsewhere on one line, and not longer than it helps. */
  static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
