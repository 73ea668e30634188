package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password lies in a file for no longer than a client needs to read it. */
final class OptionFileTest {

  private static final String DATABASE = "option_file";

  @TempDir Path folder;

  private final MysqlServer server = MysqlServer.shared("MARIADB_10_11");

  @AfterEach
  void drop() throws Exception {
    server.sql(
        "", "DROP DATABASE IF EXISTS " + DATABASE, "DROP DATABASE IF EXISTS option_file_again");
  }

  @Test
  void itIsGoneWhenTheFirstByteOfADumpArrives() throws Exception {
    make();
    var files = new ArrayList<List<Path>>();
    var sink =
        new OutputStream() {
          @Override
          public void write(int b) {
            files.add(optionFiles());
          }

          @Override
          public void write(byte[] buffer, int offset, int length) {
            files.add(optionFiles());
          }
        };
    try (var host = LocalHost.open(folder)) {
      new MysqlDriver().dump(server.config(), new DumpRequest(DATABASE), sink, host);
    }
    assertThat(files).isNotEmpty().allMatch(List::isEmpty);
  }

  @Test
  void itIsGoneInTheMiddleOfARestore() throws Exception {
    make();
    var dump = new ByteArrayOutputStream();
    var files = new ArrayList<List<Path>>();
    try (var host = LocalHost.open(folder)) {
      var driver = new MysqlDriver();
      driver.dump(server.config(), new DumpRequest(DATABASE), dump, host);
      InputStream source =
          new FilterInputStream(new ByteArrayInputStream(dump.toByteArray())) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
              files.add(optionFiles());
              return super.read(buffer, offset, length);
            }
          };
      driver.restore(
          server.config(),
          new RestoreRequest(DATABASE, Optional.of("option_file_again"), false, Map.of()),
          source,
          host);
    }
    assertThat(files.get(0)).as("at the beginning").hasSize(1);
    assertThat(files.get(files.size() - 1)).as("at the end").isEmpty();
  }

  private void make() throws Exception {
    drop();
    server.sql("", "CREATE DATABASE " + DATABASE);
    server.sql(DATABASE, "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, b LONGBLOB)");
    for (int n = 0; n < 4; n++) {
      server.sql(DATABASE, "INSERT INTO t (b) VALUES (REPEAT('x', 1000000))");
    }
  }

  private List<Path> optionFiles() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".cnf")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
