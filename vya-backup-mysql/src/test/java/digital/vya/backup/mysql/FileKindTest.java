package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Files that are none of ours are called by their names. */
final class FileKindTest {

  @Test
  void dumps_of_other_engines_are_named() {
    looksLike("PGDMP\u0001\u0010", "PostgreSQL");
    looksLike("--\n-- PostgreSQL database dump\n--\n\n\\restrict x\n\nSET x = 0;\n", "PostgreSQL");
    looksLike("--\n-- PostgreSQL database cluster dump\n--\n", "PostgreSQL");
    looksLike("SQLite format 3\0\u0010\0", "SQLite");
    looksLike("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n", "SQLite");
  }

  @Test
  void packed_files_are_named() throws IOException {
    var gzip = new ByteArrayOutputStream();
    try (var packed = new GZIPOutputStream(gzip)) {
      packed.write(9);
    }
    looksLike(gzip.toString(StandardCharsets.ISO_8859_1), "gzip");
    var zip = new ByteArrayOutputStream();
    try (var packed = new ZipOutputStream(zip)) {
      packed.putNextEntry(new ZipEntry("a.sql"));
      packed.write(9);
    }
    looksLike(zip.toString(StandardCharsets.ISO_8859_1), "zip");
    looksLike("a.sql" + "\0".repeat(252) + "ustar\0", "tar");
    looksLike("\u00ff\u00fe-\0-\0", "UTF-16");
  }

  private static void looksLike(String file, String kind) {
    byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () ->
                new DumpRewriter(new ByteArrayInputStream(bytes), RewriteRules.none())
                    .readAllBytes())
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("no dump of MySQL")
        .hasMessageContaining(kind);
  }
}
