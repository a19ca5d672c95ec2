package org.bubblegram;

import java.time.Clock;
import org.bubblegram.engine.TensorEngine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Sets up native memory and threads, then starts the service. */
@SpringBootApplication
public class Bubblegram {
    public static void main(String[] args) {
        System.setProperty("h2.implicitRelativePath", "true"); // bubblegram.home may be relative
        if (Migration.isAllThatIsWanted(args)) {
            Migration.run(args);
            return;
        }
        TensorEngine.setUp();
        SpringApplication.run(Bubblegram.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
