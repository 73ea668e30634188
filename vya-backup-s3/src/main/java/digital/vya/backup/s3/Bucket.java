package digital.vya.backup.s3;

import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** An open bucket: what all requests to it share. */
record Bucket(
    S3StorageConfig config, ObjectKeys keys, S3Client client, Calls calls, Context context) {

  /**
   * What a session is made of beside the bucket.
   *
   * @param failures tells what the store's answers mean
   * @param pauses how long to wait before something is tried again
   * @param sizes how long parts are
   * @param chunks the memory for them
   * @param clock tells the time
   */
  record Context(
      Failures failures, Clients.Pauses pauses, PartSizes sizes, Chunks chunks, Clock clock) {}

  /** What every object carries: by {@link #UPLOAD} a commit whose answer was lost is known. */
  static final String UPLOAD = "vya-upload";

  String name() {
    return config.bucket();
  }

  private Map<String, String> metadata(String upload) {
    ZonedDateTime now = ZonedDateTime.now(context.clock());
    return Map.of(
        UPLOAD,
        upload,
        "vya-created",
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now.withNano(0)),
        "vya-timezone",
        now.getZone().getId());
  }

  private @Nullable String lockMode() {
    S3StorageConfig.ObjectLock lock = config.objectLock();
    return lock == null ? null : lock.mode().name();
  }

  private @Nullable Instant lockedUntil() {
    S3StorageConfig.ObjectLock lock = config.objectLock();
    return lock == null
        ? null
        : ZonedDateTime.now(context.clock()).plusDays(lock.days()).toInstant();
  }

  private @Nullable ServerSideEncryption encryption() {
    return switch (config.sse()) {
      case NONE -> null;
      case AES256 -> ServerSideEncryption.AES256;
      case KMS -> ServerSideEncryption.AWS_KMS;
    };
  }

  private @Nullable String kmsKey() {
    return config.sse() == S3StorageConfig.Encryption.KMS ? config.sseKey() : null;
  }

  PutObjectRequest.Builder put(String object, String upload) {
    return PutObjectRequest.builder()
        .bucket(name())
        .key(object)
        .metadata(metadata(upload))
        .storageClass(config.storageClass())
        .objectLockMode(lockMode())
        .objectLockRetainUntilDate(lockedUntil())
        .serverSideEncryption(encryption())
        .ssekmsKeyId(kmsKey());
  }

  CreateMultipartUploadRequest.Builder multipart(String object, String upload) {
    return CreateMultipartUploadRequest.builder()
        .bucket(name())
        .key(object)
        .metadata(metadata(upload))
        .contentType("application/octet-stream")
        .storageClass(config.storageClass())
        .objectLockMode(lockMode())
        .objectLockRetainUntilDate(lockedUntil())
        .serverSideEncryption(encryption())
        .ssekmsKeyId(kmsKey());
  }
}
