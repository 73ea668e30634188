package digital.vya.backup.mysql;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.testkit.BrokenTool;
import digital.vya.backup.testkit.ChangesRows;
import digital.vya.backup.testkit.DbmsDriverContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contract on a real server of one version. */
abstract class MysqlContract extends DbmsDriverContract<MysqlConfig> implements ChangesRows {

  private static final String WRONG = "not the 'right' one";

  private final MysqlServer server;

  MysqlContract(String name) {
    server = MysqlServer.shared(name);
  }

  @Override
  protected DbmsDriver<MysqlConfig> driver() {
    return new MysqlDriver();
  }

  @Override
  protected MysqlConfig config() {
    return server.config();
  }

  @Override
  protected MysqlConfig brokenConfig() {
    return server.config(MysqlServer.USER, WRONG);
  }

  @Override
  protected Optional<MysqlConfig> configWith(BrokenTool tool, Path folder) throws IOException {
    String dump = server.isMysql() ? "mysqldump" : "mariadb-dump";
    String client = server.isMysql() ? "mysql" : "mariadb";
    tool.standInFor(server.toolsDir().resolve(dump), folder);
    Files.deleteIfExists(folder.resolve(client));
    Files.createSymbolicLink(folder.resolve(client), server.toolsDir().resolve(client));
    return Optional.of(server.config().withToolsDir(folder));
  }

  @Override
  protected List<String> secrets() {
    return List.of(MysqlServer.PASSWORD, WRONG);
  }

  @Override
  protected void create(String database) throws Exception {
    server.sql(
        "",
        "CREATE DATABASE " + Sql.identifier(database) + " CHARACTER SET latin1 COLLATE latin1_bin");
  }

  @Override
  protected void fill(String database) throws Exception {
    server.sql(
        database,
        "CREATE TABLE `od``d 'näme'` (id int PRIMARY KEY AUTO_INCREMENT, `select` text CHARACTER SET"
            + " utf8mb4, bytes blob) ENGINE=InnoDB",
        "INSERT INTO `od``d 'näme'` (`select`, bytes) VALUES (CONCAT('\\\\! echo \\n-- Dump"
            + " completed\\n', CHAR(0x20AC USING ucs2)), REPEAT(0x00FF5C2E0A, 400))",
        doubled(),
        doubled(),
        doubled(),
        doubled(),
        doubled(),
        doubled(),
        doubled(),
        doubled(),
        doubled(),
        doubled(),
        "CREATE TRIGGER t BEFORE INSERT ON `od``d 'näme'` FOR EACH ROW SET NEW.`select` = 'x;y'",
        "CREATE PROCEDURE p() BEGIN SELECT '\n\\! echo hostile\n-- Dump completed\n'; END",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1",
        "CREATE VIEW v AS SELECT count(*) AS `sum of 'all'` FROM `od``d 'näme'`");
  }

  private static String doubled() {
    return "INSERT INTO `od``d 'näme'` (`select`, bytes) SELECT `select`, bytes FROM"
        + " `od``d 'näme'`";
  }

  @Override
  public void changeRow(String database) throws Exception {
    server.sql(database, "UPDATE `od``d 'näme'` SET bytes = 0x27292C28 WHERE id = 7");
  }

  @Override
  protected void drop(String database) throws Exception {
    server.sql("", "DROP DATABASE IF EXISTS " + Sql.identifier(database));
  }

  @Override
  protected Optional<Object> content(String database) throws Exception {
    List<String> attributes =
        server.rows(
            "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM"
                + " information_schema.SCHEMATA WHERE SCHEMA_NAME = "
                + Sql.literal(database));
    return attributes.isEmpty()
        ? Optional.empty()
        : Optional.of(List.of(attributes, plain(server.dump(database), database)));
  }

  /** Beside a target no event runs; {@link SwapTest} looks at who is awake. */
  private static String plain(String dump, String database) {
    return dump.replace(database, "DATABASE").replaceAll("(PRESERVE) (?:EN|DIS)ABLE", "$1");
  }

  /** Without those that mariadb-dump itself cannot dump; see {@link Dumping}. */
  @Override
  protected List<String> oddNames() {
    var names =
        new ArrayList<>(
            List.of(
                "with space",
                "back`tick",
                "ünï-日本",
                "--dash",
                "per%cent",
                "under_score",
                "semi;colon",
                "CamelCase"));
    if (server.isMysql()) {
      names.addAll(List.of("quo\"te", "apo'strophe", "back\\slash"));
    }
    return names;
  }
}
