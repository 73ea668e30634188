package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessToolsTest {

  private final ProcessTools tools = new ProcessTools();

  @TempDir Path folder;

  @Test
  void whatAToolPrintsArrives() throws Exception {
    assertThat(tools.read(tool("print", "printf nothing"))).isEqualTo("nothing");
    assertThat(
            tools.read(
                new Tool(
                    script("args", "printf '%s|' \"$@\""),
                    List.of("a b", "$(id)", "", "'\""),
                    java.util.Map.of(),
                    java.util.Map.of())))
        .isEqualTo("a b|$(id)||'\"|");
  }

  @Test
  void whatGoesThroughAToolArrives() throws Exception {
    byte[] input = new byte[3 << 20];
    new java.util.Random(7).nextBytes(input);
    var sink = new ByteArrayOutputStream();

    tools.pass(tool("through", "exec cat"), new ByteArrayInputStream(input), sink);

    assertThat(sink.toByteArray()).isEqualTo(input);
  }

  @Test
  void aSinkThatFailsEndsAToolThatIsStillFed() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };

    assertThatThrownBy(
            () ->
                tools.pass(
                    tool("through", "exec cat"), new ByteArrayInputStream(new byte[3 << 20]), full))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
  }

  @Test
  void anotherExitCodeThanZeroFailsWithTheLastWordsAndWithoutSecrets() throws Exception {
    Tool tool =
        tool("fail", "echo out; echo \"bad password $PGPASSWORD\" >&2; exit 3")
            .with("PGPASSWORD", new Secret("hunter2"));
    var sink = new ByteArrayOutputStream();

    assertThatThrownBy(() -> tools.dump(tool, sink))
        .isInstanceOfSatisfying(
            ToolFailedException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(3);
              assertThat(e.stderr()).isEqualTo("bad password ***");
            });
    assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo("out\n");
  }

  @Test
  void aLotOnStandardErrorDoesNotBlockAndOnlyItsEndIsKept() throws Exception {
    Tool tool = tool("noisy", "seq 1 200000 >&2; echo done >&2; exit 1");

    assertThatThrownBy(() -> tools.read(tool))
        .isInstanceOfSatisfying(
            ToolFailedException.class,
            e -> assertThat(e.stderr()).endsWith("200000\ndone").hasSizeLessThan(5000));
  }

  @Test
  void aMissingProgramSaysSo() {
    assertThatThrownBy(() -> tools.read(Tool.of(folder.resolve("absent"))))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("cannot run");
  }

  @Test
  void aSinkThatFailsKillsTheToolAndItsChildren() throws Exception {
    Path pids = folder.resolve("pids");
    Tool tool = tool("endless", "echo $$ > " + pids + "; yes & echo $! >> " + pids + "; wait");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };

    assertThatThrownBy(() -> tools.dump(tool, broken)).hasMessage("disk full");
    assertAllEnd(pids);
  }

  @Test
  void anInterruptKillsTheToolAndItsChildren() throws Exception {
    Path pids = folder.resolve("pids");
    Tool tool = tool("endless", "echo $$ > " + pids + "; yes & echo $! >> " + pids + "; wait");
    var running = new CountDownLatch(1);
    var call =
        new FutureTask<Void>(
            () -> {
              tools.dump(tool, signalling(running));
              return null;
            });
    var thread = new Thread(call);
    thread.start();
    running.await();
    thread.interrupt();

    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertAllEnd(pids);
  }

  @Test
  void aToolThatIgnoresTheRequestToEndIsKilled() throws Exception {
    Path pids = folder.resolve("pids");
    Tool tool = tool("deaf", "trap '' TERM; echo $$ > " + pids + "; while :; do echo y; done");
    var running = new CountDownLatch(1);
    var call =
        new FutureTask<Void>(
            () -> {
              tools.dump(tool, signalling(running));
              return null;
            });
    var thread = new Thread(call);
    thread.start();
    running.await();
    thread.interrupt();

    assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    assertAllEnd(pids);
  }

  @Test
  void aSourceThatCannotBeReadNeverLooksLikeItsEnd() throws Exception {
    Path result = folder.resolve("result");
    Tool tool = tool("restore", "cat > /dev/null; echo whole > " + result);
    InputStream half =
        new SequenceInputStream(
            new ByteArrayInputStream("half".getBytes(StandardCharsets.UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("connection reset");
              }
            });

    assertThatThrownBy(() -> tools.feed(tool, half)).hasMessage("connection reset");
    assertThat(result).doesNotExist();
  }

  @Test
  void aToolThatStopsReadingTellsItsOwnReason() throws Exception {
    byte[] more = new byte[1 << 22];

    assertThatThrownBy(
            () ->
                tools.feed(
                    tool("picky", "echo 'syntax error' >&2; exit 2"),
                    new ByteArrayInputStream(more)))
        .hasMessage("picky ended with exit code 2; it said: syntax error");
    assertThatThrownBy(() -> tools.feed(tool("lazy", "exit 0"), new ByteArrayInputStream(more)))
        .hasMessageContaining("stopped reading before the end");
  }

  @Test
  void aToolGetsAllOfItsInput() throws Exception {
    Path result = folder.resolve("result");

    tools.feed(
        tool("copy", "cat > " + result), new ByteArrayInputStream(new byte[] {1, 2, 3, 0, 5}));

    assertThat(result).hasBinaryContent(new byte[] {1, 2, 3, 0, 5});
  }

  @Test
  void toolsAreFoundInTheGivenFoldersBeforeThePath() throws IOException {
    Path own = script("sh", "exit 0");

    List<Path> found = tools.find("sh", List.of(folder));

    assertThat(found).hasSizeGreaterThan(1).first().isEqualTo(own);
    assertThat(tools.find("no-such-tool", List.of(folder.resolve("absent")))).isEmpty();
  }

  private static OutputStream signalling(CountDownLatch latch) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        latch.countDown();
      }
    };
  }

  private static void assertAllEnd(Path pids) throws Exception {
    for (String pid : Files.readAllLines(pids)) {
      var process = ProcessHandle.of(Long.parseLong(pid.strip()));
      if (process.isPresent()) {
        process.get().onExit().get();
      }
    }
  }

  private Tool tool(String name, String body) throws IOException {
    return Tool.of(script(name, body));
  }

  private Path script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
