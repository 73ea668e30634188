package digital.vya.backup.testkit.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.RestoreOrder;
import digital.vya.backup.core.VyaBackup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine as the core uses it. */
final class JsonFolderRunTest {

  @TempDir private Path folder;

  @Test
  void documentsAreBackedUpAndComeBack() throws Exception {
    Path shop = Files.createDirectories(folder.resolve("data/shop"));
    Files.writeString(shop.resolve("order 1.json"), "{\n \"total\": 7\n}");
    var storage = new MapStorage();
    try (VyaBackup vya =
        VyaBackup.builder()
            .registry(PluginRegistry.of())
            .archive()
            .stateDir(folder.resolve("state"))
            .storage("memory", storage, new MapStorage.Config())
            .instance(
                "docs", new JsonFolderDriver(), new JsonFolderDriver.Config(folder.resolve("data")))
            .build()) {
      assertThat(vya.backup(BackupSelection.all()).outcome()).isEqualTo(Outcome.COMPLETE);
      // Beside the backups lies what tells other machines of them.
      assertThat(storage.objects.keySet())
          .allMatch(key -> key.startsWith("docs/shop/") || key.startsWith("@status/"))
          .anyMatch(key -> key.endsWith("_json-folder_shop.ndjson"));
      assertThat(new String(storage.objects.ceilingEntry("docs/").getValue(), UTF_8))
          .isEqualTo("{\"name\":\"order+1\",\"document\":{  \"total\": 7 }}\n{\"documents\":1}\n");
      var latest = new RestoreOrder.Origin.Latest("docs", Optional.of("shop"));
      vya.restore(RestoreOrder.of(latest).to("copy"));
    }
    assertThat(folder.resolve("data/copy/order 1.json")).hasContent("{  \"total\": 7 }");
  }
}
