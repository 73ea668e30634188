package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Contents;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TargetState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Backs up files: each {@link FileSet} is a database, its dump a PAX archive that {@code tar -x}
 * reads. It keeps permissions, times, owners, links, hard links, empty folders and names of any
 * bytes.
 *
 * <p>A name is stored without its leading slash, as tar does. Links on the way to the first
 * wildcard of a pattern are followed and the files are stored under their real path; all other
 * links are stored as links. A folder that was only searched is stored if something in it is. What
 * vanishes or cannot be read is {@linkplain Host#omit omitted}, and so are devices and pipes;
 * sockets, which hold nothing, are left out with a warning.
 *
 * <p>A restore goes to the original place, or below {@link RestoreRequest#target()}, a folder that
 * is missing or empty unless {@link RestoreRequest#replace()}. It is done in place. It never writes
 * outside that folder nor through a link. Each file is written under another name and renamed.
 * Without {@code replace} the first file that exists stops the restore; with it files are replaced,
 * and what the archive does not hold is left as it is. A restore that fails leaves in place what it
 * has restored so far, and says how much that is. Owners are restored where the user may do that.
 *
 * <p>{@linkplain Fingerprints Fingerprints} are made of the entries, grouped by the folder they are
 * in, down to four names deep and for the first 1000 folders; what is in others is {@code (other)}.
 * A row is an entry's name, type, permissions, link, length, content and the second of its change;
 * a folder has one if it is empty. Owners and the setuid, setgid and sticky bits make up {@code
 * (owners)}, told by root only: a backup made by root and tried by another user differs in that
 * alone.
 *
 * <p>{@linkplain ScratchDatabases Scratch and kept folders} are hidden ones beside the target, such
 * as {@code /srv/.site_vya_new_1a2b3c4d}, and are never backed up. A folder takes a target's place
 * by two renames; between them there is no target for a moment, which {@link #recover} ends if the
 * program is killed in it. Programs that have files of the target open go on with what was
 * replaced. The original place of a set has these folders where its first pattern begins. There
 * each entry takes the place of what has its name, one after the other by renames within one file
 * system, and all else is left as it is; a plan on disk lets {@link #recover} take back what was
 * cut off.
 */
public final class FilesDriver
    implements Contents<FilesConfig>, Fingerprints<FilesConfig>, ScratchDatabases<FilesConfig> {

  @Override
  public String name() {
    return "files";
  }

  @Override
  public Class<FilesConfig> configType() {
    return FilesConfig.class;
  }

  @Override
  public ServerInfo check(FilesConfig config, Host host) throws IOException {
    var problems = new ArrayList<String>();
    for (String name : databases(config, host)) {
      Patterns.of(name, set(config, name)).requireStarts(problems);
    }
    refuse(problems);
    return new ServerInfo("files", "", List.of());
  }

  @Override
  public List<String> databases(FilesConfig config, Host host) {
    var problems = new ArrayList<String>();
    config.sets().forEach((name, set) -> Patterns.check(name, set, problems));
    refuse(problems);
    return config.sets().keySet().stream().filter(name -> !Beside.isName(name)).sorted().toList();
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw BackupException.configuration(String.join("; ", new TreeSet<>(problems)));
    }
  }

  @Override
  public String dumpName(FilesConfig config, String database) {
    return database + ".tar";
  }

  @Override
  public DumpInfo dump(FilesConfig config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    TarWriter.Watcher nobody =
        new TarWriter.Watcher() {
          @Override
          public void entry(TarEntry entry) {}

          @Override
          public void content(byte[] bytes, int offset, int count) {}
        };
    return dump(config, what.database(), new TarWriter(sink, nobody), host);
  }

  @Override
  public DumpInfo dump(
      FilesConfig config,
      DumpRequest what,
      OutputStream sink,
      Consumer<TableFingerprint> tables,
      Host host)
      throws IOException, InterruptedException {
    var hashes = new EntryHashes();
    DumpInfo info = dump(config, what.database(), new TarWriter(sink, hashes), host);
    hashes.tell(tables);
    return info;
  }

  private DumpInfo dump(FilesConfig config, String database, TarWriter tar, Host host)
      throws IOException, InterruptedException {
    databases(config, host);
    boolean isBeside = Beside.is(database);
    Path start = isBeside ? Beside.folder(Beside.require(database)) : Path.of("/");
    FileSet everything = new FileSet(List.of("/"), List.of());
    Patterns patterns = Patterns.of(database, isBeside ? everything : set(config, database));
    var problems = new ArrayList<String>();
    if (isBeside && !Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
      problems.add("there is no folder " + start);
    }
    patterns.requireStarts(problems);
    refuse(problems);
    Set<String> hits = new HashSet<>();
    long entries = new FileWalk(tar, host).walk(start, patterns.root(host, hits));
    patterns.requireHits(hits, problems);
    refuse(problems);
    tar.finish();
    return new DumpInfo("", "", Map.of("entries", Long.toString(entries)));
  }

  private static FileSet set(FilesConfig config, String name) {
    FileSet set = config.sets().get(name);
    if (set == null) {
      throw BackupException.configuration(
          "there is no file set " + name + "; there are: " + new TreeSet<>(config.sets().keySet()));
    }
    return set;
  }

  @Override
  public void restore(FilesConfig config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    Path folder = folder(into);
    var target = new RestoreFolder(folder);
    if (into.target().filter(Beside::is).isEmpty()) {
      new Unpacking(target, into.replace(), host, null)
          .unpack(new TarReader(dump), into.target().isPresent());
      return;
    }
    ScratchFolder.make(folder);
    target.prepare(into.replace());
    try (var folders = new PlanFile.Writer(folder.resolve(PlaceSwap.FOLDERS))) {
      new Unpacking(target, into.replace(), host, folders).unpack(new TarReader(dump), false);
      folders.force();
    }
  }

  @Override
  public void contents(
      FilesConfig config, RestoreRequest into, InputStream dump, Consumer<String> line, Host host)
      throws IOException, InterruptedException {
    new ContentsList(new RestoreFolder(folder(into))).tell(new TarReader(dump), line);
  }

  /** The target is an absolute path, or a set's name for the original place. */
  @Override
  public TargetState look(FilesConfig config, String target, Host host) throws IOException {
    Path place = place(config, target);
    return target.startsWith("/")
        ? ScratchFolder.look(place)
        : ScratchFolder.lookBeside(place, Patterns.of(target, set(config, target)).places());
  }

  @Override
  public String beside(FilesConfig config, String target, String role, String id) {
    return Beside.path(place(config, target), role, id);
  }

  @Override
  public void swap(FilesConfig config, Swap swap, Host host)
      throws IOException, InterruptedException {
    if (swap.target().startsWith("/")) {
      folders(config, swap).swap();
    } else {
      files(swap, host).swap();
    }
  }

  @Override
  public boolean recover(FilesConfig config, Swap swap, Host host)
      throws IOException, InterruptedException {
    return swap.target().startsWith("/")
        ? folders(config, swap).recover()
        : files(swap, host).recover();
  }

  private static PlaceSwap files(Swap swap, Host host) {
    return new PlaceSwap(
        Path.of("/"),
        Beside.folder(Beside.require(swap.scratch())),
        Beside.folder(Beside.require(swap.kept())),
        host,
        change -> {});
  }

  @Override
  public void drop(FilesConfig config, String name, Host host)
      throws IOException, InterruptedException {
    FolderSwap.drop(Beside.folder(Beside.require(name)));
  }

  private static FolderSwap folders(FilesConfig config, Swap swap) {
    return new FolderSwap(
        Beside.folder(Beside.require(swap.scratch())),
        place(config, swap.target()),
        Beside.folder(Beside.require(swap.kept())));
  }

  /** A folder; the original place of a set has its scratch where its first pattern begins. */
  private static Path place(FilesConfig config, String target) {
    if (target.startsWith("/")) {
      return Beside.folder(target).normalize();
    }
    Path start = Patterns.of(target, set(config, target)).includes().get(0).start();
    return RawNames.child(start, RawNames.raw(target.replace('/', '_').replace('\0', '_')));
  }

  private static Path folder(RestoreRequest into) {
    Path folder = into.target().map(RawNames::raw).map(RawNames::path).orElse(Path.of("/"));
    if (!folder.isAbsolute()) {
      throw BackupException.configuration(
          "target " + folder + " must be an absolute path; begin it with a /");
    }
    return folder.normalize();
  }
}
