package digital.vya.backup.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Looks for secrets, however they are written, in files and in the arguments of all processes. It
 * shares no code with what takes them out.
 */
final class SecretHunt implements AutoCloseable {

  private static final int SHORTEST = 8;
  private static final long PAUSE_NANOS = 2_000_000;

  private final Map<String, String> forms = new LinkedHashMap<>();
  private final Set<String> found = new ConcurrentSkipListSet<>();
  private final Thread watching = new Thread(this::watch, "process-watch");
  private volatile boolean ended;

  SecretHunt(Map<String, String> secrets) {
    secrets.forEach(this::add);
  }

  private void add(String name, String secret) {
    String whole = secret.strip();
    put(name, whole);
    String encoded = URLEncoder.encode(whole, StandardCharsets.UTF_8);
    put(name + ", percent-encoded", encoded);
    put(name + ", percent-encoded with %20", encoded.replace("+", "%20"));
    String escaped = whole.replace("\\", "\\\\");
    put(name + ", in JSON", escaped.replace("\"", "\\\""));
    put(name + ", with backslashes", escaped.replace("'", "\\'"));
    put(name + ", in SQL", whole.replace("'", "''"));
    put(name + ", quoted for a shell", whole.replace("'", "'\\''"));
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    put(name + ", in hexadecimal", HexFormat.of().formatHex(bytes));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      put(name + ", in base64 at " + before, text.substring(before + 1, text.length() - 2));
    }
  }

  private void put(String name, String form) {
    if (form.length() < SHORTEST) {
      throw new IllegalArgumentException(name + " is too short to be looked for");
    }
    forms.putIfAbsent(form, name);
  }

  Map<String, String> forms() {
    return forms;
  }

  /** The forms that are in a text. */
  Set<String> in(String text) {
    var names = new TreeSet<String>();
    forms.forEach(
        (form, name) -> {
          if (text.contains(form)) {
            names.add(name);
          }
        });
    return names;
  }

  /** The files below a folder that hold a secret, and which. */
  Set<String> below(Path folder, Set<Path> knownTo) throws IOException {
    var names = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        in(file.toString()).forEach(name -> names.add("name of " + file + ": " + name));
        if (!knownTo.contains(file)) {
          in(utf8(file)).forEach(name -> names.add(file + ": " + name));
        }
      }
    }
    return names;
  }

  private static String utf8(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  void watchProcesses() {
    watching.setDaemon(true);
    watching.start();
  }

  private void watch() {
    while (!ended) {
      lookAtProcesses();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** The arguments that other users of the machine see now. */
  void lookAtProcesses() {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : (Iterable<Path>) processes::iterator) {
        if (Character.isDigit(process.getFileName().toString().charAt(0))) {
          in(arguments(process)).forEach(name -> found.add("arguments of a process: " + name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String arguments(Path process) {
    try {
      return utf8(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      // It ended meanwhile.
      return "";
    }
  }

  /** What was seen among the processes. */
  Set<String> found() {
    return found;
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    watching.join();
  }
}
