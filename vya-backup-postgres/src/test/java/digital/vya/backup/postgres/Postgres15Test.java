package digital.vya.backup.postgres;

import org.junit.jupiter.api.Tag;

@Tag("one-jdk")
final class Postgres15Test extends PostgresContract {

  Postgres15Test() {
    super(15);
  }
}
