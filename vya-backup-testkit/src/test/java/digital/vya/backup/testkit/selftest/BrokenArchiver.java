package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.Host;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Further archivers that break one promise each. */
final class BrokenArchiver {

  private BrokenArchiver() {}

  static final class BadlyNamed extends FakeArchiver {
    @Override
    public String name() {
      return "Fake Gzip";
    }
  }

  static final class LosingItsExtension extends FakeArchiver {
    @Override
    public String archiveName(Config config, String name) {
      return name.startsWith("-") ? name : super.archiveName(config, name);
    }
  }

  /** Extracts into a file of the name that was archived, wherever that is. */
  static final class FollowingNames extends FakeArchiver {

    private String last = "";

    @Override
    public OutputStream archive(Config config, String name, OutputStream sink, Host host)
        throws IOException {
      last = name;
      return super.archive(config, name, sink, host);
    }

    @Override
    public InputStream extract(Config config, InputStream archive, Host host) throws IOException {
      // Nothing but the test's own folder may really be written to.
      if (last.endsWith("escaped")) {
        Files.write(host.workDir().resolve(last), new byte[1]);
      }
      return super.extract(config, archive, host);
    }
  }

  static final class YieldingWhatFollows extends FakeArchiver {

    private static final int HEADER = 10;
    private static final int TRAILER = 8;

    @Override
    public InputStream extract(Config config, InputStream archive, Host host) throws IOException {
      byte[] all = archive.readAllBytes();
      int end = all.length - following(all);
      var rest = new ByteArrayInputStream(all, end, all.length - end);
      var content = super.extract(config, new ByteArrayInputStream(all, 0, end), host);
      return new SequenceInputStream(content, rest) {
        @Override
        public void close() throws IOException {
          archive.close();
        }
      };
    }

    private static int following(byte[] all) {
      var inflater = new Inflater(true);
      try {
        inflater.setInput(all, HEADER, Math.max(0, all.length - HEADER));
        var nowhere = new byte[8192];
        int count;
        do {
          count = inflater.inflate(nowhere);
        } while (count > 0);
        return inflater.finished() ? Math.max(0, inflater.getRemaining() - TRAILER) : 0;
      } catch (DataFormatException | IndexOutOfBoundsException e) {
        return 0;
      } finally {
        inflater.end();
      }
    }
  }

  static final class RecognizingAnything extends FakeArchiver {
    @Override
    public boolean recognizes(byte[] head) {
      return true;
    }
  }

  static final class ChokingOnAShortHead extends FakeArchiver {
    @Override
    public boolean recognizes(byte[] head) {
      return head[2] == 8 && super.recognizes(head);
    }
  }

  static final class LeavingTheInputOpen extends FakeArchiver {
    @Override
    public InputStream extract(Config config, InputStream archive, Host host) throws IOException {
      var open =
          new FilterInputStream(archive) {
            @Override
            public void close() {
              // That is what is wrong with it.
            }
          };
      return super.extract(config, open, host);
    }
  }

  static final class SwallowingSinkFailures extends FakeArchiver {
    @Override
    public OutputStream archive(Config config, String name, OutputStream sink, Host host)
        throws IOException {
      var deaf =
          new FilterOutputStream(sink) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
              try {
                out.write(bytes, offset, length);
              } catch (IOException e) {
                // That is what is wrong with it.
              }
            }
          };
      return super.archive(config, name, deaf, host);
    }
  }

  static final class HoldingAllBack extends FakeArchiver {
    @Override
    public OutputStream archive(Config config, String name, OutputStream sink, Host host)
        throws IOException {
      var all = new ByteArrayOutputStream();
      return new FilterOutputStream(super.archive(config, name, all, host)) {

        private boolean closed;

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
          if (!closed) {
            closed = true;
            out.close();
            all.writeTo(sink);
            sink.close();
          }
        }
      };
    }
  }
}
