package org.bubblegram.monitoring;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** While traces are off, no ids of any are made: Spring Boot's switch ends their export, and log lines go on naming them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "bubblegram.tracing.enabled", havingValue = false, matchIfMissing = true)
class WithoutTraces {
    @Bean
    Tracer tracer() {
        return Tracer.NOOP;
    }

    @Bean
    Propagator propagator() {
        return Propagator.NOOP;
    }
}
