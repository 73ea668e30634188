package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OldArgumentsTest {

  @Test
  void oldWordsBecomeTodaysCommands() {
    means("-b", "backup --all");
    means("-b -d", "backup --dry-run --all");
    means("-d -b", "backup --dry-run --all");
    means("-t", "test-connection");
    means("-r /x/a.sql", "restore --file /x/a.sql");
    means("-r /x/a.sql --target b", "restore --file /x/a.sql --target b");
    means("-r /x/a.sql -d", "restore --dry-run --file /x/a.sql");
    means("-c old.json -b", "-c old.json backup --all");
    means("--config old.json -b -d", "--config old.json backup --dry-run --all");
    means("--config=old.json -t", "--config=old.json test-connection");
    means("-b -c old.json --json", "backup --all -c old.json --json");
  }

  @Test
  void everythingElseStaysAsItIs() {
    for (String line :
        new String[] {"", "-d", "-c", "-c -b", "backup --all -d", "restore --file -b", "--help"}) {
      means(line, line);
    }
  }

  private static void means(String old, String today) {
    assertThat(
            String.join(
                " ", OldArguments.translated(old.isEmpty() ? new String[0] : old.split(" "))))
        .as(old)
        .isEqualTo(today);
  }
}
