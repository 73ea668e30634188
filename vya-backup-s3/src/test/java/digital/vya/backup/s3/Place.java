package digital.vya.backup.s3;

import digital.vya.backup.api.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of a storage, one changed at a time. */
final class Place {

  String bucket;
  String endpoint;
  @Nullable String region;
  String prefix = "";
  @Nullable String storageClass;
  S3StorageConfig.Encryption sse = S3StorageConfig.Encryption.NONE;
  S3StorageConfig.@Nullable ObjectLock lock;
  @Nullable String accessKey = S3Server.ACCESS_KEY;
  @Nullable Secret secretKey = new Secret(S3Server.SECRET_KEY);
  long partSize = 5L << 20;
  int parallelParts = 2;
  @Nullable Boolean equalParts;
  @Nullable Duration sweepAfter;
  Duration readTimeout = Duration.ofMinutes(1);
  int attempts = 3;

  Place(String bucket, String endpoint) {
    this.bucket = bucket;
    this.endpoint = endpoint;
  }

  S3StorageConfig config() {
    return new S3StorageConfig(
        bucket,
        endpoint,
        region,
        null,
        prefix,
        storageClass,
        sse,
        null,
        lock,
        accessKey,
        secretKey,
        null,
        null,
        partSize,
        parallelParts,
        equalParts,
        sweepAfter,
        Duration.ofSeconds(10),
        readTimeout,
        attempts);
  }
}
