package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Plugin;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that are given, and plugins that real jars bring. */
final class PluginRegistryTest {

  private static final String ARCHIVER = Archiver.class.getName();

  @TempDir Path folder;

  @Test
  void whatIsGivenIsFoundByKindAndName() {
    PluginRegistry registry = ConfigFakes.registry();

    assertThat(registry.driver("postgresql")).isPresent();
    assertThat(registry.archiver("zstd")).isPresent();
    assertThat(registry.storage("local")).isPresent();
    assertThat(registry.notifier("email")).isPresent();
    assertThat(registry.driver("zstd")).isEmpty();
    assertThat(registry.archiver("ZSTD")).isEmpty();
    assertThat(PluginRegistry.of().entries()).isEmpty();
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThat(ConfigFakes.registry().unknown(PluginKind.DBMS, "postgres"))
        .isEqualTo(
            "no dbms named postgres; did you mean postgresql? known: files, odd, postgresql");
    assertThat(PluginRegistry.of().unknown(PluginKind.STORAGE, "s3"))
        .isEqualTo("no storage named s3; none is there");
  }

  @Test
  void twoGivenPluginsOfOneNameAreRefused() {
    Plugin<?> one = new ConfigFakes.Stage("zstd");

    refused(
        () -> PluginRegistry.of(one, new ConfigFakes.Stage("zstd")),
        "two plugins of the kind archiver are named zstd");
    refused(
        () -> PluginRegistry.of(one).with(one), "two plugins of the kind archiver are named zstd");
  }

  @Test
  void aPluginThatBreaksTheRulesIsRefused() {
    for (String name : List.of("", "Zstd", "a_b", "-a", "a b")) {
      refused(
          () -> PluginRegistry.of(new ConfigFakes.Stage(name)),
          "a plugin's name is made of lower-case letters, digits and hyphens");
    }
    refused(
        () -> PluginRegistry.of(new ConfigFakes.Driver<>("mine", Greedy.class)),
        "has a setting stall_timeout, which belongs to the core in a dbms; its author must rename");
    refused(() -> PluginRegistry.of(new Neither()), "implements none of DbmsDriver, Archiver");
  }

  @Test
  void jarsBringPluginsWithTheirPlaceAndVersion() throws IOException {
    Path jar = jar("a.jar", Map.of(), source("one", "return \"lz\";"), "one.Lz # mine");

    try (URLClassLoader loader = loader(jar)) {
      PluginRegistry registry = PluginRegistry.discover(loader);

      assertThat(registry.archiver("lz")).isPresent();
      assertThat(registry.entries().stream().filter(entry -> entry.kind().equals("archiver")))
          .containsExactly(
              new PluginRegistry.Entry("archiver", "lz", "one.Lz", jar.toString(), "7.1"));
    }
  }

  @Test
  void onlyTheGivenLoaderIsAsked() throws IOException {
    Path jar = jar("a.jar", Map.of(), source("one", "return \"lz\";"), "one.Lz");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = loader(jar)) {
      thread.setContextClassLoader(loader);
      assertThat(PluginRegistry.discover(PluginRegistry.class.getClassLoader()).archiver("lz"))
          .isEmpty();
    } finally {
      thread.setContextClassLoader(before);
    }
    assertThatThrownBy(() -> PluginRegistry.discover(nullLoader()))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void twoFoundPluginsOfOneNameAreRefusedWithBothClassesAndJars() throws IOException {
    Path a = jar("a.jar", Map.of(), source("one", "return \"lz\";"), "one.Lz");
    Path b = jar("b.jar", Map.of(), source("two", "return \"lz\";"), "two.Lz");

    try (URLClassLoader loader = loader(a, b)) {
      refused(
          () -> PluginRegistry.discover(loader),
          "two plugins of the kind archiver are named lz: one.Lz in "
              + a
              + " and two.Lz in "
              + b
              + "; remove one of them");
    }
  }

  @Test
  void aGivenPluginWinsOverAFoundOne() throws IOException {
    Path jar = jar("a.jar", Map.of(), source("one", "return \"lz\";"), "one.Lz");
    Archiver<?> mine = new ConfigFakes.Stage("lz");

    try (URLClassLoader loader = loader(jar)) {
      PluginRegistry registry = PluginRegistry.discover(loader).with(mine);

      assertThat(registry.archiver("lz")).containsSame(mine);
      assertThat(registry.entries().stream().filter(entry -> entry.kind().equals("archiver")))
          .extracting(PluginRegistry.Entry::className)
          .containsExactly(ConfigFakes.Stage.class.getName());
    }
  }

  @Test
  void aClassThatIsNotThereIsAnErrorWithItsJar() throws IOException {
    Path good = jar("a b.jar", Map.of(), source("one", "return \"lz\";"), "one.Lz");
    Path bad = jar("bad+é.jar", Map.of(), source("two", "return \"l\";"), "two.Gone");

    try (URLClassLoader loader = loader(good, bad)) {
      refused(
          () -> PluginRegistry.discover(loader),
          "the archiver plugin two.Gone in " + bad + " cannot be loaded: ");
    }
  }

  @Test
  void aPluginWhoseLibraryIsMissingIsAnErrorWithItsJar() throws IOException {
    Map<String, String> base = Map.of("lib.Base", "package lib; public class Base {}");
    String source =
        source("one", "return \"lz\";").replace("class Lz", "class Lz extends lib.Base");
    Path jar = jar("a.jar", base, source, "one.Lz");

    try (URLClassLoader loader = loader(jar)) {
      refused(
          () -> PluginRegistry.discover(loader),
          "the archiver plugin one.Lz in "
              + jar
              + " cannot be loaded: java.lang.NoClassDefFoundError: lib/Base; remove it or install");
    }
  }

  @Test
  void aPluginWhoseConstructorFailsIsAnErrorWithItsJar() throws IOException {
    String source =
        source("one", "return \"lz\";")
            .replace("{ //", "{ public Lz() { throw new IllegalStateException(\"no luck\"); } //");
    Path jar = jar("a.jar", Map.of(), source, "one.Lz");

    try (URLClassLoader loader = loader(jar)) {
      refused(
          () -> PluginRegistry.discover(loader),
          "the archiver plugin one.Lz in "
              + jar
              + " cannot be loaded: java.lang.IllegalStateException: no luck");
    }
  }

  @Test
  void aClassThatIsNoPluginIsAnErrorWithItsJar() throws IOException {
    Path jar = jar("a.jar", Map.of(), "package one; public class Lz {}", "# comment\n\none.Lz");

    try (URLClassLoader loader = loader(jar)) {
      refused(
          () -> PluginRegistry.discover(loader),
          "the archiver plugin one.Lz in " + jar + " cannot be loaded: ");
    }
  }

  @Test
  void aPluginThatFailsWhenItIsAskedForItsNameIsAnErrorWithItsJar() throws IOException {
    Map<String, String> base =
        Map.of("lib.Base", "package lib; public class Base { public static String n; }");
    Path jar = jar("a.jar", base, source("one", "return lib.Base.n;"), "one.Lz");

    try (URLClassLoader loader = loader(jar)) {
      refused(
          () -> PluginRegistry.discover(loader),
          "one.Lz in "
              + jar
              + " does not fit this version or misses a library: java.lang.NoClassDefFoundError: lib/Base;");
    }
  }

  /** Compiles one archiver; {@code missing} is on its class path, but not in the jar. */
  private Path jar(String name, Map<String, String> missing, String source, String services)
      throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name + ".classes"));
    String className = source.replaceFirst("(?s)package (\\w+);.*", "$1") + ".Lz";
    List<Text> units = new ArrayList<>(List.of(new Text(className, source)));
    missing.forEach((other, text) -> units.add(new Text(other, text)));
    StringWriter out = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-proc:none",
            "-classpath",
            System.getProperty("java.class.path"));
    boolean ok =
        ToolProvider.getSystemJavaCompiler().getTask(out, null, null, options, null, units).call();
    assertThat(ok).as(out.toString()).isTrue();
    Path jar = folder.resolve(name);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "7.1");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(file, manifest)) {
      try (Stream<Path> made = Files.list(classes.resolve(className.replaceFirst("\\..*", "")))) {
        for (Path one : made.sorted().toList()) {
          to.putNextEntry(new ZipEntry(classes.relativize(one).toString()));
          Files.copy(one, to);
        }
      }
      to.putNextEntry(new ZipEntry("META-INF/services/" + ARCHIVER));
      to.write(services.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static String source(String packageName, String name) {
    return """
        package %s;
        import digital.vya.backup.api.*;
        import java.io.*;
        public class Lz implements Archiver<Lz.Config> { //
          public record Config() {}
          public String name() { %s }
          public Class<Config> configType() { return Config.class; }
          public String archiveName(Config c, String n) { return n; }
          public OutputStream archive(Config c, String n, OutputStream s, Host h) { return s; }
          public InputStream extract(Config c, InputStream a, Host h) { return a; }
          public boolean recognizes(byte[] head) { return false; }
        }
        """
        .formatted(packageName, name);
  }

  private static URLClassLoader loader(Path... jars) throws IOException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toUri().toURL();
    }
    return new URLClassLoader(urls, PluginRegistryTest.class.getClassLoader());
  }

  @SuppressWarnings("NullAway") // what a caller without null checks may pass
  private static ClassLoader nullLoader() {
    return null;
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessageContaining(message);
  }

  record Greedy(String host, String stallTimeout) {}

  /** A plugin of no kind. */
  static final class Neither implements Plugin<Greedy> {
    @Override
    public String name() {
      return "neither";
    }

    @Override
    public Class<Greedy> configType() {
      return Greedy.class;
    }
  }

  /** A source in memory. */
  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String className, String text) {
      super(
          URI.create("memory:///" + className.replace('.', '/') + ".java"),
          JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
