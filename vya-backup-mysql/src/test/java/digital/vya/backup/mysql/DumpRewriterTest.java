package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DumpRewriterTest {

  private static final String END = "-- Dump completed on 2026-01-01  1:02:03\n";
  private static final String DATA =
      "INSERT INTO `t` VALUES ('a\\'; */ DEFINER=`x`@`y` COLLATE utf8mb4_0900_ai_ci',"
          + "\"\\\\\",'it''s\n-- Dump completed\n\\! rm', _binary '\0\u00ff\u00c3\\0');\n";
  private static final String ROUTINE =
      "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`old``u`@`%`*/ /*!50003 TRIGGER `g` BEFORE"
          + " INSERT ON `t` FOR EACH ROW BEGIN -- it's\n SET @a = 'DEFINER=`x`@`y`'; END */;;\n"
          + "DELIMITER ;\n";
  private static final String TABLE =
      "CREATE TABLE `t` (`a` text COLLATE utf8mb4_0900_ai_ci DEFAULT 'COLLATE utf8mb4_0900_ai_ci')"
          + " COLLATE=utf8mb4_0900_ai_ci COMMENT='it''s COLLATE utf8mb4_0900_ai_ci';\n";

  @Test
  void without_rules_every_byte_stays_at_every_buffer_size() throws IOException {
    String dump = "-- it's\n" + TABLE + DATA + ROUTINE + DATA + END;
    for (int size = 0; size <= 64; size++) {
      assertThat(run(dump, RewriteRules.none(), size)).isEqualTo(dump);
    }
  }

  @Test
  void collations_are_mapped_outside_quotes_only() throws IOException {
    RewriteRules rules =
        rules(
            Set.of("utf8mb4_uca1400_ai_ci"), Map.of("utf8mb4_0900_ai_ci", "utf8mb4_uca1400_ai_ci"));
    String expected =
        TABLE
            .replace("text COLLATE utf8mb4_0900_ai_ci", "text COLLATE utf8mb4_uca1400_ai_ci")
            .replace("COLLATE=utf8mb4_0900_ai_ci", "COLLATE=utf8mb4_uca1400_ai_ci");
    for (int size = 0; size <= 64; size++) {
      assertThat(run(TABLE + DATA + END, rules, size)).isEqualTo(expected + DATA + END);
    }
  }

  @Test
  void an_unknown_collation_is_named() {
    assertThatThrownBy(() -> run(TABLE + END, rules(Set.of("utf8mb4_bin"), Map.of()), 9))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("utf8mb4_0900_ai_ci");
  }

  @Test
  void definers_are_found_and_stripped_outside_quotes() throws IOException {
    List<String> found = new ArrayList<>();
    RewriteRules.Definers strip =
        definer -> {
          found.add(definer);
          return Optional.empty();
        };
    RewriteRules rules =
        new RewriteRules(
            strip,
            Optional.empty(),
            Optional.empty(),
            true,
            Set.of(),
            Map.of(),
            true,
            w -> {},
            RewriteRules.Events.AS_DUMPED,
            Optional.empty());
    assertThat(run(ROUTINE + END, rules, 5))
        .isEqualTo(ROUTINE.replace("DEFINER=`old``u`@`%`", "") + END);
    assertThat(found).containsExactly("old`u@%");
  }

  @Test
  void what_the_client_would_run_as_a_command_is_refused() {
    for (String bad :
        List.of(
            "\\! rm x\n",
            "system rm x\n;\n",
            "source x;\n",
            "SET @a=1 \\! rm\n;\n",
            "/* x */ system x;\n",
            "DROP TABLE x delimiter //\n;\n",
            "/*!50003 */ system x;\n")) {
      assertThatThrownBy(() -> run(bad + END, RewriteRules.none(), 7))
          .as(bad)
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("no dump tool writes");
    }
  }

  @Test
  void a_dump_cut_anywhere_is_incomplete() {
    String dump = TABLE + DATA + ROUTINE;
    for (int cut = 0; cut <= dump.length(); cut++) {
      String part = dump.substring(0, cut);
      assertThatThrownBy(() -> run(part, RewriteRules.none(), 3))
          .isInstanceOf(BackupException.class);
    }
  }

  private static RewriteRules rules(Set<String> known, Map<String, String> map) {
    return new RewriteRules(
        Optional::of,
        Optional.empty(),
        Optional.empty(),
        true,
        known,
        map,
        false,
        w -> {},
        RewriteRules.Events.AS_DUMPED,
        Optional.empty());
  }

  private static String run(String dump, RewriteRules rules, int size) throws IOException {
    byte[] bytes = dump.getBytes(StandardCharsets.ISO_8859_1);
    try (DumpRewriter in = new DumpRewriter(new ByteArrayInputStream(bytes), rules, size)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
