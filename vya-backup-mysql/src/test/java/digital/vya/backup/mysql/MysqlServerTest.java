package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The servers of the tests are those they say they are, or all other tests prove nothing. */
final class MysqlServerTest {

  private static final Map<String, String> VERSIONS =
      Map.of("MARIADB_10_11", "10.11.", "MARIADB_11_8", "11.8.", "MYSQL_9", "9.");

  @Test
  void each_server_is_of_the_version_it_is_named_after() throws SQLException {
    for (var expected : VERSIONS.entrySet()) {
      List<String> said = MysqlServer.shared(expected.getKey()).rows("SELECT VERSION()");
      assertThat(said).singleElement().asString().startsWith(expected.getValue());
    }
  }

  @Test
  void its_dump_program_reaches_each_server() throws SQLException, IOException {
    for (String name : VERSIONS.keySet()) {
      var server = MysqlServer.shared(name);
      server.sql("", "CREATE DATABASE reached", "CREATE TABLE reached.seen (id INT PRIMARY KEY)");
      assertThat(server.dump("reached")).contains("CREATE TABLE `seen`");
    }
  }

  @Test
  void a_server_that_is_killed_boots_again_with_its_data() throws SQLException, IOException {
    try (var server = MysqlServer.start("MARIADB_10_11")) {
      server.sql("", "CREATE DATABASE kept");
      server.kill();
      assertThatThrownBy(() -> server.rows("SELECT 1")).isInstanceOf(SQLException.class);
      server.boot();
      assertThat(server.rows("SHOW DATABASES LIKE 'kept'")).containsExactly("kept");
    }
  }
}
