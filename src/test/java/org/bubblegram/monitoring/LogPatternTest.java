package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;

class LogPatternTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            '',  '',  ' INFO []'
            r-1, '',  ' INFO [r-1]'
            '',  j-1, ' INFO [j-1]'
            r-1, j-1, ' INFO [r-1 j-1]'
            """)
    void idsOfRequestAndJobStandApart(String request, String job, String expected) throws Exception {
        String pattern = String.valueOf(new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml"))
                .get(0)
                .getProperty("logging.pattern.level"));
        var layout = new PatternLayout();
        var context = new LoggerContext();
        layout.setContext(context);
        layout.setPattern(Objects.requireNonNull(pattern));
        layout.start();
        var event = new LoggingEvent("x", context.getLogger("x"), Level.INFO, "m", null, null);
        event.setMDCPropertyMap(Map.of("requestId", request, "jobId", job));

        assertThat(layout.doLayout(event)).isEqualTo(expected);
    }
}
