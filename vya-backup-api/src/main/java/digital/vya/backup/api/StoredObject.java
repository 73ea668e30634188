package digital.vya.backup.api;

import java.time.Instant;

/**
 * An object that is visible in a storage.
 *
 * @param key its key
 * @param bytes its length as stored
 * @param modified when it was committed, to the precision the storage keeps
 */
public record StoredObject(String key, long bytes, Instant modified) {}
