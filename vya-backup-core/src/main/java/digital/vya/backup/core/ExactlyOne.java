package digital.vya.backup.core;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of these keys of a section exactly one is said. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface ExactlyOne {

  /** The keys. */
  String[] value();
}
