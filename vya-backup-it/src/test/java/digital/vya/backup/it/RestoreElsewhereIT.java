package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores into another server than the one that was backed up. */
@Tag("one-jdk")
final class RestoreElsewhereIT {

  private static final String ROWS =
      "SELECT id, name, NULL FROM customers UNION ALL SELECT id, note, customer FROM orders"
          + " ORDER BY 1, 2";

  private static final String IN_SHOP =
      "SELECT o.id, name, note FROM shop.customers c JOIN shop.orders o ON customer = c.id ORDER BY 1";

  @TempDir Path folder;

  @Test
  void anOlderPostgresTakesTheDumpOnceTheRolesItRefersToAreThere() throws Exception {
    var from = (RestoreSubject.Postgres) RestoreSubject.of("PostgreSQL 18", folder);
    var into = (RestoreSubject.Postgres) RestoreSubject.of("PostgreSQL 15", folder);
    into.make();
    into.change();
    into.server().sql("postgres", "DROP ROLE IF EXISTS \"night clerk\"");
    from.make();
    from.server()
        .sql(
            RestoreSubject.NAME,
            "DROP ROLE IF EXISTS \"night clerk\"",
            "CREATE ROLE \"night clerk\"",
            "ALTER TABLE orders OWNER TO \"night clerk\"");
    var place = new RestorePlace(folder, from);
    place.configure(from.settings(), "\"id\": \"old\", " + into.settings());
    Result backup = place.run("backup", "--instance", "main");
    assertThat(backup.exitCode()).as("%s", backup).isZero();
    String changed = into.content();
    List<String> names = into.names();

    Result missing = place.restore("--into", "old");
    assertThat(missing.exitCode()).as("%s", missing).isEqualTo(2);
    assertThat(missing.err()).contains("night clerk", "--owner");
    assertThat(into.content()).isEqualTo(changed);
    assertThat(into.names()).isEqualTo(names);

    into.server().sql("postgres", "CREATE ROLE \"night clerk\"");
    Result restored = place.restore("--into", "old", "--json");
    assertThat(restored.exitCode()).as("%s", restored).isZero();
    assertThat(restored.json().path("warnings").toString())
        .contains("the dump is of server 18", "this server is the older 15");
    assertThat(into.server().rows(RestoreSubject.NAME, ROWS))
        .isEqualTo(from.server().rows(RestoreSubject.NAME, ROWS));
    from.server().sql(RestoreSubject.NAME, "DROP OWNED BY \"night clerk\"");
    into.server().sql("postgres", "DROP DATABASE shop WITH (FORCE)");
  }

  @Test
  void aMariadbTakesTheDumpOfMysqlOrSaysWhyNot() throws Exception {
    var from = (RestoreSubject.Mysql) RestoreSubject.of("MySQL 9.7", folder);
    var into = (RestoreSubject.Mysql) RestoreSubject.of("MariaDB 10.11", folder);
    into.make();
    into.change();
    from.make();
    var place = new RestorePlace(folder, from);
    place.configure(from.settings(), "\"id\": \"other\", " + into.settings());
    Result backup = place.run("backup", "--instance", "main");
    assertThat(backup.exitCode()).as("%s", backup).isZero();
    String changed = into.content();
    List<String> names = into.names();

    Result refused = place.restore("--into", "other");
    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
    assertThat(refused.err()).contains("collation utf8mb4_0900_ai_ci", "collation_map");
    assertThat(into.content()).isEqualTo(changed);
    assertThat(into.names()).isEqualTo(names);

    place.configure(
        from.settings(),
        "\"id\": \"other\", "
            + into.settings()
            + ", \"collation_map\": {\"utf8mb4_0900_ai_ci\": \"utf8mb4_unicode_ci\"}");
    Result restored = place.restore("--into", "other");
    assertThat(restored.exitCode()).as("%s", restored).isZero();
    assertThat(into.server().rows(IN_SHOP)).isEqualTo(from.server().rows(IN_SHOP));
  }

  @Test
  void aRunsZipOfAnOlderProgramRestoresTheDatabaseThatIsNamed() throws Exception {
    var postgres = (RestoreSubject.Postgres) RestoreSubject.of("PostgreSQL 15", folder);
    var mariadb = (RestoreSubject.Mysql) RestoreSubject.of("MariaDB 10.11", folder);
    postgres.make();
    mariadb.make();
    Path run = Files.createDirectory(folder.resolve("20260113_155440"));
    Files.writeString(
        run.resolve("20260113_155440_postgresql_shop.sql"),
        // That old, pg_dump did not restrict psql.
        postgres
            .server()
            .dump(RestoreSubject.NAME, "--create", "--clean", "--if-exists")
            .replaceAll("(?m)^.(un)?restrict$", ""));
    Files.writeString(
        run.resolve("mysql_shop_20260113_155440.sql"),
        mariadb.server().handMade("--add-drop-database", "--databases", RestoreSubject.NAME));
    Files.writeString(run.resolve("mysql_other_20260113_155440.sql"), "no dump at all");
    Files.writeString(run.resolve("backup_metadata.json"), "{\"databases\": 3}");
    Path zip = folder.resolve("run.zip");
    Shell.pipe("cd " + folder + " && zip -q -r run.zip " + run.getFileName());
    var place = new RestorePlace(folder, postgres);
    place.configure(postgres.settings(), "\"id\": \"other\", " + mariadb.settings());
    String before = postgres.content();
    String alike = mariadb.content();
    postgres.change();
    mariadb.change();

    Result which = place.run("restore", "--file", zip.toString(), "--instance", "main");
    assertThat(which.exitCode()).as("%s", which).isEqualTo(2);
    assertThat(which.err()).contains("mysql_other_20260113_155440.sql", "--database");
    Result restored = place.restoreFile(zip);
    assertThat(restored.exitCode()).as("%s", restored).isZero();
    assertThat(postgres.content()).isEqualTo(before);
    Result other =
        place.run("restore", "--file", zip.toString(), "--instance", "other", "--database", "shop");
    assertThat(other.exitCode()).as("%s", other).isZero();
    assertThat(mariadb.content()).isEqualTo(alike);
  }
}
