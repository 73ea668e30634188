package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Host;
import digital.vya.backup.testkit.ArchiverContract;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** A stage that changes nothing passes when it says that it cannot know damage. */
class PassThroughTest extends ArchiverContract<FakeArchiver.Config> {

  @Override
  protected Archiver<FakeArchiver.Config> archiver() {
    return new PassThrough();
  }

  @Override
  protected FakeArchiver.Config config() {
    return new FakeArchiver.Config();
  }

  @Override
  protected List<String> standardTool() {
    return List.of("cat");
  }

  @Override
  protected boolean detectsDamage() {
    return false;
  }

  static final class PassThrough extends FakeArchiver {

    @Override
    public String archiveName(Config config, String name) {
      return name;
    }

    @Override
    public OutputStream archive(Config config, String name, OutputStream sink, Host host)
        throws IOException {
      return new BufferedOutputStream(sink);
    }

    @Override
    public InputStream extract(Config config, InputStream archive, Host host) throws IOException {
      return archive;
    }

    @Override
    public boolean recognizes(byte[] head) {
      return false;
    }
  }
}
