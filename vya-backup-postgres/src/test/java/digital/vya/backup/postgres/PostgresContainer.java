package digital.vya.backup.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.IntStream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A server in a container, for versions that are not on this machine. Its client programs are the
 * oldest here that fit. Testcontainers removes it when the JVM has ended.
 */
final class PostgresContainer {

  private static final int PORT = 5432;
  private static final int NEWEST = 40;

  private PostgresContainer() {}

  /** Whether Docker answers; not where Testcontainers is missing, as for users of the test-jar. */
  static boolean canStart() {
    try {
      Class.forName("org.testcontainers.DockerClientFactory");
    } catch (ClassNotFoundException e) {
      return false;
    }
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @SuppressWarnings("resource") // It lives as long as the JVM.
  static PostgresServer start(int major) throws IOException {
    int tools =
        IntStream.range(major, NEWEST)
            .filter(PostgresBinaries::areHere)
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "PostgreSQL %d runs in a container, but no pg_dump here can dump it; install"
                                .formatted(major)
                            + " postgresql-%d or newer, or run bin/test-servers".formatted(major)));
    var container =
        new GenericContainer<>("postgres:" + major)
            .withEnv("POSTGRES_PASSWORD", PostgresServer.PASSWORD)
            .withEnv("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C.UTF-8")
            .withExposedPorts(PORT)
            // The image starts it once to prepare, and then for good.
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\n", 2));
    container.start();
    return new PostgresServer(
        PostgresBinaries.of(tools),
        Files.createTempDirectory("vya-pg"),
        container.getHost(),
        container.getMappedPort(PORT));
  }
}
