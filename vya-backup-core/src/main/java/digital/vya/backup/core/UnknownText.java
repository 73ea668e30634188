package digital.vya.backup.core;

import com.fasterxml.jackson.databind.node.TextNode;

/** Stands for a text that is not fetched, because nothing is to be reached, or cannot be. */
final class UnknownText extends TextNode {

  private static final long serialVersionUID = 1;

  UnknownText() {
    super("");
  }
}
