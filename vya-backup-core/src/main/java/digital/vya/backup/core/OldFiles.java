package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What older programs left flat in one folder. A file counts only if its whole name is one that
 * such a program gave; when it was made, only its name tells.
 *
 * @param folder the folder; empty for the storage's own
 * @param names how they are called
 * @param instance the id of the instance that they are of
 * @param driver the engine of that instance
 */
record OldFiles(String folder, Names names, String instance, DbmsDriver<?> driver) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss").withResolverStyle(ResolverStyle.STRICT);

  private static final String ENGINE = "(?<dbms>mysql|mariadb|postgresql|postgres|pgsql|files)";
  private static final String STAMP = "(?<time>[0-9]{8}_[0-9]{6})";
  private static final String DATABASE = "(?<database>[^/\\p{Cntrl}]+?)";

  /** The forms of names; they are the words of the configuration, too. */
  enum Names {
    /** {@code 20260113_155440_mysql_shop.zip}. */
    TIME_FIRST(STAMP + "_" + ENGINE + "_" + DATABASE + "(?:\\.sql)?(?:\\.zip|\\.gz|\\.tar\\.gz)"),
    /** {@code shop_20250116_143022.sql.gz}, with its roles and a note beside it. */
    TIME_LAST(DATABASE + "_" + STAMP + "\\.sql\\.gz"),
    /** {@code mysql_shop_20250116_143022.sql}. */
    DBMS_FIRST(ENGINE + "_" + DATABASE + "_" + STAMP + "\\.sql(?:\\.gz)?");

    private final Pattern pattern;

    Names(String pattern) {
      this.pattern = Pattern.compile(pattern);
    }

    boolean matches(String name) {
      return pattern.matcher(name).matches();
    }
  }

  /**
   * One of them.
   *
   * @param source what it is of
   * @param at when it was made
   * @param key where it is
   * @param beside what belongs to it and goes with it, if it is there
   */
  record OldFile(ArtifactSource source, Instant at, String key, long bytes, List<String> beside) {

    OldFile {
      beside = List.copyOf(beside);
    }

    /** Nothing was ever shown of it. */
    RetentionPoint point() {
      return new RetentionPoint(key, at, RetentionPoint.Worth.GOOD, Evidence.STORED, false);
    }
  }

  /** Visits those that are no backups of ours. */
  void visit(StorageSession session, ZoneId zone, Consumer<OldFile> visitor)
      throws IOException, InterruptedException {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    var found = new ArrayList<OldFile>();
    try (Stream<StoredObject> objects = session.list(prefix)) {
      for (Iterator<StoredObject> all = objects.iterator(); all.hasNext(); ) {
        StoredObject object = all.next();
        named(object, object.key().substring(prefix.length()), zone).ifPresent(found::add);
      }
    }
    for (OldFile file : found) {
      if (note(session, file.key() + ArtifactKeys.MANIFEST) != Note.OURS) {
        visitor.accept(file);
      }
    }
  }

  private Optional<OldFile> named(StoredObject object, String name, ZoneId zone) {
    Matcher matcher = names.pattern.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<DumpName> told = DumpName.of(name);
    if (told.isEmpty() || (names != Names.TIME_LAST && !told.get().isFor(driver))) {
      return Optional.empty();
    }
    try {
      Instant at = LocalDateTime.parse(matcher.group("time"), TIME).atZone(zone).toInstant();
      return Optional.of(
          new OldFile(
              ArtifactSource.database(instance, driver.name(), matcher.group("database")),
              at,
              object.key(),
              object.bytes(),
              beside(object.key())));
    } catch (DateTimeException e) {
      // Digits, but no time.
      return Optional.empty();
    }
  }

  private List<String> beside(String key) {
    if (names != Names.TIME_LAST) {
      return List.of();
    }
    String base = key.substring(0, key.length() - ".sql.gz".length());
    return List.of(
        key + ArtifactKeys.MANIFEST, base + ArtifactKeys.MANIFEST, base + "_roles.sql.gz");
  }

  /** Deletes a file and what belongs to it; the file goes last, so that it is found again. */
  static void delete(StorageSession session, OldFile file)
      throws IOException, InterruptedException {
    try {
      for (String key : file.beside()) {
        if (!key.endsWith(ArtifactKeys.MANIFEST) || note(session, key) == Note.FOREIGN) {
          session.delete(key);
        }
      }
      session.delete(file.key());
    } catch (BackupException e) {
      throw Deletion.isDenial(e) ? new Deletion.DeniedException(e) : e;
    }
  }

  private enum Note {
    NONE,
    OURS,
    FOREIGN
  }

  /** Whose a manifest is: the older programs called theirs the same. */
  private static Note note(StorageSession session, String key)
      throws IOException, InterruptedException {
    try (InputStream stream = session.read(key)) {
      byte[] bytes = stream.readNBytes(ManifestJson.LONGEST + 1);
      return ManifestJson.isOurs(bytes) ? Note.OURS : Note.FOREIGN;
    } catch (FileNotFoundException e) {
      return Note.NONE;
    } catch (BackupException e) {
      return Note.OURS;
    }
  }
}
