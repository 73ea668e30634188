package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip archive of a whole run, as an older program wrote it: several dumps, and notes about them.
 * One that holds a single file is not such an archive, and left to the archiver that knows it. As
 * it is a file of this machine, its directory tells where each member is, so the others are not
 * even read.
 */
final class RunArchive {

  /** The directory is held in memory, so its length must not be up to whoever made the file. */
  private static final long LONGEST_DIRECTORY = 16 << 20;

  private static final int END_LENGTH = 22;
  private static final int LONGEST_END = END_LENGTH + 0xffff;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int MOST_TOLD = 20;

  private final Path file;
  private final List<String> files;

  private RunArchive(Path file, List<String> files) {
    this.file = file;
    this.files = files;
  }

  /** The archive, if the file is one that holds more than one file. */
  static Optional<RunArchive> of(Path file) throws IOException {
    if (!isZip(file) || directoryLength(file) <= 0) {
      return Optional.empty();
    }
    try (ZipFile zip = open(file)) {
      List<String> files =
          zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).toList();
      return files.stream().filter(name -> !isNote(name)).count() > 1
          ? Optional.of(new RunArchive(file, files))
          : Optional.empty();
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return ByteBuffer.wrap(stream.readNBytes(4))
          .equals(ByteBuffer.wrap(new byte[] {80, 75, 3, 4}));
    }
  }

  /** 0 if there is none, which the archiver has its own words for. */
  private static long directoryLength(Path file) throws IOException {
    try (var opened = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(LONGEST_END, opened.length())];
      opened.seek(opened.length() - bytes.length);
      opened.readFully(bytes);
      ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int at = bytes.length - END_LENGTH;
      while (at >= 0 && end.getInt(at) != END_SIGNATURE) {
        at--;
      }
      long length = at < 0 ? 0 : Integer.toUnsignedLong(end.getInt(at + 12));
      if (length > LONGEST_DIRECTORY) {
        throw BackupException.data(
            name(file)
                + " holds more files than can be looked through; unpack it with unzip and"
                + " restore the one you want");
      }
      return length;
    }
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      // Every byte is a letter there; names that are marked as Unicode are read as that.
      return new ZipFile(file.toFile(), ZipFile.OPEN_READ, StandardCharsets.ISO_8859_1);
    } catch (ZipException e) {
      throw damaged(name(file), e);
    }
  }

  /** Tells about a run or a dump, and is none. */
  private static boolean isNote(String member) {
    return member.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  /**
   * The member that is the dump of a database.
   *
   * @param fits whether the engine that it is to be restored into takes what a name tells
   * @throws BackupException with what there is, if that is not one of them
   */
  BackupFinder.Found dumpOf(Optional<String> database, Predicate<DumpName> fits) {
    if (database.isEmpty()) {
      throw BackupException.configuration(
          name(file) + " holds several dumps; name the database (--database): " + listed());
    }
    List<String> found =
        files.stream()
            .filter(member -> !isNote(member))
            .filter(member -> isOf(last(member), database.get(), fits))
            .toList();
    if (found.size() != 1) {
      throw BackupException.configuration(
          name(file)
              + (found.isEmpty() ? " holds no dump of " : " holds several dumps of ")
              + Shown.name(database.get())
              + (found.isEmpty()
                  ? "; name a database that it holds (--database): "
                  : "; name the instance to restore into (--instance), or unpack it with unzip: ")
              + listed());
    }
    return new BackupFinder.Found(
        last(found.get(0)), Optional.empty(), () -> Member.open(open(file), found.get(0)));
  }

  private static boolean isOf(String member, String database, Predicate<DumpName> fits) {
    return DumpName.of(member)
        .map(name -> name.database().equals(database) && fits.test(name))
        .orElse(DumpName.bare(member).equals(database));
  }

  private String listed() {
    List<String> dumps = files.stream().filter(member -> !isNote(member)).toList();
    int more = dumps.size() - MOST_TOLD;
    return dumps.stream().limit(MOST_TOLD).map(Shown::name).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** Only told and compared: nothing is ever called like a member. */
  private static String last(String member) {
    return member.substring(1 + Math.max(member.lastIndexOf('/'), member.lastIndexOf('\\')));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  static CheckedInputStream.DamagedException damaged(String what, IOException e) {
    return new CheckedInputStream.DamagedException(
        what + " is damaged: " + e.getMessage() + "; restore another one", e);
  }
}
