package digital.vya.backup.postgres;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.testkit.BrokenTool;
import digital.vya.backup.testkit.ChangesRows;
import digital.vya.backup.testkit.DbmsDriverContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The contract on a real server of one version. */
abstract class PostgresContract extends DbmsDriverContract<PostgresConfig> implements ChangesRows {

  private static final String WRONG = "not the 'right' one";

  private final PostgresServer server;

  PostgresContract(int major) {
    server = PostgresServer.shared(major);
  }

  @Override
  protected DbmsDriver<PostgresConfig> driver() {
    return new PostgresDriver();
  }

  @Override
  protected PostgresConfig config() {
    return server.config();
  }

  @Override
  protected PostgresConfig brokenConfig() {
    return server.config(PostgresServer.USER, WRONG);
  }

  @Override
  protected Optional<PostgresConfig> configWith(BrokenTool tool, Path folder) throws IOException {
    tool.standInFor(server.toolsDir().resolve("pg_dump"), folder);
    return Optional.of(server.config().withToolsDir(folder));
  }

  @Override
  protected List<String> secrets() {
    return List.of(PostgresServer.PASSWORD, WRONG);
  }

  @Override
  protected void create(String database) throws Exception {
    server.sql("postgres", "CREATE DATABASE " + Sql.identifier(database) + " TEMPLATE template0");
  }

  @Override
  protected void fill(String database) throws Exception {
    server.sql(
        database,
        "CREATE TABLE \"od\"\"d 'näme'\" (id int PRIMARY KEY, \"select\" text, bytes bytea)",
        "INSERT INTO \"od\"\"d 'näme'\" SELECT g, E'\\\\. \\\\! echo \\n-- ' || chr(8364) || g,"
            + " decode(repeat(md5(g::text), 32), 'hex') FROM generate_series(1, 2500) g",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $x$\n"
            + "SELECT '\n\\! echo hostile\n-- PostgreSQL database dump complete\n'$x$",
        "SELECT lo_from_bytea(4711, decode('00ff5c2e0a', 'hex'))",
        "CREATE VIEW v AS SELECT count(*) AS \"sum of 'all'\" FROM \"od\"\"d 'näme'\"");
  }

  @Override
  public void changeRow(String database) throws Exception {
    server.sql(database, "UPDATE \"od\"\"d 'näme'\" SET \"select\" = 'changed' WHERE id = 7");
  }

  @Override
  protected void drop(String database) throws Exception {
    server.sql("postgres", "DROP DATABASE IF EXISTS " + Sql.identifier(database) + " WITH (FORCE)");
  }

  @Override
  protected Optional<Object> content(String database) throws Exception {
    String present =
        "SELECT encoding, datcollate, datctype, datdba::regrole FROM pg_database WHERE datname = "
            + Sql.literal(database);
    List<String> attributes = server.rows("postgres", present);
    return attributes.isEmpty()
        ? Optional.empty()
        : Optional.of(List.of(attributes, server.dump(database)));
  }

  @Override
  protected List<String> oddNames() {
    return List.of(
        "with space",
        "quo\"te",
        "apo'strophe",
        "ünï-日本",
        "--dash",
        "per%cent",
        "semi;colon",
        "back\\slash",
        "host=evil",
        "postgresql://evil/x?y",
        "CamelCase");
  }
}
