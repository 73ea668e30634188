package digital.vya.backup.archive;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Zstandard: one frame with a checksum of its content, compressed by several threads. Reads
 * whatever {@code zstd -d} reads without {@code --long}: several frames are one stream.
 */
public final class ZstdArchiver implements Archiver<ZstdConfig> {

  /**
   * Input one worker takes at a time. zstd's own choice at level 3 is 8 MiB, which is no faster and
   * costs 40 MiB more of memory with two workers.
   */
  private static final int JOB_BYTES = 2 << 20;

  /** Beyond this level matches reach further than a job, so zstd chooses. */
  private static final int LAST_LEVEL_WITH_SMALL_JOBS = 9;

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public Class<ZstdConfig> configType() {
    return ZstdConfig.class;
  }

  @Override
  public String archiveName(ZstdConfig config, String name) {
    return name + ".zst";
  }

  @Override
  public OutputStream archive(ZstdConfig config, String name, OutputStream sink, Host host)
      throws IOException {
    return new Stage(sink, open -> encoder(config, open));
  }

  @Override
  public InputStream extract(ZstdConfig config, InputStream archive, Host host) {
    try {
      return new ZstdInput(archive);
    } catch (LinkageError e) {
      throw unusable(e);
    }
  }

  /** By the magic number of a frame, or of a skippable frame such as {@code pzstd} begins with. */
  @Override
  public boolean recognizes(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    boolean frame = head[0] == 0x28 && head[1] == (byte) 0xb5 && head[2] == 0x2f;
    boolean skippable = (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d;
    return (frame && head[3] == (byte) 0xfd) || (skippable && head[3] == 0x18);
  }

  private static OutputStream encoder(ZstdConfig config, OutputStream sink) throws IOException {
    try {
      // The guard below the encoder ignores its close, so this closes zstd alone.
      var zstd = new ZstdOutputStreamNoFinalizer(sink, config.level());
      zstd.setChecksum(true);
      zstd.setWorkers(config.workers());
      if (config.level() <= LAST_LEVEL_WITH_SMALL_JOBS) {
        zstd.setJobSize(JOB_BYTES);
      }
      return zstd;
    } catch (LinkageError e) {
      throw unusable(e);
    }
  }

  private static BackupException unusable(LinkageError cause) {
    return new BackupException(
        Reason.ENVIRONMENT,
        "zstd's native library cannot be loaded from "
            + System.getProperty("ZstdTempFolder", System.getProperty("java.io.tmpdir"))
            + "; name a folder that is writable and not mounted noexec with"
            + " -DZstdTempFolder=FOLDER, or archive with gzip",
        cause);
  }
}
