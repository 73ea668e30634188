package digital.vya.backup.s3;

import digital.vya.backup.api.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link S3Storage} keeps its objects, and how it reaches them.
 *
 * @param bucket the bucket; it must exist
 * @param endpoint where a compatible store answers, such as {@code
 *     https://ACCOUNT.r2.cloudflarestorage.com}; Amazon if null
 * @param region the bucket's region; if null, {@code auto} for Cloudflare R2, else {@code
 *     us-east-1}, and for Amazon the one the bucket turns out to be in
 * @param pathStyle whether the bucket stands in the path instead of the host's name; by default for
 *     every endpoint that is not Amazon's
 * @param prefix what all keys begin with, such as {@code backups/shop}; none if null
 * @param storageClass the storage class, as the store calls it, such as {@code STANDARD_IA}; the
 *     bucket's default if null
 * @param sse how the store encrypts; {@link Encryption#NONE}, which leaves it to the bucket, if
 *     null
 * @param sseKey the id of the key for {@link Encryption#KMS}; the account's default if null
 * @param objectLock how long nobody can delete an object; not locked if null
 * @param accessKey the id of the access key; if null, environment, profile, container and instance
 *     role are asked, in this order
 * @param secretKey the access key's secret
 * @param sessionToken the token of temporary credentials
 * @param profile the profile of {@code ~/.aws} to take credentials from
 * @param partSize the bytes that are sent at once; 8 MiB by default
 * @param parallelParts how many parts of one object are sent at the same time; 2 by default
 * @param equalParts whether all parts are equally long, as R2 demands it; else they grow with the
 *     object; by default for R2 alone
 * @param sweepAfter what a killed run has left behind is removed once nobody has added to it for
 *     this time. By default 24 hours if there is a prefix; without one nothing is removed unless
 *     this is set, because what lies there may belong to others
 * @param connectTimeout how long to wait for a connection; 10 seconds by default
 * @param readTimeout how long to wait for the next byte; a minute by default
 * @param attempts how often a request is sent before it counts as failed; 5 by default
 */
public record S3StorageConfig(
    @NotNull
        @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{1,62}", message = "is not a bucket's name")
        String bucket,
    @Nullable String endpoint,
    @Nullable String region,
    @Nullable Boolean pathStyle,
    String prefix,
    @Nullable String storageClass,
    Encryption sse,
    @Nullable String sseKey,
    @Nullable @Valid ObjectLock objectLock,
    @Nullable String accessKey,
    @Nullable Secret secretKey,
    @Nullable Secret sessionToken,
    @Nullable String profile,
    @Min(5L << 20) @Max(5L << 30) Long partSize,
    @Min(1) @Max(64) Integer parallelParts,
    @Nullable Boolean equalParts,
    @Nullable Duration sweepAfter,
    Duration connectTimeout,
    Duration readTimeout,
    @Min(1) @Max(100) Integer attempts) {

  private static final long PART_SIZE = 8L << 20;
  private static final int PARALLEL_PARTS = 2;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 5;

  /** Gives the defaults. */
  public S3StorageConfig {
    prefix = prefix == null ? "" : prefix;
    sse = sse == null ? Encryption.NONE : sse;
    partSize = partSize == null ? PART_SIZE : partSize;
    parallelParts = parallelParts == null ? PARALLEL_PARTS : parallelParts;
    connectTimeout = connectTimeout == null ? CONNECT_TIMEOUT : connectTimeout;
    readTimeout = readTimeout == null ? READ_TIMEOUT : readTimeout;
    attempts = attempts == null ? ATTEMPTS : attempts;
  }

  /** A bucket of Amazon with the credentials of the environment, and with the defaults. */
  public static S3StorageConfig amazon(String bucket, String prefix) {
    return of(bucket, prefix, new Reach(null, null, null));
  }

  /** A bucket of a compatible store, with the defaults. */
  public static S3StorageConfig compatible(
      String endpoint, String bucket, String prefix, String accessKey, Secret secretKey) {
    return of(bucket, prefix, new Reach(endpoint, accessKey, secretKey));
  }

  private record Reach(
      @Nullable String endpoint, @Nullable String accessKey, @Nullable Secret secretKey) {}

  private static S3StorageConfig of(String bucket, String prefix, Reach reach) {
    return new S3StorageConfig(
        bucket,
        reach.endpoint,
        null,
        null,
        prefix,
        null,
        Encryption.NONE,
        null,
        null,
        reach.accessKey,
        reach.secretKey,
        null,
        null,
        PART_SIZE,
        PARALLEL_PARTS,
        null,
        null,
        CONNECT_TIMEOUT,
        READ_TIMEOUT,
        ATTEMPTS);
  }

  /** How the store encrypts what lies there. */
  public enum Encryption {
    /** As the bucket is set up. */
    NONE,
    /** With a key of the store. */
    AES256,
    /** With a key of the store's key management. */
    KMS
  }

  /**
   * For how long an object cannot be deleted.
   *
   * @param mode who may do it all the same
   * @param days how long, from the beginning of the upload
   */
  public record ObjectLock(@NotNull Mode mode, @NotNull @Min(1) @Max(36_500) Integer days) {

    /** Who may delete a locked object. */
    public enum Mode {
      /** Who has the permission to. */
      GOVERNANCE,
      /** Nobody. */
      COMPLIANCE
    }
  }
}
