package digital.vya.backup.postgres;

import org.junit.jupiter.api.Tag;

@Tag("one-jdk")
final class Postgres17Test extends PostgresContract {

  Postgres17Test() {
    super(17);
  }
}
