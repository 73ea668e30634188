package digital.vya.backup.api;

/** How far a backup is proven, from weak to strong. Each level holds all before it. */
public enum Evidence {
  /** The tool succeeded, the dump's end mark was seen, the object was committed. */
  STORED,
  /** The stored bytes were read again and their hash is equal. */
  READ_BACK,
  /** The stored bytes were decoded to the end and the hash of the dump is equal. */
  DECODED,
  /** The dump was restored into a scratch database. */
  RESTORED,
  /** The restored content equals the fingerprints taken while dumping. */
  MATCHED;

  /** Whether this level is the other one or a stronger one. */
  public boolean atLeast(Evidence other) {
    return compareTo(other) >= 0;
  }
}
