package digital.vya.backup.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RowHashTest {

  private static TableFingerprint of(String... rows) {
    var hash = new RowHash();
    for (String row : rows) {
      hash.row(row.getBytes(UTF_8), 0, row.length());
    }
    return hash.fingerprint("t");
  }

  @Test
  void the_order_of_rows_does_not_matter() {
    assertThat(of("a", "b", "c")).isEqualTo(of("c", "a", "b"));
  }

  @Test
  void a_row_may_come_in_pieces() {
    var hash = new RowHash();
    byte[] row = "abcdef".getBytes(UTF_8);
    hash.add(row, 0, 2);
    hash.add(row, 2, 0);
    hash.add(row, 2, 4);
    hash.endRow();
    assertThat(hash.fingerprint("t")).isEqualTo(of("abcdef"));
  }

  @Test
  void other_rows_give_another_hash() {
    var base = of("a", "b", "c");
    assertThat(
            List.of(
                of("a", "b"),
                of("a", "b", "d"),
                of("a", "b", "c", "c"),
                of("a", "b", "b"),
                of("a", "bc", ""),
                of("ab", "", "c"),
                of("a", "b", "c\0")))
        .doesNotContain(base)
        .doesNotHaveDuplicates();
  }

  @Test
  void rows_that_appear_twice_do_not_cancel_each_other() {
    assertThat(of("a", "a").hash()).isNotEqualTo(of("b", "b").hash()).isNotEqualTo(of().hash());
    assertThat(of().hash()).hasSize(32);
  }
}
