package digital.vya.backup.s3;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * A bucket of Amazon S3 or of a compatible store.
 *
 * <p>An object that fits into one part is sent at its commit; a longer one as a multipart upload,
 * which the commit completes. An upload takes at most {@code part_size} times {@code
 * parallel_parts} plus one in memory, outside the heap, and more only once it is longer than 1,000
 * parts: then parts grow with it ({@link S3StorageConfig#equalParts()}).
 *
 * <p>With its prefix a key is at most 1,024 bytes long. In a bucket with versions {@link
 * StorageSession#delete} hides an object, and only the bucket's own rules remove it. {@link
 * digital.vya.backup.api.StoredObject#modified()} is when an upload began, not when it ended, on
 * Amazon. A delete that the store refuses throws {@link digital.vya.backup.api.BackupException}
 * with {@link digital.vya.backup.api.Reason#CONFIGURATION}, as every refusal does.
 */
public final class S3Storage implements Storage<S3StorageConfig> {

  private static final Duration SWEEP_AFTER = Duration.ofHours(24);
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Clients.Pauses pauses;

  /** For the core. */
  public S3Storage() {
    this(Clients.Pauses.GROWING);
  }

  S3Storage(Clients.Pauses pauses) {
    this.pauses = pauses;
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public Class<S3StorageConfig> configType() {
    return S3StorageConfig.class;
  }

  @Override
  public StorageSession open(S3StorageConfig config, Host host)
      throws IOException, InterruptedException {
    ObjectKeys keys = ObjectKeys.below(config.prefix());
    Optional<URI> endpoint = Clients.endpoint(config);
    var failures =
        new Failures(config.bucket(), endpoint.map(URI::getRawAuthority).orElse("Amazon S3"));
    Boolean equal = config.equalParts();
    var sizes =
        new PartSizes(
            config.partSize(), equal == null ? endpoint.filter(Clients::isR2).isPresent() : equal);
    var context = new Bucket.Context(failures, pauses, sizes, new Chunks(), host.clock());
    S3Client client = Clients.of(config, endpoint, pauses);
    var bucket = new Bucket(config, keys, client, new Calls(failures), context);
    var session = new S3Session(bucket);
    boolean usable = false;
    try {
      prepare(bucket, endpoint, host);
      usable = true;
      return session;
    } finally {
      if (!usable) {
        session.close();
      }
    }
  }

  private static void prepare(Bucket bucket, Optional<URI> endpoint, Host host)
      throws IOException, InterruptedException {
    ListObjectsV2Response answer =
        bucket
            .calls()
            .run(
                "list objects",
                () ->
                    bucket
                        .client()
                        .listObjectsV2(
                            r ->
                                r.bucket(bucket.name()).prefix(bucket.keys().prefix()).maxKeys(1)));
    Instant time = time(answer, host);
    Duration skew = Duration.between(time, host.clock().instant());
    if (skew.abs().compareTo(SKEW) > 0) {
      host.warn(
          "this machine's clock is "
              + skew.abs().toMinutes()
              + (skew.isNegative() ? " minutes behind" : " minutes ahead of")
              + " that of bucket "
              + bucket.name()
              + "; set it, for example with chrony");
    }
    if (endpoint.filter(S3Storage::isInTheClear).isPresent()) {
      host.warn("backups travel to bucket " + bucket.name() + " in the clear; use https");
    }
    Duration age = bucket.config().sweepAfter();
    if (age != null) {
      new Sweep(bucket, host).run(age, time);
    } else if (!bucket.keys().prefix().isEmpty()) {
      new Sweep(bucket, host).run(SWEEP_AFTER, time);
    }
  }

  private static Instant time(ListObjectsV2Response answer, Host host) {
    try {
      return answer
          .sdkHttpResponse()
          .firstMatchingHeader("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElse(host.clock().instant());
    } catch (DateTimeException e) {
      return host.clock().instant();
    }
  }

  private static boolean isInTheClear(URI endpoint) {
    return "http".equals(endpoint.getScheme())
        && !Set.of("localhost", "127.0.0.1", "[::1]").contains(endpoint.getHost());
  }
}
