package digital.vya.backup.core;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.MissingKeyException;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An archiver a test can see through: a mark, then every byte inverted. */
final class ReverseArchiver implements Archiver<ReverseArchiver.Config> {

  public record Config() {}

  /** Makes it lose a byte, as a broken archiver would. */
  volatile boolean losing;

  /** Makes it one that can write and not read, as an encryption without its private key. */
  volatile boolean keyless;

  private static final byte[] MARK = {'R', 'E', 'V'};

  @Override
  public String name() {
    return "reverse";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public String archiveName(Config config, String name) {
    return name + ".rev";
  }

  @Override
  public OutputStream archive(Config config, String name, OutputStream sink, Host host)
      throws IOException {
    sink.write(MARK);
    return new FilterOutputStream(sink) {
      @Override
      public void write(int b) throws IOException {
        if (losing) {
          losing = false;
        } else {
          out.write(~b);
        }
      }
    };
  }

  @Override
  public InputStream extract(Config config, InputStream archive, Host host) throws IOException {
    if (keyless) {
      throw new MissingKeyException("it is reversed and no mirror is at hand");
    }
    byte[] all = archive.readAllBytes();
    if (!recognizes(all)) {
      throw new IOException("not reversed");
    }
    byte[] plain = new byte[all.length - MARK.length];
    for (int n = 0; n < plain.length; n++) {
      plain[n] = (byte) ~all[n + MARK.length];
    }
    return new ByteArrayInputStream(plain);
  }

  @Override
  public boolean recognizes(byte[] head) {
    return head.length >= 3 && head[0] == MARK[0] && head[1] == MARK[1] && head[2] == MARK[2];
  }
}
