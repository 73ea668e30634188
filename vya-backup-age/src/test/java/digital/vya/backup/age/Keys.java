package digital.vya.backup.age;

import digital.vya.backup.api.EncryptionKeys.Pair;
import java.time.Instant;

/** Keys for tests, made by us. */
final class Keys {

  static final Pair ONE = AgeKeys.generate(Instant.EPOCH);
  static final Pair TWO = AgeKeys.generate(Instant.EPOCH);

  private Keys() {}
}
