package digital.vya.backup.archive;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.testkit.ArchiverContract;
import java.util.List;

final class ZstdContractTest extends ArchiverContract<ZstdConfig> {

  @Override
  protected Archiver<ZstdConfig> archiver() {
    return new ZstdArchiver();
  }

  @Override
  protected ZstdConfig config() {
    return ZstdConfig.defaults();
  }

  @Override
  protected List<String> standardTool() {
    return List.of("zstd", "-dc");
  }
}
