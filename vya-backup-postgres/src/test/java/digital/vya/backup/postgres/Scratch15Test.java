package digital.vya.backup.postgres;

import org.junit.jupiter.api.Tag;

@Tag("one-jdk")
final class Scratch15Test extends ScratchContract {

  Scratch15Test() {
    super(15);
  }
}
