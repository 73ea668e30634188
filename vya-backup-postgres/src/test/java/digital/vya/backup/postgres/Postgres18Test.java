package digital.vya.backup.postgres;

final class Postgres18Test extends PostgresContract {

  Postgres18Test() {
    super(18);
  }
}
