package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.bubblegram.ServedApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.springframework.test.context.TestPropertySource;

/** The page of a service that is open to its own machine, used in a browser. */
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:openpage;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH")
class OpenPageTest extends ServedApi {
    @TempDir
    private static Path folder;

    @Test
    void nobodySignsInAndAForeignNameForThisMachineOpensNothing() {
        URI page = api.request("/").build().uri();
        try (Chromium browser = Chromium.start(folder, "--host-resolver-rules=MAP evil.example 127.0.0.1")) {
            browser.visit(page.toString());
            browser.awaitText("#datasets-list", "No data set yet.");
            browser.awaitText("#jobs-status", "No training job yet.");
            browser.awaitText("#models-list", "No model yet");
            assertThat(browser.find("#sign-in").isDisplayed()).isFalse();
            assertThat(browser.find("#sign-out").isDisplayed()).isFalse();
            browser.assertQuiet();

            browser.visit("http://evil.example:" + page.getPort() + "/");
            assertThat(browser.driver().findElement(By.tagName("body")).getText())
                    .contains("host_not_allowed");
            assertThat(browser.findAll("#sign-in")).isEmpty();
        }
    }
}
