package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DumpNameTest {

  @Test
  void a_name_tells_engine_and_database() {
    assertTells("20260113_155440_mysql_dns_db.zip", "mysql", "dns_db");
    assertTells("20260113_155440_postgresql_shop.sql.gz", "postgresql", "shop");
    assertTells("20260102_003000_postgresql_a%2Fb.sql.zst", "postgresql", "a/b");
    assertTells("20260113_155440_files_etc.tar.gz", "files", "etc");
    assertTells("mysql_database1_20250116_143022.sql", "mysql", "database1");
    assertTells(
        "postgres_a_20250116_143022_b_20250117_143022.sql", "postgresql", "a_20250116_143022_b");
    assertTells("mysql_100%_20250116_143022.sql", "mysql", "100%");
  }

  private static void assertTells(String file, String dbms, String database) {
    assertThat(DumpName.of(file)).contains(new DumpName(Optional.of(dbms), database));
  }

  @Test
  void a_name_may_tell_the_database_alone() {
    assertThat(DumpName.of("my.shop_20250116_143022.sql.gz"))
        .contains(new DumpName(Optional.empty(), "my.shop"));
  }

  @Test
  void another_name_tells_nothing() {
    assertThat(
            Stream.of("shop.sql", "20260113_155440.sql", "backup.tar.gz", "mysql_shop.sql", "")
                .filter(file -> DumpName.of(file).isPresent()))
        .isEmpty();
  }

  @Test
  void the_engine_says_whose_dumps_it_takes() {
    assertThat(new DumpName(Optional.of("fake"), "shop").isFor(new FakeDriver())).isTrue();
    assertThat(new DumpName(Optional.empty(), "shop").isFor(new FakeDriver())).isTrue();
    assertThat(new DumpName(Optional.of("mysql"), "shop").isFor(new FakeDriver())).isFalse();
  }
}
