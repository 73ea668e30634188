package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * A folder of this machine, or one that is mounted on it: the object {@code a/b} is the file {@code
 * b} in the folder {@code a}.
 *
 * <p>An object is written under a temporary name beside its place, made durable and renamed; what a
 * killed run leaves behind is removed by the next session that writes or asks for room, once it is
 * old enough ({@link LocalStorageConfig#sweepAfter()}). Files can be read by their owner alone, and
 * so can folders that are created here. Links inside the folder are not followed and not listed;
 * the folder itself may be one. Beside the rules of {@link StorageSession}, a segment of a key is
 * at most 255 bytes long and does not begin with {@code .vya-tmp-}.
 *
 * <p>On a file system that is mounted read-only a session opens, with a warning, and only creating
 * and deleting fail: a restore needs no more.
 */
public final class LocalStorage implements Storage<LocalStorageConfig> {

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Class<LocalStorageConfig> configType() {
    return LocalStorageConfig.class;
  }

  @Override
  public StorageSession open(LocalStorageConfig config, Host host) throws IOException {
    Path base = config.path();
    if (!base.isAbsolute()) {
      throw BackupException.configuration(
          "path: " + base + " must be absolute, so that it is the same folder under cron");
    }
    base = base.normalize();
    var folder = new StoreFolder(base);
    if (!Files.exists(base)) {
      createBase(folder, config.create());
    }
    checkUsable(base, host);
    var disk = new Disk(base);
    if (disk.isReadOnly()) {
      host.warn(base + " is mounted read-only: backups there can be read, and none can be made");
    }
    var leftovers = new Leftovers(base, disk, config.sweepAfter(), host);
    return new LocalSession(folder, disk, config.minFreeBytes(), leftovers);
  }

  private static void createBase(StoreFolder folder, boolean create) throws IOException {
    Path base = folder.base();
    if (Files.exists(base, LinkOption.NOFOLLOW_LINKS)) {
      throw BackupException.configuration(
          "path: " + base + " is a link that leads nowhere; mount its disk or mend the link");
    }
    if (!create) {
      throw BackupException.configuration(
          "path: "
              + base
              + " does not exist or cannot be seen; mount its disk, create it with mkdir -p,"
              + " or set create to true");
    }
    try {
      createWithParents(folder, base);
    } catch (AccessDeniedException e) {
      throw denied(base, "cannot be created: no permission for " + e.getMessage());
    }
  }

  private static void createWithParents(StoreFolder folder, Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      return;
    }
    if (!Files.exists(parent)) {
      createWithParents(folder, parent);
    }
    folder.createFolder(path);
    if (Files.isReadable(parent)) {
      folder.sync(parent);
    }
  }

  private static void checkUsable(Path base, Host host) throws IOException {
    if (!Files.isDirectory(base)) {
      throw BackupException.configuration("path: " + base + " is not a folder; name a folder");
    }
    if (!Files.isReadable(base) || !Files.isExecutable(base)) {
      throw denied(base, "cannot be read");
    }
    if (!Files.isWritable(base) && !new Disk(base).isReadOnly()) {
      throw denied(base, "cannot be written");
    }
    if (base.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(base).contains(PosixFilePermission.OTHERS_WRITE)) {
      host.warn(
          base + " can be changed by every user of this machine; take that away with chmod o-w");
    }
  }

  private static BackupException denied(Path base, String what) {
    return BackupException.environment(
        "path: "
            + base
            + " "
            + what
            + "; give it to the user "
            + System.getProperty("user.name")
            + " with chown, or run as its owner");
  }
}
