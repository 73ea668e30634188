package digital.vya.backup.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of the last line of an audit log, in a file of its own: an end that was cut off
 * leaves no trace in the log itself.
 */
record AuditHead(long sequence, String hash) {

  static final AuditHead NONE = new AuditHead(0, AuditLine.NOTHING);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})\n?");

  static Path file(Path log) {
    return log.resolveSibling(log.getFileName() + ".head");
  }

  /** Empty if there is none, or none that can be understood. */
  static Optional<AuditHead> read(Path log) throws IOException {
    try {
      Matcher matcher = TEXT.matcher(Files.readString(file(log), StandardCharsets.ISO_8859_1));
      return matcher.matches()
          ? Optional.of(new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void write(Path log) throws IOException {
    Path fresh = log.resolveSibling(log.getFileName() + ".head.new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file(fresh))) {
      ByteBuffer text =
          ByteBuffer.wrap((sequence + " " + hash + "\n").getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    OwnerOnly.giveToOwnerOfFolder(fresh);
    Files.move(fresh, file(log), StandardCopyOption.ATOMIC_MOVE);
  }
}
