package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs a test class and tells which of its methods failed. */
final class Launched {

  private Launched() {}

  static Set<String> failuresOf(Class<?> test) {
    var listener = new SummaryGeneratingListener();
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build();
    LauncherFactory.create().execute(request, listener);
    assertThat(listener.getSummary().getTestsStartedCount()).as("tests that ran").isPositive();
    var failed = new TreeSet<String>();
    for (var failure : listener.getSummary().getFailures()) {
      failed.add(((MethodSource) failure.getTestIdentifier().getSource().get()).getMethodName());
    }
    return failed;
  }
}
