package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Knows what is often handed in as a dump and is none, by how it begins. */
final class FileKind {

  private static final int TAR_MARK = 257;
  private static final String UNPACK = "; unpack it first";

  private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

  static {
    BEGINNINGS.put("\u001f\u008b", "a gzip file" + UNPACK);
    BEGINNINGS.put("PK\u0003\u0004", "a zip file" + UNPACK);
    BEGINNINGS.put("\u00fd7zXZ", "an xz file" + UNPACK);
    BEGINNINGS.put("(\u00b5/\u00fd", "a zstd file" + UNPACK);
    BEGINNINGS.put("BZh", "a bzip2 file" + UNPACK);
    BEGINNINGS.put("PGDMP", "a dump of PostgreSQL; restore it to such a server");
    BEGINNINGS.put("SQLite format 3", "a database file of SQLite; restore it as one");
    BEGINNINGS.put("PRAGMA ", "a dump of SQLite; restore it with sqlite3");
    BEGINNINGS.put("BEGIN TRANSACTION", "a dump of SQLite; restore it with sqlite3");
    BEGINNINGS.put("XBSTCK01", "a backup of xtrabackup or mariabackup; restore it with that");
    BEGINNINGS.put("\u00ff\u00fe", utf16());
    BEGINNINGS.put("\u00fe\u00ff", utf16());
  }

  private FileKind() {}

  private static String utf16() {
    return "text in UTF-16, as PowerShell writes it; dump again with --result-file";
  }

  /** Refuses what is another kind of file. */
  static void require(byte[] bytes, int from, int limit) {
    String head = new String(bytes, from, limit - from, StandardCharsets.ISO_8859_1);
    BEGINNINGS.forEach(
        (beginning, kind) -> {
          if (head.startsWith(beginning)) {
            throw looksLike(kind);
          }
        });
    if (head.startsWith("ustar", TAR_MARK)) {
      throw looksLike("a tar archive" + UNPACK);
    }
    if (head.lines().anyMatch(line -> line.matches("-- PostgreSQL database (cluster )?dump"))) {
      throw looksLike("a dump of PostgreSQL; restore it to such a server");
    }
  }

  private static BackupException looksLike(String kind) {
    return BackupException.data("this is no dump of MySQL or MariaDB, but looks like " + kind);
  }
}
