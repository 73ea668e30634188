package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Swap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SwapPlanTest {

  private static final Swap SWAP = new Swap("scratch", "target", "kept", false);

  @Test
  void tablesMoveInOneOrderAndWhereTheyAreTellsHowFarItCame() {
    assertThat(moves(Set.of("x", "y"), Set.of()).none()).isTrue();
    assertThat(moves(Set.of("x", "y"), Set.of("a")).pairs()).hasSize(3);
    assertThat(moves(Set.of("y"), Set.of("a", "b")).pairs()).hasSize(1);
    assertThat(moves(Set.of(), Set.of("a", "b")).done()).isTrue();
  }

  @Test
  void aScratchDatabaseThatWasDroppedIsNotTakenForOneThatWasMoved() {
    SwapPlan.Moves dropped = moves(Set.of(), Set.of());

    assertThat(dropped.none()).as("nothing was moved").isTrue();
    assertThat(dropped.done()).isFalse();
    assertThat(moves(Set.of("y"), Set.of()).none()).isTrue();
  }

  @Test
  void whatNoSwapLeavesIsNotTouched() {
    assertThatThrownBy(() -> moves(Set.of("y"), Set.of("a")))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DATA))
        .hasMessageContaining("scratch", "target", "kept");
  }

  private static SwapPlan.Moves moves(Set<String> inScratch, Set<String> inKept) {
    List<String> none = List.of();
    var plan =
        new SwapPlan(
            true,
            List.of("a", "b"),
            List.of("x", "y"),
            none,
            none,
            none,
            "",
            new Definitions("", Map.of(), Set.of()),
            new Definitions("", Map.of(), Set.of()));
    return plan.moves(inScratch, inKept, SWAP);
  }
}
