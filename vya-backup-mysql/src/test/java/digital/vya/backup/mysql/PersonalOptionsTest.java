package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersonalOptionsTest {

  @TempDir private Path folder;

  @Test
  void thePasswordIsReadAsTheServersOwnProgramsReadIt() throws Exception {
    says("[client]\npassword=plain\n", "plain");
    says("[ client ] # ours\n  password =  spaced out  # said so\n", "spaced out");
    says("[mysqldump]\npassword=\"p#ss \\\"quoted\\\" \\\\ ç\"\n", "p#ss \"quoted\" \\ ç");
    says("[client]\npassword='it''s\\s'\r\n", "it''s ");
    says(
        "[client]\npassword=first\n[mariadb-dump]\npassword=last\n[mysqld]\npassword=no\n", "last");
    says("[client]\nuser=bkp\npassword=mine\n", "mine");
    says("[client]\npassword=\n", "");
  }

  @Test
  void whatIsForOthersIsNotTaken() throws Exception {
    says("", null);
    says("password=of no group\n", null);
    says("[mysqld]\npassword=x\n", null);
    says("[client]\nuser=root\npassword=x\n", null);
    says("[client]\n#password=x\npasswords=x\n", null);
    assertThat(PersonalOptions.password(folder.resolve("absent"), "bkp")).isEmpty();
    Path open = Files.writeString(folder.resolve("open"), "[client]\npassword=x\n");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(PersonalOptions.password(open, "bkp")).isEmpty();
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertThatThrownBy(() -> PersonalOptions.password(folder, "bkp"))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aConfiguredPasswordGoesFirstEvenAnEmptyOne() {
    assertThat(PersonalOptions.password(MysqlConfig.of("h", 1, "u", new Secret(""))))
        .contains(new Secret(""));
  }

  private void says(String text, @Nullable String password) throws Exception {
    Path file = Files.writeString(folder.resolve(".my.cnf"), text);
    assertThat(PersonalOptions.password(file, "bkp"))
        .as(text)
        .isEqualTo(Optional.ofNullable(password));
  }
}
