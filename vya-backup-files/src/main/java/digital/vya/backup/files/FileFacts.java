package digital.vya.backup.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;

/**
 * What the system says of a file, read in one call.
 *
 * @param mode its type and its permissions
 * @param id what it is, whatever its name
 * @param links how many names it has
 */
record FileFacts(int mode, Id id, int links, long size, FileTime modified, TarEntry.Owner owner) {

  static final int FILE = 0100000;
  static final int FOLDER = 0040000;
  static final int LINK = 0120000;
  static final int SOCKET = 0140000;

  private static final int TYPE = 0170000;
  private static final int PERMISSIONS = 07777;
  private static final String WANTED = "unix:mode,dev,ino,nlink,size,lastModifiedTime,uid,gid";

  /** A file's number on its disk. */
  record Id(long disk, long file) {}

  int type() {
    return mode & TYPE;
  }

  TarEntry entry(String name, char type, String link) {
    long length = type == TarEntry.FILE ? size : 0;
    return new TarEntry(name, type, link, length, owner, mode & PERMISSIONS, modified.toInstant());
  }

  /** Reads facts, and asks for the name of each owner once. */
  static final class Source {

    private final Map<Long, String> users = new HashMap<>();
    private final Map<Long, String> groups = new HashMap<>();

    FileFacts read(Path path) throws IOException {
      Map<String, Object> facts = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
      long uid = Integer.toUnsignedLong(number(facts, "uid").intValue());
      long gid = Integer.toUnsignedLong(number(facts, "gid").intValue());
      return new FileFacts(
          number(facts, "mode").intValue(),
          new Id(number(facts, "dev").longValue(), number(facts, "ino").longValue()),
          number(facts, "nlink").intValue(),
          number(facts, "size").longValue(),
          (FileTime) fact(facts, "lastModifiedTime"),
          new TarEntry.Owner(
              uid, gid, name(users, uid, path, "owner"), name(groups, gid, path, "group")));
    }

    private static Number number(Map<String, Object> facts, String name) {
      return (Number) fact(facts, name);
    }

    private static Object fact(Map<String, Object> facts, String name) {
      Object fact = facts.get(name);
      if (fact == null) {
        throw new IllegalStateException("the file system does not tell " + name);
      }
      return fact;
    }

    private static String name(Map<Long, String> names, long id, Path path, String attribute)
        throws IOException {
      String known = names.get(id);
      if (known != null) {
        return known;
      }
      Object principal = Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
      String name = ((Principal) principal).getName();
      // The JDK gives the number where there is no name.
      String kept = name.equals(Long.toString(id)) ? "" : name;
      names.put(id, kept);
      return kept;
    }
  }
}
