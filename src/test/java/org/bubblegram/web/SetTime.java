package org.bubblegram.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bubblegram.jobs.SetClock;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** A service whose time stands still until the test moves it on. */
@TestConfiguration(proxyBeanMethods = false)
class SetTime {
    @Bean
    @Primary
    SetClock setClock() {
        return new SetClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
}
