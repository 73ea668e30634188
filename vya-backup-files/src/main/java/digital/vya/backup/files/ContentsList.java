package digital.vya.backup.files;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells what an archive holds, one line for each entry, much as {@code tar -tv} does. */
final class ContentsList {

  private static final String PERMISSIONS = "rwxrwxrwx";

  private final RestoreFolder target;

  ContentsList(RestoreFolder target) {
    this.target = target;
  }

  void tell(TarReader archive, Consumer<String> line) throws IOException, InterruptedException {
    for (Optional<TarEntry> entry = archive.next(); entry.isPresent(); entry = archive.next()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the archive was read");
      }
      line.accept(line(entry.get()));
    }
  }

  private String line(TarEntry entry) {
    Instant time = entry.modified().truncatedTo(ChronoUnit.SECONDS);
    return String.format(
        Locale.ROOT,
        "%s %12d %s %s%s",
        mode(entry),
        entry.size(),
        time,
        where(RestoreFolder.clean(entry.name())),
        link(entry));
  }

  private String where(String clean) {
    String root = RawNames.bytesOf(target.root());
    return RawNames.shown(root.endsWith("/") ? root + clean : root + "/" + clean);
  }

  private String link(TarEntry entry) {
    return switch (entry.type()) {
      case TarEntry.SYMBOLIC_LINK -> " -> " + RawNames.shown(entry.link());
      case TarEntry.HARD_LINK -> " is also " + where(RestoreFolder.clean(entry.link()));
      default -> "";
    };
  }

  private static String mode(TarEntry entry) {
    var mode = new StringBuilder();
    mode.append(
        switch (entry.type()) {
          case TarEntry.FILE, TarEntry.HARD_LINK -> '-';
          case TarEntry.FOLDER -> 'd';
          case TarEntry.SYMBOLIC_LINK -> 'l';
          default -> '?';
        });
    for (int bit = 0; bit < PERMISSIONS.length(); bit++) {
      boolean set = ((entry.mode() >> (8 - bit)) & 1) == 1;
      mode.append(set ? PERMISSIONS.charAt(bit) : '-');
    }
    return mode.toString();
  }
}
