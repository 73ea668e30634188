package digital.vya.backup.archive;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * gzip, compressed by several threads as a chain of members that any {@code gunzip} reads as one
 * stream.
 *
 * <p>An archive made here ends with a mark ({@link GzipMember}), so that it is known when it is
 * cut, also between two members. Archives made by other tools have no such mark: one of several
 * members that was cut exactly between two of them cannot be told from a whole one.
 */
public final class GzipArchiver implements Archiver<GzipConfig> {

  private static final int LONGEST_HEAD = 32;

  @Override
  public String name() {
    return "gzip";
  }

  @Override
  public Class<GzipConfig> configType() {
    return GzipConfig.class;
  }

  @Override
  public String archiveName(GzipConfig config, String name) {
    return name + ".gz";
  }

  @Override
  public OutputStream archive(GzipConfig config, String name, OutputStream sink, Host host)
      throws IOException {
    int level = config.level();
    return new Stage(
        sink,
        open ->
            new GzipEncoder(
                open,
                config.workers(),
                (block, length, first) -> GzipMember.of(block, length, level, first)));
  }

  @Override
  public InputStream extract(GzipConfig config, InputStream archive, Host host) throws IOException {
    // A SequenceInputStream would close the archive at its end, which is the caller's to do.
    var whole = new PushbackInputStream(archive, LONGEST_HEAD);
    byte[] head = whole.readNBytes(LONGEST_HEAD);
    whole.unread(head);
    var tail = new Tail(whole, GzipMember.END_LENGTH);
    var decoder =
        GzipCompressorInputStream.builder()
            .setInputStream(tail)
            .setDecompressConcatenated(true)
            .get();
    return new CheckedEnd(decoder, () -> checkEnd(GzipMember.begins(head), tail));
  }

  @Override
  public boolean recognizes(byte[] head) {
    return head.length >= 3 && head[0] == 0x1f && head[1] == (byte) 0x8b && head[2] == 8;
  }

  private static void checkEnd(boolean ours, Tail tail) throws IOException {
    byte[] end = tail.atEnd();
    boolean marked = GzipMember.looksLikeEnd(end);
    if (!ours && !marked) {
      return;
    }
    byte[] expected = GzipMember.end(tail.crcWithoutLast(end.length));
    if (!ours || !Arrays.equals(end, expected)) {
      throw new IOException("the gzip archive is truncated or altered: its end mark is not right");
    }
  }
}
