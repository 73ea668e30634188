package digital.vya.backup.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;

/** Tells the constraints that records declare in JSON Schema, as far as it has words for them. */
final class RuleSchema {

  /** What JavaScript calls otherwise. */
  private static final String CONTROLS = "\\p{Cntrl}";

  private final ObjectNode schema;

  private RuleSchema(ObjectNode schema) {
    this.schema = schema;
  }

  /** Adds what the annotations say. */
  static void add(AnnotatedElement said, ObjectNode schema) {
    var rules = new RuleSchema(schema);
    for (Annotation one : said.getAnnotations()) {
      rules.add(one);
    }
    for (Pattern one : said.getAnnotationsByType(Pattern.class)) {
      rules.pattern(one.regexp().replace(CONTROLS, "\\x00-\\x1F\\x7F"));
    }
  }

  private void add(Annotation one) {
    if (one instanceof Min min) {
      schema.put("minimum", min.value());
    } else if (one instanceof Max max) {
      schema.put("maximum", max.value());
    } else if (one instanceof Positive) {
      schema.put("minimum", 1);
    } else if (one instanceof PositiveOrZero) {
      schema.put("minimum", 0);
    } else if (one instanceof Negative) {
      schema.put("maximum", -1);
    } else if (one instanceof NegativeOrZero) {
      schema.put("maximum", 0);
    } else if (one instanceof NotEmpty) {
      size(1, Integer.MAX_VALUE);
    } else if (one instanceof NotBlank) {
      pattern("[\\s\\S]*\\S[\\s\\S]*");
    } else if (one instanceof Size size) {
      size(size.min(), size.max());
    }
  }

  private void size(int min, int max) {
    String type = schema.path("type").toString();
    if (type.contains("string")) {
      pattern("[\\s\\S]{" + min + "," + (max == Integer.MAX_VALUE ? "" : max) + "}");
      return;
    }
    String unit = type.contains("array") ? "Items" : "Properties";
    if (min > 0) {
      schema.put("min" + unit, min);
    }
    if (max < Integer.MAX_VALUE) {
      schema.put("max" + unit, max);
    }
  }

  private void pattern(String pattern) {
    if (pattern.contains("\\p{")) {
      return;
    }
    if (schema.has("pattern")) {
      schema.withArray("allOf").addObject().put("pattern", ValueSchema.whole(pattern));
    } else {
      schema.put("pattern", ValueSchema.whole(pattern));
    }
  }
}
