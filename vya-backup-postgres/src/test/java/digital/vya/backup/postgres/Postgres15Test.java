package digital.vya.backup.postgres;

final class Postgres15Test extends PostgresContract {

  Postgres15Test() {
    super(15);
  }
}
