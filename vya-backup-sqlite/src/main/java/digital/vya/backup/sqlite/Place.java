package digital.vya.backup.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where databases lie and what they are called.
 *
 * <p>Names go through URIs, which hold a path's bytes: a JVM started by cron without a locale could
 * neither read nor form a name beyond ASCII otherwise.
 */
final class Place {

  /** What SQLite keeps beside a database. */
  static final Set<String> COMPANIONS = Set.of("-journal", "-shm", "-wal");

  private Place() {}

  static String name(Path file) {
    String uri = file.toUri().getRawPath();
    return URLDecoder.decode(uri.substring(uri.lastIndexOf('/') + 1).replace("+", "%2B"), UTF_8);
  }

  /** Whether a file in a folder is meant as a database, whatever is in it. */
  static boolean isNamedLikeADatabase(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    return Stream.of(".db", ".db3", ".sqlite", ".sqlite3").anyMatch(name::endsWith);
  }

  /**
   * The files that may be databases.
   *
   * @param empty told of files that are named like one and hold nothing
   */
  static List<Path> candidates(Path path, Consumer<Path> empty) throws IOException {
    if (!Files.exists(path)) {
      throw BackupException.configuration(path + " does not exist; correct the path");
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      var found = new ArrayList<Path>();
      for (Path file : files.filter(Place::mayBeDatabase).filter(Files::isRegularFile).toList()) {
        if (holdsAnything(file)) {
          found.add(file);
        } else if (isNamedLikeADatabase(file)) {
          empty.accept(file);
        }
      }
      return found;
    }
  }

  /** The file of a database that is to be dumped. */
  static Path existing(Path path, String database) throws IOException {
    boolean isBeside = Beside.is(database) && !name(path).equals(database);
    Path file =
        Files.isDirectory(path) ? in(path, database) : isBeside ? in(folder(path), database) : path;
    if (!Files.exists(file) || !name(file).equals(database)) {
      throw BackupException.configuration(
          "there is no database " + database + " at " + path + "; correct the path or the name");
    }
    return file;
  }

  /** The file a database is to be restored to; it need not exist. */
  static Path target(Path path, String database, String target) {
    if (Files.isDirectory(path)) {
      return in(path, target);
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null
        || !Files.isDirectory(folder)
        || !(Files.exists(path) || name(path).equals(database))) {
      throw BackupException.configuration(
          "the folder for " + target + " does not exist; create " + path + " or correct the path");
    }
    return in(folder, target);
  }

  /** The file of a scratch or kept database; it need not exist. */
  static Path beside(Path path, String name) {
    return in(Files.isDirectory(path) ? path : folder(path), name);
  }

  static Path companion(Path file, String suffix) {
    return resolve(folder(file), name(file) + suffix);
  }

  static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file : folder;
  }

  static boolean holdsAnything(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) > 0;
    } catch (IOException e) {
      // It is gone meanwhile.
      return false;
    }
  }

  private static boolean mayBeDatabase(Path file) {
    String name = name(file);
    return !name.startsWith(".") && COMPANIONS.stream().noneMatch(name::endsWith);
  }

  private static Path in(Path folder, String name) {
    boolean leaves = name.isEmpty() || name.equals(".") || name.equals("..");
    if (leaves || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      throw BackupException.configuration(
          "'"
              + name.replace('\0', '?')
              + "' is not the name of a database file; give a plain"
              + " file name without a folder");
    }
    if (COMPANIONS.stream().anyMatch(name::endsWith)) {
      throw BackupException.configuration(
          name + " is a name SQLite keeps for itself; choose another");
    }
    return resolve(folder, name);
  }

  private static Path resolve(Path folder, String name) {
    String within = URLEncoder.encode(name, UTF_8).replace("+", "%20");
    return Path.of(URI.create(folder.toUri() + within));
  }
}
