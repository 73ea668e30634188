package digital.vya.backup.files;

import java.time.Instant;

/**
 * What an archive says of a file beside its content.
 *
 * @param name its raw name
 * @param type one of the constants
 * @param link where a link leads, raw; empty for all else
 * @param size the length of the content
 * @param owner whose it is
 * @param mode its permissions, the bits for setuid, setgid and sticky included
 * @param modified when its content was changed last
 */
record TarEntry(
    String name, char type, String link, long size, Owner owner, int mode, Instant modified) {

  static final char FILE = '0';
  static final char HARD_LINK = '1';
  static final char SYMBOLIC_LINK = '2';
  static final char FOLDER = '5';

  /**
   * Whose a file is.
   *
   * @param uid the user's number
   * @param gid the group's number
   * @param user the user's name, empty where there is none
   * @param group the group's name, empty where there is none
   */
  record Owner(long uid, long gid, String user, String group) {}
}
