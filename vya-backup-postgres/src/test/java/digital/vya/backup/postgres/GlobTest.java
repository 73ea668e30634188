package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GlobTest {

  @Test
  void a_table_is_named_with_or_without_its_schema() {
    assertThat(Glob.ofTable("orders")).isEqualTo(new Glob("*", "orders"));
    assertThat(Glob.ofTable("audit.log_*")).isEqualTo(new Glob("audit", "log_*"));
    assertThat(Glob.ofTable("a.b.c")).isEqualTo(new Glob("a", "b.c"));
  }

  @Test
  void a_name_may_be_quoted_as_in_a_report() {
    assertThat(Glob.ofTable("public.\"od\"\"d 'n\"")).isEqualTo(new Glob("public", "od\"d 'n"));
    assertThat(Glob.ofTable("\"a.b\".\"c.d\"")).isEqualTo(new Glob("a.b", "c.d"));
    assertThat(Glob.ofTable("\"a.b\"")).isEqualTo(new Glob("*", "a.b"));
  }

  @Test
  void quotes_that_quote_nothing_stand_for_themselves() {
    assertThat(Glob.ofTable("od\"d")).isEqualTo(new Glob("*", "od\"d"));
    assertThat(Glob.ofTable("\"x")).isEqualTo(new Glob("*", "\"x"));
  }
}
