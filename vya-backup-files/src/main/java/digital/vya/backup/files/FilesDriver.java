package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Contents;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ServerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 */
public final class FilesDriver implements Contents<FilesConfig> {

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
    return List.copyOf(new TreeSet<>(config.sets().keySet()));
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
    databases(config, host);
    Patterns patterns = Patterns.of(what.database(), set(config, what.database()));
    var problems = new ArrayList<String>();
    patterns.requireStarts(problems);
    refuse(problems);
    Set<String> hits = new HashSet<>();
    var tar = new TarWriter(sink);
    long entries = new FileWalk(tar, host).walk(patterns.root(host, hits));
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
    new Unpacking(new RestoreFolder(folder), into.replace(), host)
        .unpack(new TarReader(dump), into.target().isPresent());
  }

  @Override
  public void contents(
      FilesConfig config, RestoreRequest into, InputStream dump, Consumer<String> line, Host host)
      throws IOException, InterruptedException {
    new ContentsList(new RestoreFolder(folder(into))).tell(new TarReader(dump), line);
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
