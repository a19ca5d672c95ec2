package org.bubblegram.loss;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What callers are told of a loss; the rest of a {@link LossDescription} is read off the class. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Description {
    /** Per-sample loss in plain text, in the terms of {@link LossDescription#TERMS}. */
    String formula();

    /** When to choose it. */
    String when();

    /** Where it was published, empty where it is textbook. */
    String source() default "";

    /** What a parameter does. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Parameter {
        String value();
    }
}
