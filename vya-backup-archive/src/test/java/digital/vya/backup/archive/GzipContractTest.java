package digital.vya.backup.archive;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.testkit.ArchiverContract;
import java.util.List;

final class GzipContractTest extends ArchiverContract<GzipConfig> {

  @Override
  protected Archiver<GzipConfig> archiver() {
    return new GzipArchiver();
  }

  @Override
  protected GzipConfig config() {
    return GzipConfig.defaults();
  }

  @Override
  protected List<String> standardTool() {
    return List.of("gunzip", "-c");
  }
}
