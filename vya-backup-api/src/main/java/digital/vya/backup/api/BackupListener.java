package digital.vya.backup.api;

/**
 * Is told what happens, as it happens: metrics, a progress bar, an audit log. Called by several
 * threads; must return at once. What it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface BackupListener {

  /** Takes one event. */
  void on(BackupEvent event);
}
