package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult.Omissions;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.TableFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about an artifact. It lies beside it as JSON and is written last: an artifact
 * without a manifest is not a backup. The format is described in {@code docs/manifest.md}.
 *
 * @param id the id of the backup
 * @param run the id of the run that made it
 * @param server the name of the machine it was made on
 * @param source what was backed up
 * @param started when the dump began
 * @param finished when the artifact was complete
 * @param zone the zone of the timestamp in the artifact's name
 * @param artifact the artifact as stored
 * @param dump the dump inside it
 * @param archive the names of the archive chain, first stage first
 * @param origin what the driver told about the dump
 * @param proof how far the backup is proven
 * @param omissions what of the source is not in it
 * @param fingerprints what each table held; empty if the engine cannot tell or was not asked
 * @param pin why somebody wants it to stay whatever the rules say; empty if nobody does
 * @param marks what was found about it since it was dumped, or while it was
 */
public record Manifest(
    String id,
    String run,
    String server,
    ArtifactSource source,
    Instant started,
    Instant finished,
    ZoneId zone,
    Content artifact,
    Content dump,
    List<String> archive,
    Origin origin,
    Proof proof,
    Omissions omissions,
    List<TableFingerprint> fingerprints,
    Optional<String> pin,
    Marks marks) {

  private static final int LONGEST_PROBLEM = 1000;

  /** Copies the lists. */
  public Manifest {
    archive = List.copyOf(archive);
    fingerprints = List.copyOf(fingerprints);
  }

  /**
   * A sequence of bytes.
   *
   * @param name an artifact's key, or a dump's file name
   * @param bytes its length
   * @param sha256 its SHA-256 in hexadecimal
   */
  public record Content(String name, long bytes, String sha256) {}

  /**
   * Where a dump comes from.
   *
   * @param serverVersion the version of the server, empty where there is none
   * @param toolVersion the tool and its version, empty where there is none
   * @param properties what the driver needs for a restore
   */
  public record Origin(String serverVersion, String toolVersion, Map<String, String> properties) {

    /** Copies the map. */
    public Origin {
      properties = Map.copyOf(properties);
    }
  }

  /**
   * How far a backup is proven.
   *
   * @param evidence the level
   * @param at when it was last shown to hold
   * @param recovery how long the last restore drill took, from the first stored byte read to the
   *     restored copy compared; empty if there was none
   */
  public record Proof(Evidence evidence, Instant at, Optional<Duration> recovery) {

    /** The same level or a stronger one, shown now; what was shown before is not forgotten. */
    Proof raised(Evidence shown, Instant now) {
      return new Proof(evidence.atLeast(shown) ? evidence : shown, now, recovery);
    }

    /** A restore drill ended well now. */
    Proof drilled(Evidence shown, Instant now, Duration took) {
      return new Proof(evidence.atLeast(shown) ? evidence : shown, now, Optional.of(took));
    }
  }

  /**
   * What speaks against a backup.
   *
   * @param damage what is wrong with this copy of it; empty if nothing is known to be
   * @param shrink how much smaller it is than those before it; empty if it is not
   */
  public record Marks(Optional<Damage> damage, Optional<Shrink> shrink) {

    static final Marks NONE = new Marks(Optional.empty(), Optional.empty());
  }

  /**
   * A copy that cannot be restored as it was.
   *
   * @param at when that was found first
   * @param problem what is wrong
   * @param byRestore whether a restore drill found it, of which reading the bytes tells nothing
   */
  public record Damage(Instant at, String problem, boolean byRestore) {}

  /** Whether this copy is known to be damaged. */
  public boolean damaged() {
    return marks.damage().isPresent();
  }

  /** Whether it is far smaller than those before it, and nobody said yet that this is right. */
  public boolean shrunk() {
    return marks.shrink().filter(s -> s.acknowledged().isEmpty()).isPresent();
  }

  /** Whether it is as whole as a backup can be told to be: only such a one replaces others. */
  boolean good() {
    return omissions.count() == 0 && !damaged() && !shrunk();
  }

  Manifest with(Proof newProof) {
    return copy(newProof, pin, marks);
  }

  Manifest pinned(Optional<String> newPin) {
    return copy(proof, newPin, marks);
  }

  Manifest marked(Marks newMarks) {
    return copy(proof, pin, newMarks);
  }

  /**
   * This copy was read again, and is not what was written.
   *
   * @param problem of which one line is kept
   * @param byRestore or it was restored, and came out as something else
   */
  Manifest damaged(Instant now, String problem, boolean byRestore) {
    Instant first = marks.damage().map(Damage::at).orElse(now);
    String line = problem.replaceAll("\\p{Cntrl}+", " ");
    String kept = line.substring(0, Math.min(line.length(), LONGEST_PROBLEM));
    var damage = new Damage(first, kept, byRestore || damagedByRestore());
    return copy(
        new Proof(Evidence.STORED, now, proof.recovery()),
        pin,
        new Marks(Optional.of(damage), marks.shrink()));
  }

  /** This copy was tried now; what is known of it stays. */
  Manifest tried(Instant now) {
    return with(new Proof(proof.evidence(), now, proof.recovery()));
  }

  /**
   * Whether a restore drill has shown that it is damaged: only another one shows that it is not.
   */
  boolean damagedByRestore() {
    return marks.damage().filter(Damage::byRestore).isPresent();
  }

  /** This copy was read again, and is what was written. */
  Manifest sound(Proof shown) {
    return copy(shown, pin, new Marks(Optional.empty(), marks.shrink()));
  }

  Manifest shrunk(Optional<Shrink> shrink) {
    return copy(proof, pin, new Marks(marks.damage(), shrink));
  }

  private Manifest copy(Proof newProof, Optional<String> newPin, Marks newMarks) {
    return new Manifest(
        id,
        run,
        server,
        source,
        started,
        finished,
        zone,
        artifact,
        dump,
        archive,
        origin,
        newProof,
        omissions,
        fingerprints,
        newPin,
        newMarks);
  }
}
