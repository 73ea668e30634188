package digital.vya.backup.archive;

/** Settings of {@code none}: there is nothing to set. */
public record NoneConfig() {

  /** The settings of someone who set nothing. */
  public static NoneConfig defaults() {
    return new NoneConfig();
  }
}
