package digital.vya.backup.age;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Secret;
import digital.vya.backup.testkit.ArchiverContract;
import java.util.List;

/** The standard program asks for a passphrase at a terminal only: see {@link InteropTest}. */
final class PassphraseContractTest extends ArchiverContract<AgeConfig> {

  @Override
  protected Archiver<AgeConfig> archiver() {
    return new AgeArchiver();
  }

  @Override
  protected AgeConfig config() {
    return AgeConfig.with(new Secret("correct horse battery staple"), 10);
  }

  @Override
  protected boolean repeatable() {
    return false;
  }

  @Override
  protected boolean readByStandardTools() {
    return false;
  }

  @Override
  protected List<String> standardTool() {
    return List.of();
  }
}
