package org.bubblegram;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a test class once on H2 and once on PostgreSQL: what {@link MigratedDatabase#create} answers is of that kind. */
@ClassTemplate
@ExtendWith(OnEachDatabase.Databases.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OnEachDatabase {
    /** A run for each kind. */
    final class Databases implements ClassTemplateInvocationContextProvider {
        @Override
        public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<OneDatabase> provideClassTemplateInvocationContexts(ExtensionContext context) {
            return Arrays.stream(MigratedDatabase.Kind.values()).map(OneDatabase::new);
        }
    }

    /** The run on databases of a kind. */
    record OneDatabase(MigratedDatabase.Kind kind)
            implements ClassTemplateInvocationContext,
                    BeforeClassTemplateInvocationCallback,
                    AfterClassTemplateInvocationCallback {
        @Override
        public String getDisplayName(int invocation) {
            return kind.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) {
            MigratedDatabase.createFromNowOn(kind);
        }

        @Override
        public void afterClassTemplateInvocation(ExtensionContext context) {
            MigratedDatabase.createFromNowOn(MigratedDatabase.Kind.H2);
        }
    }
}
