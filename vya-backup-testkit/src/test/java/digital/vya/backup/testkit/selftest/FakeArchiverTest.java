package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.testkit.ArchiverContract;
import java.util.List;

/** An archiver that keeps its promises passes. */
class FakeArchiverTest extends ArchiverContract<FakeArchiver.Config> {

  @Override
  protected Archiver<FakeArchiver.Config> archiver() {
    return new FakeArchiver();
  }

  @Override
  protected FakeArchiver.Config config() {
    return new FakeArchiver.Config();
  }

  @Override
  protected List<String> standardTool() {
    return List.of("gunzip", "-c");
  }
}
