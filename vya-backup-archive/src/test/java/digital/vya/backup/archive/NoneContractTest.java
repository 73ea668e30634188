package digital.vya.backup.archive;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.testkit.ArchiverContract;
import java.util.List;

final class NoneContractTest extends ArchiverContract<NoneConfig> {

  @Override
  protected Archiver<NoneConfig> archiver() {
    return new NoneArchiver();
  }

  @Override
  protected NoneConfig config() {
    return NoneConfig.defaults();
  }

  @Override
  protected List<String> standardTool() {
    return List.of("cat");
  }

  @Override
  protected boolean detectsDamage() {
    return false;
  }
}
