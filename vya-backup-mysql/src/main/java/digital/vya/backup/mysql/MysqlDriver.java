package digital.vya.backup.mysql;

/**
 * MySQL by its own tools: {@code mysqldump} or {@code mariadb-dump} for each database, {@code
 * mysql} or {@code mariadb} for restores. Which of the two a server is it says itself, so that this
 * and the other name mean the same.
 *
 * <p>Where a database is replaced, the whole dump is first restored beside it, and then copied: for
 * that time there must be room for both. If the copy fails the target may be gone, while the
 * restored database stays whole beside it, and a warning names it.
 */
public final class MysqlDriver extends MysqlEngine {

  /** For {@link java.util.ServiceLoader}. */
  public MysqlDriver() {}

  @Override
  public String name() {
    return "mysql";
  }
}
