package digital.vya.backup.s3;

import static java.util.Map.entry;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What the answers of a store mean to a user: what happened, why, and what to do. */
final class Failures {

  private static final int SHOWN = 200;

  private static final Set<String> KEYS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidToken",
          "ExpiredToken",
          "TokenRefreshRequired",
          "InvalidSecurity",
          "NotSignedUp",
          "Unauthorized");

  /** What the refusals of locked objects have in common, without spaces. */
  private static final Set<String> LOCKS = Set.of("objectlock", "worm", "locked", "retention");

  private static final Set<String> FULL =
      Set.of(
          "InsufficientStorage",
          "QuotaExceeded",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded");

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          entry(
              "NoSuchBucket",
              "there is no such bucket; create it, or mend bucket, region or endpoint"),
          entry("InvalidBucketName", "this is not a bucket's name; mend bucket"),
          entry(
              "NotImplemented",
              "the store cannot do that; take out storage_class, sse or object_lock"),
          entry("InvalidStorageClass", "the store has no such storage class; mend storage_class"),
          entry(
              "MethodNotAllowed",
              "the store does not allow it; make sure that the bucket is not read-only"),
          entry("EntityTooSmall", "the store takes larger parts only; raise part_size"),
          entry(
              "InvalidObjectState",
              "the object must be thawed before it can be read; do that with the store's own tools,"
                  + " and take a storage_class that needs none"),
          entry("EntityTooLarge", "the object is larger than the store takes"));

  private final String bucket;
  private final String place;

  /** With the bucket's name and where the store answers. */
  Failures(String bucket, String place) {
    this.bucket = bucket;
    this.place = place;
  }

  /** The exception for a user when an object could not be deleted. */
  BackupException explainDelete(String object, SdkException e) {
    if (e instanceof AwsServiceException answer && isRefusal(e)) {
      String told = told(answer);
      String text = told.toLowerCase(Locale.ROOT).replace(" ", "");
      if (LOCKS.stream().anyMatch(text::contains)) {
        return failure(
            Reason.CONFIGURATION,
            where("delete " + object)
                + "it is locked against deletion"
                + told
                + "; it can be deleted when its retention has ended",
            e);
      }
    }
    return explain("delete " + object, e);
  }

  /** The exception for a user. */
  BackupException explain(String what, SdkException e) {
    String where = where(what);
    return e instanceof AwsServiceException answer ? answered(where, answer) : unanswered(where, e);
  }

  private String where(String what) {
    return "cannot " + what + " in bucket " + bucket + " at " + place + ": ";
  }

  /** Whether the store says that there is no such thing. */
  static boolean isMissing(SdkException e) {
    return e instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && !code(answer).equals("NoSuchBucket");
  }

  /** Whether the store understood and refused: nothing was changed. */
  static boolean isRefusal(SdkException e) {
    return e instanceof AwsServiceException answer
        && answer.statusCode() / 100 == 4
        && answer.statusCode() != 404
        && answer.statusCode() != 408;
  }

  /** Whether the store has another object there than was asked for. */
  static boolean isReplaced(SdkException e) {
    return e instanceof AwsServiceException answer && answer.statusCode() == 412;
  }

  static String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private BackupException answered(String where, AwsServiceException e) {
    String code = code(e);
    String told = told(e);
    String known = ADVICE.get(code);
    if (known != null) {
      return failure(Reason.CONFIGURATION, where + known, e);
    }
    if (FULL.contains(code) || e.statusCode() == 507) {
      return failure(
          Reason.ENVIRONMENT,
          where + "the store is full" + told + "; make room there or shorten the retention",
          e);
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return failure(
          Reason.ENVIRONMENT,
          where
              + "this machine's clock and the store's differ too much; set the clock, for example with chrony",
          e);
    }
    if (e.statusCode() / 100 == 5 || e.isThrottlingException() || e.statusCode() == 408) {
      return BackupException.passing(
          where + "the store fails" + told + "; try again later, or raise attempts", e);
    }
    return failure(Reason.CONFIGURATION, where + refused(e, code, told), e);
  }

  private static String refused(AwsServiceException e, String code, String told) {
    if (KEYS.contains(code) || e.statusCode() == 401) {
      return "the credentials are refused"
          + told
          + "; mend access_key, secret_key or session_token";
    }
    if (e.statusCode() == 403) {
      return "access denied" + told + "; give these credentials the permission, or take others";
    }
    String region = region(e);
    if (region != null || code.equals("AuthorizationHeaderMalformed") || e.statusCode() == 301) {
      return "the bucket is in another region"
          + told
          + "; set region"
          + (region == null ? "" : " to " + region);
    }
    return "the store refuses it ("
        + e.statusCode()
        + told.replaceFirst("^ \\(", ", ").replaceFirst("\\)$", "")
        + "); mend the storage's settings";
  }

  private static @Nullable String region(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    SdkHttpResponse response = details == null ? null : details.sdkHttpResponse();
    return response == null || e.statusCode() == 403
        ? null
        : response.firstMatchingHeader("x-amz-bucket-region").orElse(null);
  }

  private static String told(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String message =
        details == null || details.errorMessage() == null ? "" : details.errorMessage();
    String text =
        (code(e) + (message.isBlank() ? "" : ": " + line(message))).replaceFirst("^: ", "");
    return text.isEmpty() ? " (status " + e.statusCode() + ")" : " (" + text + ")";
  }

  private BackupException unanswered(String where, SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return BackupException.passing(
            where + "there is no such host; mend endpoint or the name service", e);
      }
      if (cause instanceof SSLException) {
        return failure(
            Reason.ENVIRONMENT,
            where
                + "no secure connection: "
                + line(String.valueOf(cause.getMessage()))
                + "; mend endpoint, or trust its certificate",
            e);
      }
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("load credentials") || message.contains("rofile file")) {
      return failure(
          Reason.CONFIGURATION,
          where
              + "no credentials were found; set access_key and secret_key, or profile, or run where a role gives them",
          e);
    }
    if (message.contains("parse") || message.contains("unmarshall")) {
      return failure(
          Reason.CONFIGURATION, where + "what answers there is no S3 store; mend endpoint", e);
    }
    return BackupException.passing(
        where + root(e) + "; mend endpoint or the network, or try again later", e);
  }

  private static String root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return line(message == null ? root.getClass().getSimpleName() : message);
  }

  private static String line(String message) {
    String plain = message.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "..." : plain;
  }

  private static BackupException failure(Reason reason, String message, SdkException e) {
    return new BackupException(reason, message, e);
  }
}
