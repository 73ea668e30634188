package digital.vya.backup.core;

/** Backs up, lists, verifies and restores. */
public final class VyaBackup {
  private VyaBackup() {}
}
