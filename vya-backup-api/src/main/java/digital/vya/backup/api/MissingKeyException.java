package digital.vya.backup.api;

/**
 * An archive cannot be read on this machine because it is encrypted and no key at hand opens it.
 * That says nothing about the archive: what is stored may well be whole. It is no failure of a
 * backup, whose server may be meant to write only, but it is one of a restore.
 */
public final class MissingKeyException extends BackupException {

  private static final long serialVersionUID = 1;

  /**
   * A missing key.
   *
   * @param message which kinds of keys would open the archive, why none is at hand, and what to do
   */
  public MissingKeyException(String message) {
    super(Reason.CONFIGURATION, message);
  }
}
