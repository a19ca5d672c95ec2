package org.bubblegram;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Brings the tables of the database up to date and ends, for what runs before the service and has no probes that could
 * end it half way. The service does the same at its start, which then finds nothing to do.
 */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
final class Migration {
    private Migration() {}

    /** Whether {@code bubblegram.migrate-only} is true, by argument, system property or environment variable. */
    static boolean isAllThatIsWanted(String... args) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment)
                .bind("bubblegram.migrate-only", Boolean.class)
                .orElse(false);
    }

    /** Throws if the database cannot be reached or a step fails. */
    static void run(String... args) {
        new SpringApplicationBuilder(Migration.class)
                .web(WebApplicationType.NONE)
                .run(args)
                .close();
    }
}
