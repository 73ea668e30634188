package digital.vya.backup.it.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.archive.ZstdArchiver;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.core.VyaBackupBuilder;
import digital.vya.backup.files.LocalStorage;
import digital.vya.backup.files.LocalStorageConfig;
import digital.vya.backup.sqlite.SqliteConfig;
import digital.vya.backup.sqlite.SqliteDriver;
import digital.vya.backup.tracing.TracingListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.provider.inmemory.InMemoryLockProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.listeners.JobListenerSupport;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

final class EmbeddersTest {

  @TempDir Path folder;

  @BeforeEach
  void database() throws Exception {
    Files.createDirectory(folder.resolve("store"));
    Path data = Files.createDirectory(folder.resolve("data"));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("app.db"));
        var statement = connection.createStatement()) {
      statement.execute("create table t(a)");
    }
  }

  private VyaBackupBuilder typed() {
    return VyaBackup.builder()
        .registry(PluginRegistry.of(new ZstdArchiver()))
        .stateDir(folder.resolve("state"))
        .storage("local", new LocalStorage(), LocalStorageConfig.of(folder.resolve("store")))
        .instance("app", new SqliteDriver(), new SqliteConfig(folder.resolve("data")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MicrometerListener",
        "SpringBackups",
        "QuartzBackup",
        "DbSchedulerBackup",
        "ShedLockBackup"
      })
  void theDocsShowWhatIsCompiledHere(String example) throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/digital/vya/backup/it/embedding/%s.java".formatted(example)));
    String shown =
        source.substring(
            source.indexOf("// docs: begin\n") + "// docs: begin\n".length(),
            source.indexOf("// docs: end"));
    assertThat(Files.readString(Path.of("../docs/embedding.md")))
        .contains("```java\n" + shown + "```");
  }

  @Test
  void micrometerCountsAndTimesEveryBackup() {
    var registry = new SimpleMeterRegistry();
    try (VyaBackup backups = typed().listener(new MicrometerListener(registry)).build()) {
      backups.backup(BackupSelection.all());
    }
    assertThat(registry.get("backup").tag("database", "app.db").tag("outcome", "complete").timer())
        .satisfies(timer -> assertThat(timer.count()).isEqualTo(1));
    assertThat(registry.get("backup.size").summary().totalAmount()).isPositive();
  }

  @Test
  void springMakesTheFacadeAndPlansTheNightlyRun() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("vya-backup.json"),
            """
            {"run": {"state_dir": "%1$s/state"},
             "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
             "instances": [{"id": "app", "dbms": "sqlite", "path": "%1$s/data"}]}
            """
                .formatted(folder));
    try (var context = new AnnotationConfigApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource("test", java.util.Map.of("backup.config", config.toString())));
      context.registerBean(
          MicrometerListener.class, () -> new MicrometerListener(new SimpleMeterRegistry()));
      context.register(SpringBackups.class);
      context.refresh();

      assertThat(context.getBean(VyaBackup.class).backup(BackupSelection.all()).outcome())
          .isEqualTo(Outcome.COMPLETE);
      assertThat(context.getBean(ScheduledAnnotationBeanPostProcessor.class).getScheduledTasks())
          .hasSize(1);
    }
  }

  @Test
  void quartzRunsABackup() throws Exception {
    var done = new CountDownLatch(1);
    var report = new AtomicReference<Object>();
    var settings = new Properties();
    settings.setProperty("org.quartz.scheduler.instanceName", "backups");
    settings.setProperty("org.quartz.threadPool.threadCount", "1");
    settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    var scheduler = new StdSchedulerFactory(settings).getScheduler();
    try (VyaBackup backups = typed().build()) {
      scheduler.getContext().put("backups", backups);
      scheduler
          .getListenerManager()
          .addJobListener(
              new JobListenerSupport() {
                @Override
                public String getName() {
                  return "test";
                }

                @Override
                public void jobWasExecuted(JobExecutionContext context, JobExecutionException e) {
                  report.set(context.getResult());
                  done.countDown();
                }
              });
      scheduler.scheduleJob(
          JobBuilder.newJob(QuartzBackup.class).build(),
          TriggerBuilder.newTrigger().startNow().build());
      scheduler.start();

      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(report.get())
          .isInstanceOfSatisfying(
              BackupReport.class, r -> assertThat(r.outcome()).isEqualTo(Outcome.COMPLETE));
    } finally {
      scheduler.shutdown(true);
    }
  }

  @Test
  void dbSchedulerRunsABackupOnOneOfTwoReplicas() throws Exception {
    DataSource database = h2();
    var done = new CountDownLatch(1);
    try (VyaBackup backups =
        typed()
            .listener(
                event -> {
                  if (event instanceof digital.vya.backup.api.BackupEvent.RunFinished) {
                    done.countDown();
                  }
                })
            .build()) {
      Scheduler one = DbSchedulerBackup.scheduler(database, backups);
      Scheduler two = DbSchedulerBackup.scheduler(database, backups);
      try {
        one.start();
        two.start();
        one.reschedule(
            com.github.kagkarlsson.scheduler.task.TaskInstanceId.of("nightly-backup", "recurring"),
            java.time.Instant.now());
        one.triggerCheckForDueExecutions();
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        one.stop();
        two.stop();
      }
    }
    try (var manifests = Files.walk(folder.resolve("store"))) {
      assertThat(manifests.filter(f -> f.toString().endsWith(".manifest.json"))).hasSize(1);
    }
  }

  private static DataSource h2() throws Exception {
    var database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:scheduler;DB_CLOSE_DELAY=-1");
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          create table scheduled_tasks (
            task_name varchar(100), task_instance varchar(100), task_data blob,
            execution_time timestamp with time zone, picked boolean, picked_by varchar(50),
            last_success timestamp with time zone, last_failure timestamp with time zone,
            consecutive_failures int, last_heartbeat timestamp with time zone, version bigint,
            priority int, primary key (task_name, task_instance))
          """);
    }
    return database;
  }

  @Test
  void shedLockLetsOneOfTwoReplicasRun() throws Throwable {
    var locks = new InMemoryLockProvider();
    try (VyaBackup backups = typed().build()) {
      assertThat(new ShedLockBackup(locks, backups).run().orElseThrow().outcome())
          .isEqualTo(Outcome.COMPLETE);
      assertThat(new ShedLockBackup(locks, backups).run()).isEmpty();
    }
  }

  @Test
  void aListenerMakesSpans() {
    try (VyaBackup backups = typed().listener(new TracingListener(OpenTelemetry.noop())).build()) {
      assertThat(backups.backup(BackupSelection.all()).outcome()).isEqualTo(Outcome.COMPLETE);
    }
  }
}
