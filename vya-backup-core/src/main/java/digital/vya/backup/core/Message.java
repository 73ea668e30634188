package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.api.RunStart;
import java.io.IOException;

/** What a notifier is to deliver. */
interface Message {

  <C extends Record> void by(Notifier<C> notifier, C config, Host host)
      throws IOException, InterruptedException;

  static Message of(RunStart run) {
    return new Message() {
      @Override
      public <C extends Record> void by(Notifier<C> notifier, C config, Host host)
          throws IOException, InterruptedException {
        notifier.begin(config, run, host);
      }
    };
  }

  static Message of(BackupReport report) {
    return new Message() {
      @Override
      public <C extends Record> void by(Notifier<C> notifier, C config, Host host)
          throws IOException, InterruptedException {
        notifier.send(config, report, host);
      }
    };
  }

  static Message of(RestoreReport report) {
    return new Message() {
      @Override
      public <C extends Record> void by(Notifier<C> notifier, C config, Host host)
          throws IOException, InterruptedException {
        notifier.send(config, report, host);
      }
    };
  }

  static Message of(Alert alert) {
    return new Message() {
      @Override
      public <C extends Record> void by(Notifier<C> notifier, C config, Host host)
          throws IOException, InterruptedException {
        notifier.send(config, alert, host);
      }
    };
  }
}
