package digital.vya.backup.api;

/**
 * A value that must not be shown: its text form is {@code ***}.
 *
 * @param reveal the value itself. Read it only where it is handed to what needs it
 */
public record Secret(String reveal) {

  /** Three stars, whatever the value. */
  @Override
  public String toString() {
    return "***";
  }
}
