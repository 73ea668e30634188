package digital.vya.backup.core;

import jakarta.validation.MessageInterpolator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** How a broken rule is told: in English, whatever the locale, and without the value. */
final class RuleTexts implements MessageInterpolator {

  private static final String STANDARD = "{jakarta.validation.constraints.";

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("AssertFalse", "must be false"),
          Map.entry("AssertTrue", "must be true"),
          Map.entry("Max", "must be at most {value}"),
          Map.entry("Min", "must be at least {value}"),
          Map.entry("Negative", "must be less than 0"),
          Map.entry("NegativeOrZero", "must be at most 0"),
          Map.entry("NotBlank", "must not be blank"),
          Map.entry("NotEmpty", "must not be empty"),
          Map.entry("NotNull", "is required"),
          Map.entry("Pattern", "must match {regexp}"),
          Map.entry("Positive", "must be more than 0"),
          Map.entry("PositiveOrZero", "must be at least 0"));

  private final MessageInterpolator parameters =
      new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false);

  @Override
  public String interpolate(String template, Context context) {
    return parameters.interpolate(ours(template, context), context, Locale.ENGLISH);
  }

  @Override
  public String interpolate(String template, Context context, Locale locale) {
    return interpolate(template, context);
  }

  private static String ours(String template, Context context) {
    if (!template.startsWith(STANDARD) || !template.endsWith(".message}")) {
      return template;
    }
    String rule = template.substring(STANDARD.length(), template.length() - ".message}".length());
    boolean required = rule.equals("NotBlank") || rule.equals("NotEmpty");
    if (required && context.getValidatedValue() == null) {
      return "is required";
    }
    return switch (rule) {
      case "Size" -> size(context);
      case "DecimalMax" -> attribute(context, "inclusive", true) + " {value}";
      case "DecimalMin" -> attribute(context, "inclusive", false) + " {value}";
      default -> Objects.requireNonNull(TEXTS.getOrDefault(rule, template));
    };
  }

  private static String size(Context context) {
    Map<String, Object> attributes = context.getConstraintDescriptor().getAttributes();
    String unit = context.getValidatedValue() instanceof CharSequence ? " characters" : " elements";
    if (Objects.equals(attributes.get("max"), Integer.MAX_VALUE)) {
      return Objects.equals(attributes.get("min"), 1)
          ? "must not be empty"
          : "must have at least {min}" + unit;
    }
    return Objects.equals(attributes.get("min"), 0)
        ? "must have at most {max}" + unit
        : "must have {min} to {max}" + unit;
  }

  private static String attribute(Context context, String name, boolean upper) {
    boolean inclusive =
        Boolean.TRUE.equals(context.getConstraintDescriptor().getAttributes().get(name));
    if (inclusive) {
      return upper ? "must be at most" : "must be at least";
    }
    return upper ? "must be less than" : "must be more than";
  }
}
