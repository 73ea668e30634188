package digital.vya.backup.api;

/**
 * A scratch database that takes the place of a target.
 *
 * @param scratch the one that is there, whole and proven
 * @param target the place it is to take
 * @param kept the name under which what is at the target now stays beside it; if something is there
 *     already the swap throws, for it may be what another restore replaced
 * @param endSessions whether those who use the target may be thrown out
 */
public record Swap(String scratch, String target, String kept, boolean endSessions) {}
