package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.lang.reflect.Constructor;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.jspecify.annotations.Nullable;

/** Checks the constraints that records declare. */
final class RecordRules {

  private RecordRules() {}

  /**
   * A broken rule.
   *
   * @param component the record's component that breaks it, or empty for the whole record
   * @param path the setting, from the record on
   * @param message what must be
   */
  record Violation(String component, String path, String message) {}

  /** What is wrong with a record, sorted by path. */
  static List<Violation> violations(Record made) {
    return ask(made.getClass(), () -> Lazy.VALIDATOR.validate(made));
  }

  /** What would be wrong with a record that these values make. */
  static <R extends Record> List<Violation> violations(
      Constructor<R> constructor, @Nullable Object[] values) {
    return ask(
        constructor.getDeclaringClass(),
        () -> Lazy.VALIDATOR.forExecutables().validateConstructorParameters(constructor, values));
  }

  private static <R> List<Violation> ask(Class<?> type, Question<R> question) {
    try {
      return question.ask().stream()
          .map(RecordRules::violation)
          .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::message))
          .toList();
    } catch (ValidationException e) {
      throw new BackupException(
          Reason.BUG,
          "the settings record %s declares a rule that cannot be checked: %s"
              .formatted(PluginFacts.describe(type), Shown.text(String.valueOf(e.getMessage()))),
          e);
    }
  }

  private static Violation violation(ConstraintViolation<?> violation) {
    StringBuilder path = new StringBuilder();
    String component = "";
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getIndex() != null) {
        path.append('[').append(node.getIndex()).append(']');
      } else if (node.getKey() != null) {
        path.append('.').append(Shown.name(node.getKey().toString()));
      }
      if (node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.PARAMETER) {
        component = component.isEmpty() ? node.getName() : component;
        path.append(path.isEmpty() ? "" : ".").append(SnakeCase.of(node.getName()));
      }
    }
    return new Violation(component, path.toString(), Shown.text(violation.getMessage()));
  }

  /** Started when first used, and only with what is used: a command must not wait for it. */
  private static final class Lazy {
    static final Validator VALIDATOR = start();

    private static Validator start() {
      HibernateValidatorConfiguration configuration =
          Validation.byProvider(HibernateValidator.class).configure();
      ConstraintMapping secrets = configuration.createConstraintMapping();
      secrets
          .constraintDefinition(NotBlank.class)
          .validatedBy(NotBlankSecret.class)
          .constraintDefinition(NotEmpty.class)
          .validatedBy(NotEmptySecret.class);
      return configuration
          .ignoreXmlConfiguration()
          .failFast(false)
          .messageInterpolator(new RuleTexts())
          .addMapping(secrets)
          .buildValidatorFactory()
          .getValidator();
    }
  }

  /** Something that yields violations. */
  @FunctionalInterface
  private interface Question<R> {
    Collection<ConstraintViolation<R>> ask();
  }

  /** Lets a secret be {@link NotBlank}; public, because it is made by reflection. */
  public static final class NotBlankSecret implements ConstraintValidator<NotBlank, Secret> {
    @Override
    public boolean isValid(@Nullable Secret secret, ConstraintValidatorContext context) {
      return secret != null && !secret.reveal().isBlank();
    }
  }

  /** Lets a secret be {@link NotEmpty}; public, because it is made by reflection. */
  public static final class NotEmptySecret implements ConstraintValidator<NotEmpty, Secret> {
    @Override
    public boolean isValid(@Nullable Secret secret, ConstraintValidatorContext context) {
      return secret != null && !secret.reveal().isEmpty();
    }
  }
}
