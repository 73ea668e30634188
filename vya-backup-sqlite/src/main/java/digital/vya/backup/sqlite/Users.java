package digital.vya.backup.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs that have a database open, as far as the system shows them: those of other users
 * only to root, those on other machines or in other containers never.
 */
final class Users {

  private static final Path PROCESSES = Path.of("/proc");

  private Users() {}

  /** One line for each; empty where the system does not tell. */
  static List<String> of(Path database) throws IOException {
    var users = new ArrayList<String>();
    if (!Files.isDirectory(PROCESSES) || !Files.exists(database)) {
      return users;
    }
    Path real = database.toRealPath();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (hasOpen(process.resolve("fd"), real)) {
          users.add("process " + process.getFileName() + name(process));
        }
      }
    } catch (DirectoryIteratorException e) {
      return users;
    }
    return users;
  }

  private static boolean hasOpen(Path descriptors, Path real) {
    try (DirectoryStream<Path> each = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : each) {
        if (leadsTo(descriptor, real)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It is somebody else's, or has ended meanwhile.
      return false;
    }
    return false;
  }

  private static boolean leadsTo(Path descriptor, Path real) {
    try {
      return Files.readSymbolicLink(descriptor).equals(real);
    } catch (IOException e) {
      // It was closed meanwhile.
      return false;
    }
  }

  private static String name(Path process) {
    try {
      String name = Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
      return " (" + name + ")";
    } catch (IOException e) {
      // It has ended meanwhile.
      return "";
    }
  }
}
