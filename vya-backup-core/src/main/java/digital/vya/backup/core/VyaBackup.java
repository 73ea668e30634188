package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Backs up, lists, verifies and restores.
 *
 * <pre>{@code
 * try (VyaBackup vya =
 *     VyaBackup.builder()
 *         .registry(PluginRegistry.discover(loader))
 *         .config(Path.of("vya-backup.json"))
 *         .build()) {
 *   BackupReport report = vya.backup(BackupSelection.all());
 * }
 * }</pre>
 *
 * <p>Safe for many threads. To cancel an operation interrupt the thread that called it: what it
 * started ends within seconds and leaves nothing that looks complete. Every method throws {@link
 * BackupException} for what a user can mend.
 */
public final class VyaBackup implements AutoCloseable {

  private final Environment first;
  private final AtomicReference<@Nullable Environment> unused;
  private final Supplier<Environment> later;

  /**
   * An instance of the facade.
   *
   * @param first what the first operation works with
   * @param later what each further one works with, so that a changed secret or setting counts
   */
  VyaBackup(Environment first, Supplier<Environment> later) {
    this.first = first;
    this.unused = new AtomicReference<>(first);
    this.later = later;
  }

  Environment environment() {
    Environment environment = unused.getAndSet(null);
    return environment == null ? later.get() : environment;
  }

  /** Begins the settings of a new one. */
  public static VyaBackupBuilder builder() {
    return new VyaBackupBuilder();
  }

  /**
   * Backs up what is selected. One failure does not stop the others: the report says how each
   * ended. If the calling thread is interrupted, what has not ended is reported as cancelled and
   * the thread stays interrupted.
   *
   * @throws BackupException if the selection means nothing that is configured
   */
  public BackupReport backup(BackupSelection selection) {
    String id = Ids.next(first.clock().instant());
    try {
      return operation(
          id,
          environment ->
              new AuditTrail(environment, id, "backup", AuditTrail.text(selection))
                  .during(
                      () -> new BackupRun(environment, id).backup(selection), AuditTrail.End::of));
    } catch (IOException e) {
      throw Failures.of("the run could not be ended properly", e);
    }
  }

  /** Its id is on all that is logged meanwhile, and nothing that is thrown shows a secret. */
  private <T, E extends Exception> T operation(String id, Operation<T, E> operation)
      throws IOException, E {
    try (RunMark mark = RunMark.begin(id, first.mask())) {
      return operation.in(environment());
    } catch (BackupException e) {
      throw MaskedFailure.of(e, first.mask());
    } catch (UncheckedIOException e) {
      throw MaskedFailure.of(
          Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)), first.mask());
    } catch (IOException e) {
      throw MaskedFailure.of(e, first.mask());
    }
  }

  /** What is done under an id of its own. */
  private interface Work<T> {
    T in(Environment environment, String id) throws IOException, InterruptedException;
  }

  private <T> T done(String trouble, Work<T> work) throws InterruptedException {
    String id = Ids.shortOne();
    try {
      return operation(id, environment -> work.in(environment, id));
    } catch (IOException e) {
      throw Failures.of(trouble, e);
    }
  }

  /** Tells what {@link #backup} would do now, and changes nothing. */
  public BackupPlan plan(BackupSelection selection) throws InterruptedException {
    return done("cannot plan", (environment, id) -> new Planning(environment).all(selection));
  }

  /**
   * The newest stored backups, newest first, once for every storage that holds them.
   *
   * @param unreadable is told of storages and manifests that cannot be read
   */
  public List<StoredBackup> backups(BackupQuery query, Consumer<String> unreadable)
      throws IOException, InterruptedException {
    return operation(
        Ids.shortOne(),
        environment ->
            new Listing(
                    environment, query, line -> unreadable.accept(environment.mask().text(line)))
                .everywhere());
  }

  /**
   * Reads stored backups again, decodes them to their end and compares the hashes; if ordered,
   * tries them by a restore into a scratch database. What is sound is noted in their manifests, in
   * every storage that holds them.
   *
   * @param sink takes one result after the other
   * @throws BackupException if there is nothing to verify
   */
  public void verify(VerifyOrder order, Consumer<VerifyResult> sink)
      throws IOException, InterruptedException {
    String id = Ids.shortOne();
    operation(id, environment -> Verifying.audited(environment, id, order, sink));
  }

  /**
   * Brings backups from one storage into another: checked while they are read, read again where
   * they are then, each a backup there once its manifest is. What is there already stays as it is.
   *
   * @param sink takes one result after the other
   * @throws BackupException if there is nothing to copy, or one of the storages cannot be used
   */
  public void copy(CopyOrder order, Consumer<CopyResult> sink)
      throws IOException, InterruptedException {
    String id = Ids.shortOne();
    operation(id, environment -> new CopyRun(environment, order, sink).audited(id));
  }

  /**
   * Restores.
   *
   * @param contents takes the lines of a dry run: what would be created, where the engine can tell
   * @throws BackupException if it is not restored as ordered, with reason {@link Reason#DATA} if
   *     the backup is damaged; once a restore began, a {@link RestoreFailedException}
   */
  public RestoreReport restore(RestoreOrder order, Consumer<String> contents)
      throws InterruptedException {
    return done(
        "cannot restore", (environment, id) -> Restoring.audited(environment, id, order, contents));
  }

  /** Restores. */
  public RestoreReport restore(RestoreOrder order) throws InterruptedException {
    return restore(order, line -> {});
  }

  /**
   * Brings back what a safe restore replaced; what is there now is kept in its turn.
   *
   * @param id which restore; where empty, the last one
   * @param endSessions whether those who use the target may be thrown out
   */
  public RestoreReport undo(Optional<String> id, boolean endSessions) throws InterruptedException {
    return done(
        "cannot undo",
        (environment, own) ->
            new AuditTrail(environment, own, "undo", id.orElse("the last restore"))
                .begin()
                .during(
                    () -> new Undoing(environment, own).undo(id, endSessions), AuditTrail.End::of));
  }

  /** What restores left beside their targets, the oldest first. */
  public List<KeptRestore> kept() {
    String own = Ids.shortOne();
    try {
      return operation(own, environment -> new Undoing(environment, own).kept());
    } catch (IOException e) {
      throw Failures.of("cannot read what restores left", e);
    }
  }

  /** Drops what a restore left beside its target: it can no longer be brought back. */
  public void discard(String id) throws InterruptedException {
    done(
        "cannot drop what restore " + id + " left",
        (environment, own) ->
            new AuditTrail(environment, own, "discard", "what restore " + id + " left")
                .begin()
                .during(
                    () -> {
                      new Undoing(environment, own).discard(id);
                      return id;
                    },
                    done -> AuditTrail.End.COMPLETE));
  }

  /**
   * Deletes the backups that no rule of {@code retention} keeps. Nothing is deleted where no rule
   * is configured, and of each database as many good backups stay as the floor says.
   *
   * @return what was done in each storage, or why nothing was
   * @throws BackupException with reason LOCKED if a run works on one of the instances
   */
  public List<CleanupResult> cleanup(CleanupOrder order) throws InterruptedException {
    return done(
        "cannot clean up", (environment, id) -> new Cleaning(environment).audited(id, order));
  }

  /**
   * Keeps a backup whatever the rules say, in every storage that holds it.
   *
   * @param why a line for those who find it later; empty to let it go again
   * @throws BackupException if there is no such backup
   */
  public void pin(String id, Optional<String> why) throws InterruptedException {
    done("cannot pin " + id, (environment, own) -> new Pinning(environment).pin(own, id, why));
  }

  /**
   * Says that a backup may be far smaller than those before it, as may all of its database till it.
   *
   * @throws BackupException if there is no such backup, or nothing to acknowledge
   */
  public void acknowledge(String id, String reason) throws InterruptedException {
    done("cannot acknowledge " + id, (some, own) -> new Acknowledging(some).note(own, id, reason));
  }

  /**
   * Plays the rules of an instance in a storage over nightly backups, and deletes nothing.
   *
   * @param failRate how many of them fail, from 0 to 1
   */
  public SimulatedRetention simulateRetention(
      String instance, String storage, int days, double failRate) {
    return new RetentionSimulation(environment()).run(instance, storage, days, failRate);
  }

  /** Makes a folder for those who have the backups and not this software. */
  public RecoveryKit recoveryKit(RecoveryKit.Order order) throws IOException, InterruptedException {
    String id = Ids.shortOne();
    return operation(id, environment -> new KitMaking(environment, order).audited(id));
  }

  /** Reaches every instance, storage and notifier, changes nothing and tells nobody. */
  public List<CheckResult> check() throws InterruptedException {
    return done("cannot check", (environment, id) -> new Checking(environment).run());
  }

  /** What is known of the backups, and when the next ones are due. */
  public Watch watch() {
    return new Watch(this::operation);
  }

  /** Knows the secrets of all operations so far. */
  public Mask mask() {
    return first.mask();
  }

  /** How this machine is configured. */
  public RunOptions options() {
    return first.options();
  }

  /** Ends the use of this object. Operations under way are not touched. */
  @Override
  public void close() {}
}
