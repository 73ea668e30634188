package digital.vya.backup.archive;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A zip archive of two entries: the dump, and {@code backup_metadata.json} with the dump's name,
 * length and SHA-256. For people who open a backup with whatever their desktop has.
 *
 * <p>Reads any zip archive that holds one file, with or without metadata; names in it are never
 * used.
 */
public final class ZipArchiver implements Archiver<ZipConfig> {

  @Override
  public String name() {
    return "zip";
  }

  @Override
  public Class<ZipConfig> configType() {
    return ZipConfig.class;
  }

  /** The name with its extension replaced: {@code orders.sql} becomes {@code orders.zip}. */
  @Override
  public String archiveName(ZipConfig config, String name) {
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name) + ".zip";
  }

  @Override
  public OutputStream archive(ZipConfig config, String name, OutputStream sink, Host host)
      throws IOException {
    return new Stage(sink, open -> new ZipEncoder(open, config.level(), name));
  }

  @Override
  public InputStream extract(ZipConfig config, InputStream archive, Host host) throws IOException {
    return ZipInput.open(archive);
  }

  /** By the header of a first entry, or the end of a directory without any. */
  @Override
  public boolean recognizes(byte[] head) {
    return head.length >= 4
        && head[0] == 'P'
        && head[1] == 'K'
        && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6));
  }
}
