package digital.vya.backup.testkit.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ServerInfo;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders of JSON documents: each folder below the configured one is a database, each {@code
 * *.json} in it a document. A dump is one line for each document and a last one with their number.
 * Line breaks in a document, which JSON allows only between its parts, become spaces.
 */
public class JsonFolderDriver implements DbmsDriver<JsonFolderDriver.Config> {

  private static final String SUFFIX = ".json";
  private static final Pattern DOCUMENT =
      Pattern.compile("\\{\"name\":\"([^\"]*)\",\"document\":(.*)\\}", Pattern.DOTALL);

  /**
   * The settings.
   *
   * @param folder the folder whose folders are the databases
   */
  public record Config(Path folder) {
    /** A missing setting arrives as null. */
    public Config {
      Objects.requireNonNull(folder, "folder");
    }
  }

  @Override
  public String name() {
    return "json-folder";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public ServerInfo check(Config config, Host host) throws IOException {
    databases(config, host);
    return new ServerInfo("JSON folder", "", List.of());
  }

  @Override
  public List<String> databases(Config config, Host host) throws IOException {
    try (Stream<Path> folders = Files.list(existing(config.folder()))) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Override
  public String dumpName(Config config, String database) {
    return database + ".ndjson";
  }

  @Override
  public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    return dumpTelling(config, what, sink, document -> {}, host);
  }

  /** The one loop over documents, for whoever wants to look at them as they are written. */
  static DumpInfo dumpTelling(
      Config config, DumpRequest what, OutputStream sink, Consumer<String> documents, Host host)
      throws IOException, InterruptedException {
    Path source = existing(child(config.folder(), what.database()));
    var out = new BufferedWriter(new OutputStreamWriter(sink, UTF_8));
    long count = 0;
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        endIfInterrupted();
        Optional<String> document =
            file.toString().endsWith(SUFFIX) ? line(file, host) : Optional.empty();
        if (document.isPresent()) {
          out.write(document.get());
          documents.accept(document.get());
          count++;
        }
      }
    }
    out.write(end(count) + "\n");
    out.flush(); // and not close: the sink is the caller's
    return new DumpInfo("", "", Map.of());
  }

  private static Optional<String> line(Path file, Host host) throws IOException {
    String name = file.getFileName().toString();
    String plain = name.substring(0, name.length() - SUFFIX.length());
    try {
      String document = Files.readString(file).replace('\n', ' ');
      return Optional.of(
          "{\"name\":\"%s\",\"document\":%s}\n"
              .formatted(URLEncoder.encode(plain, UTF_8), document));
    } catch (NoSuchFileException e) {
      host.omit(file.toString(), "it vanished");
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw BackupException.data(file + " is not UTF-8; mend it or take it away");
    }
  }

  @Override
  public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    Path target = child(existing(config.folder()), into.targetDatabase());
    if (!into.replace() && holdsAnything(target)) {
      throw BackupException.configuration(
          target + " is not empty; restore to another target, or allow to replace it");
    }
    Path fresh = Files.createTempDirectory(config.folder(), ".restoring-");
    try {
      receive(dump, fresh);
      Path old = child(config.folder(), fresh.getFileName() + "-old");
      if (Files.exists(target)) {
        Files.move(target, old);
      }
      Files.move(fresh, target);
      delete(old);
    } finally {
      delete(fresh);
    }
  }

  /** Returns once the end mark was seen and no sooner: a dump that is cut off never counts. */
  private static void receive(InputStream dump, Path folder)
      throws IOException, InterruptedException {
    var in = new BufferedReader(new InputStreamReader(dump, UTF_8.newDecoder()));
    for (long count = 0; ; count++) {
      endIfInterrupted();
      String line = line(in);
      if (line.equals(end(count))) {
        return;
      }
      Matcher document = DOCUMENT.matcher(line);
      if (!document.matches()) {
        throw BackupException.data("line " + (count + 1) + " of the dump is damaged");
      }
      String name = URLDecoder.decode(document.group(1), UTF_8);
      Files.writeString(child(folder, name + SUFFIX), document.group(2));
    }
  }

  private static String line(BufferedReader in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw BackupException.data("the dump is cut off; restore another backup");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private static String end(long count) {
    return "{\"documents\":" + count + "}";
  }

  /** Names come from commands and dumps: none may lead to another folder. */
  static Path child(Path folder, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw BackupException.configuration("'" + name + "' is no name; give one without a folder");
    }
    return folder.resolve(name);
  }

  private static Path existing(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw BackupException.configuration(folder + " is not a folder; create it or correct it");
    }
    return folder;
  }

  static boolean holdsAnything(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void endIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
