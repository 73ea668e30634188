package digital.vya.backup.core;

/**
 * A backup as it lies in a storage.
 *
 * @param destination the id of the storage
 * @param manifest what is known about it
 */
public record StoredBackup(String destination, Manifest manifest) {}
