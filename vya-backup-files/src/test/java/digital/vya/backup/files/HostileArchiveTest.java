package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that somebody else has made, for the harm of who restores them. */
final class HostileArchiveTest {

  private final Told host = new Told();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");
  @TempDir Path folder;
  private Path target;
  private Path outside;

  @BeforeEach
  void folders() throws IOException {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    target = Files.createDirectory(folder.resolve("target"));
    outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("victim"), "mine");
  }

  private void file(String name, String content) throws IOException {
    var entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }

  private void link(byte type, String name, String to) throws IOException {
    var entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(to);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private void restore(byte[] archive, boolean replace) throws Exception {
    var config = new FilesConfig(Map.of("set", new FileSet(List.of("/x"), List.of())));
    var into = new RestoreRequest("set", Optional.of(target.toString()), replace, Map.of());
    new FilesDriver().restore(config, into, new ByteArrayInputStream(archive), host);
  }

  private void assertRefused() throws Exception {
    tar.finish();
    for (boolean replace : List.of(true, false)) {
      assertThatThrownBy(() -> restore(bytes.toByteArray(), replace))
          .isInstanceOf(BackupException.class);
      assertUnharmed();
    }
  }

  private void assertUnharmed() throws IOException {
    assertThat(outside.resolve("victim")).hasContent("mine");
    assertThat(outside.toFile().list()).containsExactly("victim");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("target", "outside");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/new",
        "a/../../outside/new",
        "/etc/vya-never",
        "..",
        "./../outside/victim",
        "a/..",
        "//etc/vya-never"
      })
  void aNameThatLeadsOutIsRefused(String name) throws Exception {
    file(name, "evil");
    assertRefused();
    assertThat(Path.of("/etc/vya-never")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "ABSOLUTE", "."})
  void nothingIsWrittenThroughALinkOfTheArchive(String to) throws Exception {
    link(TarConstants.LF_SYMLINK, "way", to.equals("ABSOLUTE") ? outside.toString() : to);
    file("way/new", "evil");
    assertRefused();
  }

  @Test
  void aFileThatTakesTheNameOfALinkReplacesTheLink() throws Exception {
    link(TarConstants.LF_SYMLINK, "x", outside + "/victim");
    file("x", "harmless");
    tar.finish();
    restore(bytes.toByteArray(), true);
    assertUnharmed();
    assertThat(Files.isSymbolicLink(target.resolve("x"))).isFalse();
    assertThat(target.resolve("x")).hasContent("harmless");
  }

  @Test
  void aFolderThatTakesTheNameOfALinkIsRefused() throws Exception {
    link(TarConstants.LF_SYMLINK, "x", outside.toString());
    tar.putArchiveEntry(new TarArchiveEntry("x/", true));
    tar.closeArchiveEntry();
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside/victim", "ABSOLUTE", "way/victim", "absent", "a/../b", ""})
  void aHardLinkThatLeadsOutIsRefused(String to) throws Exception {
    link(TarConstants.LF_SYMLINK, "way", "../outside");
    link(TarConstants.LF_LINK, "x", to.equals("ABSOLUTE") ? outside.resolve("victim") + "" : to);
    assertRefused();
  }

  @Test
  void aFileIsNotWrittenThroughAFurtherNameOfAnother() throws Exception {
    file("a", "first");
    link(TarConstants.LF_LINK, "b", "a");
    file("b", "second");
    tar.finish();
    restore(bytes.toByteArray(), true);
    assertThat(target.resolve("a")).hasContent("first");
    assertThat(target.resolve("b")).hasContent("second");
  }

  @Test
  void aLinkThatWasThereBeforeIsNotFollowed() throws Exception {
    Files.createSymbolicLink(target.resolve("old"), outside);
    file("old/new", "evil");
    assertRefused();
  }

  @Test
  void aFolderIsNotReplacedByAFile() throws Exception {
    Files.createDirectories(target.resolve("d/e"));
    file("d", "evil");
    assertRefused();
    assertThat(target.resolve("d/e")).isDirectory();
  }

  @Test
  void devicesAreNotMade() throws Exception {
    var device = new TarArchiveEntry("null", TarConstants.LF_CHR, true);
    device.setDevMajor(1);
    device.setDevMinor(3);
    tar.putArchiveEntry(device);
    tar.closeArchiveEntry();
    file("after", "x");
    tar.finish();
    restore(bytes.toByteArray(), false);
    assertThat(target.toFile().list()).containsExactly("after");
    assertThat(host.warnings).singleElement().asString().contains("null");
  }

  @Test
  void aHeaderThatClaimsToBeHugeIsRefused() throws Exception {
    file("a", "x");
    tar.finish();
    byte[] huge = bytes.toByteArray();
    huge[156] = 'x';
    System.arraycopy("77777777777".getBytes(UTF_8), 0, huge, 124, 11);
    byte[] head = java.util.Arrays.copyOf(huge, 512);
    System.arraycopy(
        String.format("%06o\0 ", TarChecksum.of(head)).getBytes(UTF_8), 0, huge, 148, 8);
    assertThatThrownBy(() -> restore(huge, false))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void whateverIsAlteredNothingIsHarmedAndNothingButATellingExceptionIsThrown() throws Exception {
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    file("d/" + "n".repeat(150), "x".repeat(700));
    link(TarConstants.LF_SYMLINK, "l", "../outside");
    link(TarConstants.LF_LINK, "h", "d/" + "n".repeat(150));
    tar.finish();
    byte[] whole = bytes.toByteArray();
    var random = new Random(42);
    for (int round = 0; round < 3000; round++) {
      byte[] altered = whole.clone();
      int blocks = 8;
      for (int change = 0; change < 3; change++) {
        altered[random.nextInt(blocks * 512)] = (byte) random.nextInt(256);
      }
      for (int block = 0; block < blocks; block++) {
        // Let the checksum not be what saves us.
        byte[] head = java.util.Arrays.copyOfRange(altered, block * 512, block * 512 + 512);
        if (new String(head, 257, 5, UTF_8).equals("ustar")) {
          byte[] sum = String.format("%06o\0 ", TarChecksum.of(head)).getBytes(UTF_8);
          System.arraycopy(sum, 0, altered, block * 512 + 148, 8);
        }
      }
      try {
        restore(altered, true);
      } catch (BackupException | IOException e) {
        assertThat(e.getMessage()).contains("entries are restored");
      }
    }
    assertUnharmed();
  }
}
