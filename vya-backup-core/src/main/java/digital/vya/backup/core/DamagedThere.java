package digital.vya.backup.core;

import java.io.IOException;
import java.util.Set;

/** Hands on all backups of a storage, and notices which damaged ones are there no more. */
final class DamagedThere implements Catalog.Visitor {

  private final Figures figures;
  private final String destination;
  private final Catalog.Visitor next;
  private final Set<String> unseen;

  DamagedThere(Figures figures, String destination, Catalog.Visitor next) {
    this.figures = figures;
    this.destination = destination;
    this.next = next;
    this.unseen = figures.damaged(destination);
  }

  @Override
  public void backup(Manifest manifest) throws IOException, InterruptedException {
    unseen.remove(manifest.id());
    next.backup(manifest);
  }

  @Override
  public void broken(String key, String problem) throws IOException, InterruptedException {
    // It may be one of them.
    unseen.clear();
    next.broken(key, problem);
  }

  /** To be called when all were handed on. */
  void forgetOthers() {
    figures.gone(destination, unseen);
  }
}
