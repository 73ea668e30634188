package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a dump is, by what it begins with. */
enum Form {
  /** SQL for psql. */
  PLAIN,
  /** {@code pg_dump --format=custom}. */
  CUSTOM,
  /** {@code pg_dump --format=tar}, or {@code --format=directory} packed as a tar. */
  TAR;

  private static final int TAR_MAGIC_AT = 257;

  /** Beginnings of what people take for dumps, and what to say of them. */
  private static final Map<String, String> FOREIGN = new LinkedHashMap<>();

  static {
    String unpack = ", which has to be unpacked first";
    FOREIGN.put("\u001f\u008b", "compressed by gzip" + unpack);
    FOREIGN.put("PK\u0003\u0004", "a zip archive" + unpack);
    FOREIGN.put("(\u00b5/\u00fd", "compressed by zstd" + unpack);
    FOREIGN.put("\u00fd7zXZ", "compressed by xz" + unpack);
    FOREIGN.put("BZh", "compressed by bzip2" + unpack);
    FOREIGN.put("\u0004\"M\u0018", "compressed by lz4" + unpack);
    FOREIGN.put("7z\u00bc\u00af", "a 7z archive" + unpack);
    FOREIGN.put("age-encryption.org/", "encrypted by age" + unpack);
    FOREIGN.put("SQLite format 3", "a SQLite database; restore it to an instance of dbms sqlite");
    String utf16 =
        "UTF-16, as > of PowerShell writes it; convert it with iconv -f UTF-16 -t UTF-8, or dump"
            + " with --file";
    FOREIGN.put("\u00ff\u00fe", utf16);
    FOREIGN.put("\u00fe\u00ff", utf16);
    String mysql = "a dump of MySQL or MariaDB; restore it to an instance of dbms mysql";
    FOREIGN.put("-- MySQL dump", mysql);
    FOREIGN.put("-- MariaDB dump", mysql);
    FOREIGN.put("/*M!999999", mysql);
    FOREIGN.put("/*!", mysql);
    FOREIGN.put(
        "--\n-- PostgreSQL database cluster dump",
        "the output of pg_dumpall, which holds roles and several databases; take each database with"
            + " pg_dump, or run it with psql by hand");
  }

  /**
   * Tells what a dump is.
   *
   * @param head its first bytes
   * @throws BackupException with reason DATA if it is known to be something else
   */
  static Form of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    FOREIGN.forEach(
        (beginning, told) -> {
          if (text.startsWith(beginning)) {
            throw BackupException.data("this is no dump of a PostgreSQL database, but " + told);
          }
        });
    if (text.startsWith("PGDMP")) {
      return CUSTOM;
    }
    return text.startsWith("ustar", TAR_MAGIC_AT) ? TAR : PLAIN;
  }
}
