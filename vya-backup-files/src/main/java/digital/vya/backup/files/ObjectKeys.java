package digital.vya.backup.files;

import digital.vya.backup.api.BackupException;

/** What a key of {@link LocalStorage} may be. */
final class ObjectKeys {

  /** How the names of unfinished objects begin; no key has such a segment. */
  static final String UNFINISHED = ".vya-tmp-";

  private static final int KEY_BYTES = 1000;
  private static final int SEGMENT_BYTES = 255;

  private ObjectKeys() {}

  /** Refuses what is not a key. */
  static void check(String key) {
    checkText(key, key);
    for (String segment : key.split("/", -1)) {
      checkSegment(key, segment);
    }
  }

  /**
   * Refuses what cannot begin a key, and returns the folders it names: all before its last slash,
   * without that.
   */
  static String foldersOf(String prefix) {
    checkText(prefix, prefix);
    int slash = prefix.lastIndexOf('/');
    if (slash < 0) {
      return "";
    }
    String folders = prefix.substring(0, slash);
    for (String segment : folders.split("/", -1)) {
      checkSegment(prefix, segment);
    }
    return folders;
  }

  private static void checkText(String key, String text) {
    if (RawNames.hasControl(text)) {
      throw refused(key, "holds a control character");
    }
    if (!RawNames.isEncodable(text)) {
      throw refused(key, "cannot be written in UTF-8");
    }
    if (RawNames.raw(text).length() > KEY_BYTES) {
      throw refused(key, "is longer than " + KEY_BYTES + " bytes");
    }
  }

  private static void checkSegment(String key, String segment) {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw refused(key, "has a segment that is empty, . or ..");
    }
    if (segment.startsWith(UNFINISHED)) {
      throw refused(key, "has a segment that begins with " + UNFINISHED);
    }
    if (RawNames.raw(segment).length() > SEGMENT_BYTES) {
      throw refused(key, "has a segment longer than " + SEGMENT_BYTES + " bytes");
    }
  }

  private static BackupException refused(String key, String why) {
    return BackupException.configuration(
        "key '" + RawNames.shown(RawNames.raw(key)) + "' " + why + "; change the key template");
  }
}
