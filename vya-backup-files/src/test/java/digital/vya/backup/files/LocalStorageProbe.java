package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StorageSession;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HexFormat;

/** Stores one object and prints the keys there are, in hex: run in a JVM of its own. */
final class LocalStorageProbe {

  private LocalStorageProbe() {}

  public static void main(String[] arguments) throws Exception {
    var out =
        new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, UTF_8);
    String key =
        arguments[1].startsWith("hex:")
            ? new String(HexFormat.of().parseHex(arguments[1].substring(4)), UTF_8)
            : arguments[1];
    var config = LocalStorageConfig.of(Path.of(arguments[0]));
    try (StorageSession session = new LocalStorage().open(config, new Told())) {
      LocalStorageTest.put(session, key, "content");
      session.read(key).close();
      for (String listed : LocalStorageTest.keys(session, key)) {
        out.println(HexFormat.of().formatHex(listed.getBytes(UTF_8)));
      }
    } catch (BackupException e) {
      out.println(e.reason() + " " + e.getMessage());
    }
  }
}
