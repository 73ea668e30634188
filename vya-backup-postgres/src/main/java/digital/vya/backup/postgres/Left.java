package digital.vya.backup.postgres;

/** What is left out of a dump on its way into a database, and what the one who restores is told. */
enum Left {
  /** Where the dump itself would put its content. */
  PLACE(
      "DROP DATABASE, CREATE DATABASE and \\connect of the dump were left out: what it holds goes"
          + " into the database that was named"),
  /** What the dump says of the database as a whole. */
  ATTRIBUTES(
      "what the dump says about its database as a whole (owner, comment, settings, grants) was left"
          + " out; set it by hand where it is needed"),
  /** Roles and their memberships. */
  ROLES(
      "statements of the dump about roles were left out; restore the globals of the instance, or"
          + " create the roles by hand"),
  /** Tablespaces. */
  TABLESPACES(
      "statements of the dump about tablespaces were left out; restore the globals of the instance,"
          + " or create them by hand"),
  /** A setting that older servers do not know. */
  TIMEOUT("SET transaction_timeout of the dump was left out: this server does not know it"),
  /** Numbers for the planner. */
  STATISTICS(
      "the planner's statistics of the dump were left out: this server cannot take them; run ANALYZE"),
  /** The restore has a transaction of its own around everything. */
  TRANSACTION(""),
  /** Commands of psql that are of no use here, such as {@code \restrict}. */
  COMMAND("");

  private final String told;

  Left(String told) {
    this.told = told;
  }

  /** In words; empty if nobody needs to know. */
  String told() {
    return told;
  }
}
