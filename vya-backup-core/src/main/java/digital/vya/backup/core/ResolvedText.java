package digital.vya.backup.core;

import com.fasterxml.jackson.databind.node.TextNode;

/** A text that was not written into the configuration but came from where it points to. */
final class ResolvedText extends TextNode {

  private static final long serialVersionUID = 1;

  ResolvedText(String text) {
    super(text);
  }
}
