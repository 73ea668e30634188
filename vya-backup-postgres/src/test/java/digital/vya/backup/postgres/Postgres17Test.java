package digital.vya.backup.postgres;

final class Postgres17Test extends PostgresContract {

  Postgres17Test() {
    super(17);
  }
}
