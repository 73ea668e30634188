package digital.vya.backup.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The programs of one major version: installed on this machine, or below a folder that is the root
 * of a small tree of its own.
 */
final class PostgresBinaries {

  private static final Map<Integer, String> SUITES = Map.of(17, "trixie", 18, "sid");

  private final int major;
  private final Path root;

  private PostgresBinaries(int major, Path root) {
    this.major = major;
    this.root = root;
  }

  static PostgresBinaries of(int major) {
    var installed = installed(major);
    if (installed.present()) {
      return installed;
    }
    var unpacked = unpacked(major);
    if (!unpacked.present()) {
      throw new AssertionError(
          "PostgreSQL %d is neither in %s nor in %s; run bin/test-servers, or install postgresql-%d"
              .formatted(major, installed.server(), unpacked.server(), major));
    }
    if (!isRoot()) {
      throw new AssertionError(
          "PostgreSQL %d is in %s, which takes root to run; install postgresql-%d or run as root"
              .formatted(major, unpacked.server(), major));
    }
    return unpacked;
  }

  private static PostgresBinaries installed(int major) {
    return new PostgresBinaries(major, Path.of("/"));
  }

  private static PostgresBinaries unpacked(int major) {
    String set = System.getenv("VYA_TEST_SERVERS");
    Path servers =
        set == null || set.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache", "vya-backup", "servers")
            : Path.of(set);
    return new PostgresBinaries(
        major, servers.resolve(SUITES.getOrDefault(major, "none")).toAbsolutePath());
  }

  /** Whether {@link #of} finds programs of that version here. */
  static boolean areHere(int major) {
    return installed(major).present() || unpacked(major).present();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private boolean isMachine() {
    return root.equals(Path.of("/"));
  }

  private Path server() {
    return root.resolve("usr/lib/postgresql/" + major + "/bin");
  }

  private boolean present() {
    return Files.isRegularFile(server().resolve("initdb"));
  }

  /** Programs of an unpacked tree are behind scripts that find its libraries. */
  Path clients() {
    return isMachine() ? server() : root.resolve("tools/postgresql-" + major);
  }

  /** A new folder that the server's user owns. */
  Path newFolder() throws IOException {
    Path parent = isMachine() ? Path.of(System.getProperty("java.io.tmpdir")) : root.resolve("tmp");
    Path folder = Files.createTempDirectory(parent, "vya-pg");
    own(folder);
    return folder;
  }

  void own(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    if (isRoot()) {
      start(List.of("chown", isMachine() ? "postgres" : "5432:5432", file.toString()), Map.of());
    }
  }

  /** Gives a server a data folder of its own. */
  void copy(Path initialized, Path folder) {
    start(List.of("cp", "-a", initialized.resolve("data").toString(), folder.toString()), Map.of());
  }

  /** A path as the server sees it. */
  String inside(Path path) {
    return "/" + root.relativize(path);
  }

  /** Runs a program of the server, as a user who is not root. */
  void run(String program, String... arguments) {
    var command = new ArrayList<String>();
    if (!isMachine()) {
      command.addAll(List.of("chroot", "--userspec=5432:5432", root.toString()));
    } else if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add("/usr/lib/postgresql/" + major + "/bin/" + program);
    command.addAll(List.of(arguments));
    start(command, Map.of());
  }

  /** Runs a client program and returns what it prints. */
  String client(String program, Map<String, String> environment, String... arguments) {
    var command = new ArrayList<>(List.of(clients().resolve(program).toString()));
    command.addAll(List.of(arguments));
    return start(command, environment);
  }

  /** Output goes through a file: a daemon that is started keeps a pipe open for ever. */
  private static String start(List<String> command, Map<String, String> environment) {
    Path output = null;
    try {
      output = Files.createTempFile("vya-pg", ".out");
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.directory(Path.of("/").toFile());
      builder.redirectOutput(output.toFile());
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().putAll(environment);
      int code = builder.start().waitFor();
      var said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      if (code != 0) {
        throw new AssertionError(command + " ended with " + code + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    } finally {
      if (output != null) {
        delete(output);
      }
    }
  }

  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
