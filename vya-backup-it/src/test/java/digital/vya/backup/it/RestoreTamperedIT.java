package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.mysql.MysqlServer;
import digital.vya.backup.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that is changed in the scratch copy is told by its table, and the target stays. */
@Tag("one-jdk")
final class RestoreTamperedIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aRowChangedInTheScratchCopyOfPostgresIsToldByTable(int major) throws Exception {
    var server = PostgresServer.shared(major);
    var subject = new RestoreSubject.Postgres(server);
    subject.make();
    // The server runs a constraint for every row of a dump; this one does so much more.
    server.sql(
        RestoreSubject.NAME,
        """
        CREATE FUNCTION public.forge(id int) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          IF id = 7 AND current_database() LIKE 'shop_vya_new_%' THEN
            UPDATE public.customers SET name = 'forged' WHERE customers.id = 2;
          END IF;
          RETURN true;
        END $$
        """,
        "ALTER TABLE orders ADD CONSTRAINT forging CHECK (public.forge(id))");
    var place = new RestorePlace(folder, subject);
    place.backup();

    tellsTheTable(place, subject, "public.customers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MYSQL_9"})
  void aRowChangedInTheScratchCopyOfMysqlIsToldByTable(String name) throws Exception {
    var server = MysqlServer.shared(name);
    var subject = new RestoreSubject.Mysql(server);
    subject.make();
    server.sql(
        "mysql",
        "DROP DATABASE IF EXISTS forgery",
        "CREATE DATABASE forgery",
        // Whoever connects once the trigger is there finds another row behind it.
        """
        CREATE PROCEDURE forgery.forge() BEGIN
          SELECT MAX(TRIGGER_SCHEMA) INTO @found FROM information_schema.TRIGGERS
            WHERE TRIGGER_SCHEMA LIKE 'shop\\_vya\\_new\\_%';
          IF @found IS NOT NULL THEN
            SET @update = CONCAT('UPDATE `', @found, '`.customers SET name = ''forged'' WHERE id = 2');
            PREPARE forging FROM @update;
            EXECUTE forging;
          END IF;
        END
        """,
        "CREATE USER IF NOT EXISTS clerk@localhost IDENTIFIED BY 'clerk'",
        "GRANT ALL ON `shop%`.* TO clerk@localhost",
        "GRANT EXECUTE ON forgery.* TO clerk@localhost",
        server.isMysql()
            ? "GRANT SHOW_ROUTINE, SET_ANY_DEFINER, ALLOW_NONEXISTENT_DEFINER, SYSTEM_USER ON *.* TO clerk@localhost"
            : "GRANT SET USER ON *.* TO clerk@localhost",
        "GRANT SELECT ON mysql.* TO clerk@localhost");
    var place = new RestorePlace(folder, subject);
    place.backup();
    place.configure(subject.settings("clerk", "clerk"));
    server.sql("mysql", "SET GLOBAL init_connect = 'CALL forgery.forge()'");
    try {
      tellsTheTable(place, subject, "customers");
    } finally {
      server.sql("mysql", "SET GLOBAL init_connect = ''", "DROP DATABASE forgery");
    }
  }

  @Test
  void aRowChangedInTheScratchCopyOfSqliteIsToldByTable() throws Exception {
    var subject = RestoreSubject.of("SQLite", folder);
    subject.make();
    var place = new RestorePlace(folder, subject);
    install(place.launcher().home().resolve("plugins"));
    place.configure(subject.settings().replace("\"sqlite\"", "\"forged-sqlite\""));
    place.backup();

    tellsTheTable(place, subject, "customers");
  }

  private static void install(Path plugins) throws IOException, InterruptedException {
    Path classes =
        Path.of(ForgedSqlite.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path services = Files.createTempDirectory("services");
    Path list = Files.createDirectories(services.resolve("META-INF/services"));
    Files.writeString(
        list.resolve("digital.vya.backup.api.DbmsDriver"), ForgedSqlite.class.getName());
    Shell.run(
        Path.of(System.getProperty("java.home"), "bin/jar").toString(),
        "--create",
        "--file=" + plugins.resolve("forged.jar"),
        "-C",
        services.toString(),
        "META-INF",
        "-C",
        classes.toString(),
        ForgedSqlite.class.getName().replace('.', '/') + ".class");
    Shell.run("rm", "-r", services.toString());
  }

  private static void tellsTheTable(RestorePlace place, RestoreSubject subject, String table)
      throws Exception {
    subject.change();
    String changed = subject.content();
    List<String> names = subject.names();
    String told = table + ": has as many rows (7), but not the same";

    Result text = place.restore();
    assertThat(text.exitCode()).as("%s", text).isEqualTo(6);
    assertThat(text.out()).contains("DIFFERENT  " + told).doesNotContain("orders:");
    assertThat(text.err()).contains(told, "nothing of the target was touched");
    Result json = place.restore("--json");
    assertThat(json.exitCode()).as("%s", json).isEqualTo(6);
    assertThat(json.json().path("compared").path("differences"))
        .singleElement()
        .satisfies(difference -> assertThat(difference.asText()).isEqualTo(told));

    assertThat(subject.content()).isEqualTo(changed);
    assertThat(subject.names()).isEqualTo(names);
  }
}
