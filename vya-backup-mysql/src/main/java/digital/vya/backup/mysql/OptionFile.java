package digital.vya.backup.mysql;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.Secret;
import digital.vya.backup.mysql.MysqlConfig.Tls;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a client needs to connect, password included, in a file that only its owner can read. It
 * stands in for every other option file, and is gone once the client has shown that it read it, at
 * the latest when it is closed.
 */
final class OptionFile implements AutoCloseable {

  private static final int MORE_THAN_A_PIPE_HOLDS = 2 << 20;

  private final Path path;

  private OptionFile(Path path) {
    this.path = path;
  }

  static OptionFile write(MysqlConfig config, Flavour client, Host host) throws IOException {
    Path path = host.workDir().resolve(UUID.randomUUID() + ".cnf");
    var file = new OptionFile(path);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(path, options, owner)) {
      var bytes = ByteBuffer.wrap(content(config, client).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    return file;
  }

  /** The argument that makes a client read it; only the first argument may say so. */
  String argument() {
    return "--defaults-file=" + path;
  }

  /** Removes it; to be called when the client has read it. */
  void remove() {
    // What is left behind is removed with the work folder.
    path.toFile().delete();
  }

  /** A client's input that removes it as soon as the client must have begun to read. */
  InputStream removedBy(InputStream input) {
    return new FilterInputStream(input) {
      private long taken;

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (taken > MORE_THAN_A_PIPE_HOLDS) {
          remove();
          taken = Long.MIN_VALUE;
        }
        int count = super.read(buffer, offset, length);
        taken += Math.max(0, count);
        return count;
      }
    };
  }

  Path path() {
    return path;
  }

  static String content(MysqlConfig config, Flavour client) {
    var lines = new ArrayList<>(List.of("[client]"));
    if (config.socket() == null) {
      lines.add("protocol=tcp");
      lines.add("host=" + quoted(config.host()));
      lines.add("port=" + config.port());
    } else {
      lines.add("protocol=socket");
      lines.add("socket=" + quoted(config.socket().toString()));
    }
    lines.add("user=" + quoted(config.user()));
    // An empty one too: without the line the client may take one from the environment.
    lines.add(
        "password=" + quoted(PersonalOptions.password(config).map(Secret::reveal).orElse("")));
    lines.addAll(client == Flavour.MYSQL ? tlsOfMysql(config) : tlsOfMariadb(config));
    // Only for the client that feeds; a server may otherwise ask for any file of this machine.
    lines.add("[mysql]");
    lines.add("local-infile=0");
    lines.add("connect-timeout=" + Math.max(1, config.connectTimeout().toSeconds()));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> tlsOfMysql(MysqlConfig config) {
    var lines = new ArrayList<>(List.of("ssl-mode=" + config.tls()));
    addRootCert(config, lines);
    if (config.isLocal()) {
      lines.add("loose-get-server-public-key=1");
    }
    return lines;
  }

  /** MariaDB's clients verify all or nothing: {@code VERIFY_CA} becomes the stronger one. */
  private static List<String> tlsOfMariadb(MysqlConfig config) {
    boolean verify = config.tls().compareTo(Tls.VERIFY_CA) >= 0;
    var lines = new ArrayList<String>();
    if (config.tls() == Tls.DISABLED) {
      lines.add("skip-ssl");
    } else if (config.tls() != Tls.PREFERRED) {
      lines.add("ssl=1");
    }
    lines.add("ssl-verify-server-cert=" + (verify ? 1 : 0));
    addRootCert(config, lines);
    return lines;
  }

  private static void addRootCert(MysqlConfig config, List<String> lines) {
    if (config.tlsRootCert() != null && config.tls().compareTo(Tls.VERIFY_CA) >= 0) {
      lines.add("ssl-ca=" + quoted(config.tlsRootCert().toString()));
    }
  }

  /** In quotes, where neither {@code #} nor spaces mean anything, both flavours read alike. */
  private static String quoted(String value) {
    return '"'
        + value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + '"';
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
