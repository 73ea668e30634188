package digital.vya.backup.it.embedding;

import digital.vya.backup.api.BackupListener;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.core.VyaBackupBuilder;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

// docs: begin
@Configuration
@EnableScheduling
class SpringBackups {

  @Bean
  VyaBackup backups(@Value("${backup.config}") Path config, List<BackupListener> listeners) {
    VyaBackupBuilder builder =
        VyaBackup.builder()
            .registry(PluginRegistry.discover(getClass().getClassLoader()))
            .config(config);
    listeners.forEach(builder::listener);
    return builder.build();
  }

  @Bean
  NightlyBackup nightlyBackup(VyaBackup backups) {
    return new NightlyBackup(backups);
  }

  record NightlyBackup(VyaBackup backups) {

    @Scheduled(cron = "0 30 0 * * *", zone = "America/Sao_Paulo")
    void run() {
      backups.backup(BackupSelection.all());
    }
  }
}
// docs: end
