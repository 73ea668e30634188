package digital.vya.backup.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, and who may start a process. */
final class ArrowsTest {

  private static final String BASE = "digital.vya.backup.";
  private static final String[] PLUGINS = {
    BASE + "age..",
    BASE + "archive..",
    BASE + "awssecrets..",
    BASE + "files..",
    BASE + "metrics..",
    BASE + "mysql..",
    BASE + "notify..",
    BASE + "postgres..",
    BASE + "s3..",
    BASE + "sqlite..",
    BASE + "vault.."
  };

  private final JavaClasses main =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("digital.vya.backup");

  @Test
  void theApiKnowsNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage(BASE + "api..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(BASE + "api..", "java..", "org.jspecify..")
        .check(main);
  }

  @Test
  void aPluginKnowsTheApiAndNoOtherModule() {
    for (String plugin : PLUGINS) {
      noClasses()
          .that()
          .resideInAPackage(plugin)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BASE + "core..", BASE + "launcher..", BASE + "testkit..")
          .check(main);
    }
    slices()
        .matching(
            BASE + "(age|archive|awssecrets|files|metrics|mysql|notify|postgres|s3|sqlite|vault)..")
        .should()
        .notDependOnEachOther()
        .check(main);
  }

  @Test
  void whatListensKnowsTheApiAlone() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "tracing..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("digital.vya.backup..")
                .and(not(resideInAPackage(BASE + "tracing..")))
                .and(not(resideInAPackage(BASE + "api.."))))
        .check(main);
  }

  @Test
  void whatReadsOldConfigurationsKnowsNoOtherModuleAndOnlyTheLauncherKnowsIt() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "legacy..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("digital.vya.backup..").and(not(resideInAPackage(BASE + "legacy.."))))
        .check(main);
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + "legacy..", BASE + "launcher..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + "legacy..")
        .check(main);
  }

  @Test
  void theCoreKnowsNoPlugin() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE + "core..", BASE + "launcher..", BASE + "testkit..")
        .and()
        // What a daemon answers Prometheus is made of the same figures.
        .doNotHaveSimpleName("DaemonFigures")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLUGINS)
        .check(main);
  }

  @Test
  void processesBelongToTheToolRunnerAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + "core..", BASE + "testkit..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(main);
    noClasses()
        .that()
        .resideInAPackage(BASE + "core..")
        .and()
        .doNotHaveSimpleName("RunningTool")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(main);
  }
}
