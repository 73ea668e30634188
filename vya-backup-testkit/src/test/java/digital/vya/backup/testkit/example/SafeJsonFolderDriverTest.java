package digital.vya.backup.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.Swap;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.testkit.ChangesRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same promises, and those of safe restores, kept by {@link SafeJsonFolderDriver}. */
final class SafeJsonFolderDriverTest extends JsonFolderDriverTest implements ChangesRows {

  @Override
  protected DbmsDriver<JsonFolderDriver.Config> driver() {
    return new SafeJsonFolderDriver();
  }

  @Override
  public void changeRow(String database) throws IOException {
    Files.writeString(folder.resolve(database).resolve("braces.json"), "[\"changed\"]");
  }

  /** What the contract cannot know: the place where a kill hurts. */
  @Test
  void x3_aKillBetweenTheTwoRenamesIsTakenBack(@TempDir Path work) throws Exception {
    create("shop_vya_new_1a2b3c4d");
    create("shop_vya_old_1a2b3c4d");
    fill("shop_vya_old_1a2b3c4d");
    var before = content("shop_vya_old_1a2b3c4d");
    var swap = new Swap("shop_vya_new_1a2b3c4d", "shop", "shop_vya_old_1a2b3c4d", true);
    try (var host = LocalHost.open(work)) {
      assertThat(new SafeJsonFolderDriver().recover(config(), swap, host)).isFalse();
    }
    assertThat(content("shop")).isEqualTo(before);
    assertThat(content("shop_vya_new_1a2b3c4d")).isPresent();
  }
}
