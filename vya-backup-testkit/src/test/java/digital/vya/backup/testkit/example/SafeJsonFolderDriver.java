package digital.vya.backup.testkit.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RowHash;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TargetState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@link JsonFolderDriver} with what a safe restore needs: the fingerprint of the documents, and
 * folders beside the target. A swap is two renames; what a kill leaves between them is told by
 * which of the folders are there.
 */
public final class SafeJsonFolderDriver extends JsonFolderDriver
    implements Fingerprints<JsonFolderDriver.Config>, ScratchDatabases<JsonFolderDriver.Config> {

  private static final Pattern BESIDE =
      Pattern.compile(".+_vya_(new|old)_[0-9a-f]{8}", Pattern.DOTALL);

  @Override
  public List<String> databases(Config config, Host host) throws IOException {
    return super.databases(config, host).stream()
        .filter(name -> !BESIDE.matcher(name).matches())
        .toList();
  }

  /** All documents are one table, each is a row. */
  @Override
  public DumpInfo dump(
      Config config,
      DumpRequest what,
      OutputStream sink,
      Consumer<TableFingerprint> tables,
      Host host)
      throws IOException, InterruptedException {
    var hash = new RowHash();
    DumpInfo info =
        dumpTelling(
            config,
            what,
            sink,
            document -> {
              byte[] row = document.getBytes(UTF_8);
              hash.row(row, 0, row.length);
            },
            host);
    tables.accept(hash.fingerprint("documents"));
    return info;
  }

  @Override
  public TargetState look(Config config, String target, Host host) throws IOException {
    Path folder = child(config.folder(), target);
    long free = Files.getFileStore(config.folder()).getUsableSpace();
    return new TargetState(
        Files.exists(folder), holdsAnything(folder), OptionalLong.of(free), List.of());
  }

  /** A file system ends names at 255 bytes: of a long one a hash stands for the rest. */
  @Override
  public String beside(Config config, String target, String role, String id) {
    String start = target;
    if (target.getBytes(UTF_8).length > 200) {
      start = UUID.nameUUIDFromBytes(target.getBytes(UTF_8)).toString();
    }
    return start + "_vya_" + role + "_" + id;
  }

  @Override
  public void swap(Config config, Swap swap, Host host) throws IOException {
    Path scratch = child(config.folder(), swap.scratch());
    Path target = child(config.folder(), swap.target());
    Path kept = child(config.folder(), swap.kept());
    if (!Files.exists(scratch) || Files.exists(kept)) {
      throw BackupException.data(
          "%s is gone or %s is there already; restore again".formatted(scratch, kept));
    }
    if (Files.exists(target)) {
      Files.move(target, kept);
    }
    try {
      Files.move(scratch, target);
    } catch (IOException e) {
      recover(config, swap, host);
      throw e;
    }
  }

  /** As long as the scratch folder is there, the second rename is still to come. */
  @Override
  public boolean recover(Config config, Swap swap, Host host) throws IOException {
    Path target = child(config.folder(), swap.target());
    Path kept = child(config.folder(), swap.kept());
    if (!Files.exists(child(config.folder(), swap.scratch()))) {
      return true;
    }
    if (Files.exists(kept) && !Files.exists(target)) {
      Files.move(kept, target);
    }
    return false;
  }

  @Override
  public void drop(Config config, String name, Host host) throws IOException {
    if (!BESIDE.matcher(name).matches()) {
      throw BackupException.configuration(
          name + " is no scratch folder and is not removed; give the name of one");
    }
    delete(child(config.folder(), name));
  }
}
