package digital.vya.backup.api;

/**
 * What to dump.
 *
 * @param database a name that {@link DbmsDriver#databases} listed
 */
public record DumpRequest(String database) {}
