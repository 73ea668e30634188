package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An old file is taken as it is, and a new one is made of it. */
final class ImportCommandTest {

  private static final String PASSWORD = "not to be shown";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path old;

  @BeforeEach
  void writeTheOldOne() throws Exception {
    Files.createDirectory(folder.resolve("site"));
    old =
        Files.writeString(
            folder.resolve("old.json"),
            """
            {"db_config": [
               {"id_dbms": 1, "dbms": "files", "db_list": ["%1$s/site"]},
               {"id_dbms": 2, "dbms": "mysql", "user": "u", "secret": "%2$s", "enabled": false}],
             "bkp_system": {"path_sql": "%1$s/sql", "path_zip": "%1$s/zip", "retention_files": 7}}
            """
                .formatted(folder, PASSWORD));
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void anOldFileRunsAsItIsAndSaysSoInOneLine() {
    assertThat(run("-c", old.toString(), "-b", "-d", "--json")).as("%s", err).isZero();
    assertThat(out.toString()).contains("\"instance\" : \"files-1\"");
    assertThat(err.toString().lines())
        .first()
        .asString()
        .contains("old.json is in the version 2 format", "vya-backupdb config import");
    assertThat(err.toString())
        .contains("WARNING: every user of this machine can read", "chmod 600")
        .doesNotContain(PASSWORD);
  }

  @Test
  void theNewFilePlansTheSameAndOnlyItsOwnerReadsIt() throws Exception {
    assertThat(run("-c", old.toString(), "backup", "--all", "--dry-run", "--json")).isZero();
    String before = out.toString();
    Path made = folder.resolve("new.json");
    out.getBuffer().setLength(0);
    assertThat(run("config", "import", old.toString(), "--out", made.toString())).isZero();
    assertThat(out.toString())
        .contains("--retention-means", "new.json is written")
        .doesNotContain(PASSWORD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(made)).contains(PASSWORD);

    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    assertThat(run("-c", made.toString(), "backup", "--all", "--dry-run", "--json")).isZero();
    assertThat(out.toString()).isEqualTo(before);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Path there = Files.writeString(folder.resolve("there.json"), "precious");
    assertThat(run("config", "import", old.toString(), "--out", there.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there.json is there already");
    assertThat(Files.readString(there)).isEqualTo("precious");
    assertThat(run("config", "import", old.toString(), "--out", folder + "/no/new.json"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("there is no folder");
  }

  @Test
  void theMeaningOfRetentionCanBeSaid() throws Exception {
    Path made = folder.resolve("new.json");
    assertThat(
            run(
                "config",
                "import",
                old.toString(),
                "--out",
                made.toString(),
                "--retention-means",
                "days"))
        .isZero();
    assertThat(Files.readString(made))
        .contains("\"keep_within\" : \"7d\"")
        .doesNotContain("keep_last");
    assertThat(run("config", "import", old.toString(), "--retention-means", "weeks")).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotOldIsRefused() throws Exception {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"instances\": []}");
    assertThat(run("config", "import", other.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("in none of the old formats");
    assertThat(run("config", "import")).isEqualTo(2);
    assertThat(run("config", "import", "--from-env")).isEqualTo(2);
    assertThat(err.toString()).contains("set DB_TYPE");
  }

  @Test
  void aLostPasswordIsNamedWithTheWayToGiveIt() throws Exception {
    Path one =
        Files.writeString(
            folder.resolve("one.json"),
            """
            {"server_info": {"server_name": "prod_01"}, "paths": {"backup_path": "%s/v1"},
             "databases": {"mysql": {"host": "127.0.0.1", "user": "u", "password_encrypted": "aGFzaA=="}}}
            """
                .formatted(folder));
    assertThat(run("-c", one.toString(), "backup", "--all")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "version 1 format",
            "databases.mysql.password_encrypted holds a hash that nobody can turn back",
            "vya-backupdb secrets add mysql");
    assertThat(folder.resolve("v1")).doesNotExist();
    out.getBuffer().setLength(0);
    Path made = folder.resolve("new.json");
    run("config", "import", one.toString(), "--out", made.toString());
    assertThat(Files.readString(made)).contains("${secret:mysql}").doesNotContain("aGFzaA");
    assertThat(out.toString()).contains("secrets add mysql");
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
