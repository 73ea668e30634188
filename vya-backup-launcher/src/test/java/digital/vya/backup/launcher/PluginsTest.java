package digital.vya.backup.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginsTest {

  @TempDir Path folder;

  @Test
  void theJarsOfTheFolderAreTakenAndNothingElse() throws Exception {
    jar("redis.jar", "org.example.Redis");
    jar("mongo.jar", "org.example.Mongo");
    Files.writeString(folder.resolve("README.txt"), "read me");

    assertThat(Plugins.jars(folder)).hasSize(2);
    assertThat(Plugins.jars(folder.resolve("none"))).isEmpty();
  }

  @Test
  void anOldAndANewJarOfOnePluginAreRefusedByName() throws Exception {
    jar("redis-1.0.jar", "org.example.Redis # ours");
    jar("redis-1.1.jar", "org.example.Redis");

    assertThatThrownBy(() -> Plugins.jars(folder))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessageContaining("org.example.Redis")
        .hasMessageContaining("redis-1.0.jar")
        .hasMessageContaining("redis-1.1.jar");
  }

  @Test
  void aJarThatWasCopiedByHalvesIsNamed() throws Exception {
    Files.writeString(folder.resolve("torn.jar"), "PK");

    assertThatThrownBy(() -> Plugins.jars(folder))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("torn.jar cannot be read");
  }

  private void jar(String name, String listed) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      zip.putNextEntry(new ZipEntry("META-INF/services/digital.vya.backup.api.DbmsDriver"));
      zip.write(listed.getBytes(UTF_8));
    }
  }
}
