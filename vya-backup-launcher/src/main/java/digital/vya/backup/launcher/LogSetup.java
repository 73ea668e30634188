package digital.vya.backup.launcher;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets the log up before anything is logged: warnings on the console. Found by Logback, which would
 * else look for files of its own and then write all there is to standard output.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

  /** For Logback. */
  public LogSetup() {}

  @Override
  public ExecutionStatus configure(LoggerContext logger) {
    Logs.begin(logger);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
