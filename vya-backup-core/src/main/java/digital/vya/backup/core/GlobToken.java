package digital.vya.backup.core;

/** One element of a {@link Glob}: it is for one character, but {@link Wild#TEXT} for any number. */
@FunctionalInterface
interface GlobToken {

  boolean accepts(int character);

  /** The elements that are the same in every pattern. */
  enum Wild implements GlobToken {
    TEXT,
    CHARACTER;

    @Override
    public boolean accepts(int character) {
      return true;
    }
  }
}
