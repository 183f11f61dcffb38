package io.camrelay.protocol;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rules of {@code protocol/SPEC.md} that a test proves. The build fails where a rule has
 * none; it reads the sources, so ids are written out as literals.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Covers {

  /** Ids such as {@code R-HDR-1}. */
  String[] value();
}
