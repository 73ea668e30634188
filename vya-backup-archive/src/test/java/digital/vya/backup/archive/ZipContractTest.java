package digital.vya.backup.archive;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.testkit.ArchiverContract;
import java.util.List;

final class ZipContractTest extends ArchiverContract<ZipConfig> {

  @Override
  protected Archiver<ZipConfig> archiver() {
    return new ZipArchiver();
  }

  @Override
  protected ZipConfig config() {
    return ZipConfig.defaults();
  }

  @Override
  protected List<String> standardTool() {
    // The path of the archive comes last, which for sh is $0.
    return List.of("sh", "-c", "unzip -p \"$0\" -x backup_metadata.json");
  }
}
