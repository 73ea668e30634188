package digital.vya.backup.archive;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Keeps a dump as it is, for what is compressed already or must be readable at once.
 *
 * <p>It adds nothing, so it can detect nothing: promise A4 does not hold for this stage alone. A
 * damaged file is detected by the hash in the manifest, and by the driver that reads the dump.
 */
public final class NoneArchiver implements Archiver<NoneConfig> {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public Class<NoneConfig> configType() {
    return NoneConfig.class;
  }

  @Override
  public String archiveName(NoneConfig config, String name) {
    return name;
  }

  @Override
  public OutputStream archive(NoneConfig config, String name, OutputStream sink, Host host)
      throws IOException {
    return new Stage(sink, open -> open);
  }

  @Override
  public InputStream extract(NoneConfig config, InputStream archive, Host host) {
    return archive;
  }

  /** Never: a plain file has no mark of its own. */
  @Override
  public boolean recognizes(byte[] head) {
    return false;
  }
}
