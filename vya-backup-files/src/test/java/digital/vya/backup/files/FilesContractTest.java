package digital.vya.backup.files;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.testkit.BrokenTool;
import digital.vya.backup.testkit.ChangesRows;
import digital.vya.backup.testkit.DbmsDriverContract;
import digital.vya.backup.testkit.RestoresInPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every engine. Each folder in one folder is a file set of its name. */
final class FilesContractTest extends DbmsDriverContract<FilesConfig>
    implements RestoresInPlace, ChangesRows {

  private static final String OWN = "own.txt";

  private Path folder;

  @BeforeEach
  void nameTheFolder(@TempDir Path temporary) throws IOException {
    // Files are stored under their real path.
    folder = temporary.toRealPath();
  }

  @Override
  protected DbmsDriver<FilesConfig> driver() {
    return new FilesDriver();
  }

  @Override
  protected FilesConfig config() {
    var sets = new TreeMap<String, FileSet>();
    try (var folders = Files.list(folder)) {
      for (Path each : (Iterable<Path>) folders::iterator) {
        String name = RawNames.text(RawNames.nameOf(each));
        String pattern = target(name).replaceAll("[\\\\*?{}\\[\\],!]", "\\\\$0");
        sets.put(name, new FileSet(List.of(pattern), List.of()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FilesConfig(sets);
  }

  @Override
  protected FilesConfig brokenConfig() {
    return new FilesConfig(Map.of("unreached", new FileSet(List.of("not/absolute"), List.of())));
  }

  /** No other program has a part in it. */
  @Override
  protected Optional<FilesConfig> configWith(BrokenTool tool, Path tools) {
    return Optional.empty();
  }

  @Override
  protected List<String> secrets() {
    return List.of("files have no password");
  }

  @Override
  protected String target(String database) {
    return folder + "/" + database;
  }

  private Path path(String database) {
    return RawNames.child(folder, RawNames.raw(database));
  }

  @Override
  protected void create(String database) throws IOException {
    Files.createDirectory(path(database));
  }

  @Override
  protected void fill(String database) throws IOException {
    Path root = path(database);
    var random = new Random(11);
    for (int n = 0; n < 5; n++) {
      byte[] bytes = new byte[700_001];
      random.nextBytes(bytes);
      Files.write(root.resolve("quo\"te' $HOME *?[a] " + n), bytes);
    }
    Path inner = Files.createDirectories(root.resolve("-dash/in\nner"));
    Files.write(RawNames.child(inner, RawNames.raw("ünï-日本")), new byte[0]);
    Files.write(RawNames.child(inner, "no utf-8 \u00ff\u00fe"), new byte[] {0, 1, 2});
    Path program = Files.write(inner.resolve("run"), new byte[1000]);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createLink(root.resolve("again"), program);
    Files.createSymbolicLink(root.resolve("link"), Path.of("../nowhere"));
    Files.createDirectory(root.resolve("nothing in it"));
    Files.setLastModifiedTime(inner, FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
  }

  @Override
  protected void drop(String database) throws IOException {
    if (Files.exists(path(database))) {
      try (var files = Files.walk(path(database))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  protected Optional<Object> content(String database) throws IOException {
    return Files.exists(path(database)) ? Optional.of(tree(top(path(database)))) : Optional.empty();
  }

  /** Below a restore's target lie the files under the whole path that they had. */
  private Path top(Path root) throws IOException {
    Path restored = root.resolve(folder.toString().substring(1));
    if (!Files.exists(restored)) {
      return root;
    }
    try (var folders = Files.list(restored)) {
      return folders.findFirst().orElseThrow();
    }
  }

  private static Map<String, Object> tree(Path top) throws IOException {
    var tree = new TreeMap<String, Object>();
    try (var files = Files.walk(top)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.equals(top.resolve(OWN))) {
          tree.put(RawNames.bytesOf(top.relativize(file)), facts(file));
        }
      }
    }
    return tree;
  }

  private static List<Object> facts(Path file) throws IOException {
    var facts = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Object content =
        facts.isSymbolicLink()
            ? Files.readSymbolicLink(file)
            : facts.isRegularFile() ? ByteBuffer.wrap(Files.readAllBytes(file)) : "a folder";
    Object links = facts.isRegularFile() ? Files.getAttribute(file, "unix:nlink") : "";
    // The JDK cannot set the time of a link.
    Object time = facts.isSymbolicLink() ? "" : facts.lastModifiedTime().toInstant();
    return List.of(content, links, new TreeSet<>(facts.permissions()), facts.owner(), time);
  }

  /** In its place: a new file would take another moment, and the folder's with it. */
  @Override
  public void changeRow(String database) throws IOException {
    Path file = path(database).resolve("-dash/in\nner/run");
    byte[] bytes = Files.readAllBytes(file);
    bytes[500]++;
    Files.write(file, bytes);
  }

  @Override
  public void addOwn(String database) throws IOException {
    FileTime before = Files.getLastModifiedTime(path(database));
    Files.writeString(path(database).resolve(OWN), "nobody else's");
    Files.setLastModifiedTime(path(database), before);
  }

  @Override
  public Object own(String database) throws IOException {
    return facts(path(database).resolve(OWN));
  }
}
