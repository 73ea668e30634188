package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.RestoreReport;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** When somebody wants to be told; some have two names. */
enum Occasion {
  /** All is well. */
  SUCCESS,
  /** Not all is well, be it in part. */
  FAILURE,
  /** Something is stored and something is not. */
  PARTIAL,
  /** All is well that was not the last time. */
  RECOVERED,
  /** A backup that was due did not come. */
  OVERDUE,
  /** A backup that was good is so no more. */
  DAMAGED,
  /** A run begins. */
  STARTED,
  /** Whatever happens. */
  ALWAYS,
  /** As it was once called. */
  COMPLETE,
  /** As it was once called. */
  FAILED;

  /** All there is to be told, each by one name. */
  static Set<Occasion> all() {
    return EnumSet.range(SUCCESS, STARTED);
  }

  /** What is meant by what was written. */
  static Set<Occasion> meant(Collection<Occasion> written) {
    if (written.contains(ALWAYS)) {
      return all();
    }
    Set<Occasion> meant = EnumSet.noneOf(Occasion.class);
    for (Occasion one : written) {
      meant.add(one == COMPLETE ? SUCCESS : one == FAILED ? FAILURE : one);
    }
    return meant;
  }

  static Set<Occasion> of(BackupReport report) {
    return switch (report.outcome()) {
      case COMPLETE -> report.recovered() ? EnumSet.of(SUCCESS, RECOVERED) : EnumSet.of(SUCCESS);
      // Who asks for failures wants to know of the one database that is not backed up.
      case PARTIAL -> EnumSet.of(PARTIAL, FAILURE);
      case FAILED -> EnumSet.of(FAILURE);
    };
  }

  static Set<Occasion> of(RestoreReport report) {
    return EnumSet.of(report.ok() ? SUCCESS : FAILURE);
  }

  static Set<Occasion> of(Alert alert) {
    return EnumSet.of(
        switch (alert.kind()) {
          case OVERDUE -> OVERDUE;
          case DAMAGED -> DAMAGED;
        });
  }
}
