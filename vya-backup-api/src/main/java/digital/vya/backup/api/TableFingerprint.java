package digital.vya.backup.api;

/**
 * What a table held when it was dumped: enough to see later whether a restored one holds the same
 * rows, in any order.
 *
 * @param table the table's name, with its schema where there are schemas; what is not a table but
 *     has content that a restore must bring back (sequences, large objects) has a name in
 *     parentheses, such as {@code (sequences)}
 * @param rows how many rows it held
 * @param hash what {@link RowHash} made of them: 32 hexadecimal digits
 */
public record TableFingerprint(String table, long rows, String hash) {}
