package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.bubblegram.Api;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.springframework.test.context.TestPropertySource;

/** Training jobs, watched and stopped. */
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:jobpage;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH")
class JobPageTest extends BrowsedPage {
    @Test
    void aJobIsPausedResumedAndCancelled() throws Exception {
        String id = queued();
        signIn(AccessCalls.FIRST);
        String job = "[data-job='" + id + "'] ";
        browser.awaitText(job + ".state", "queued");
        button(job, "Pause").click();
        browser.awaitText(job + ".state", "paused");
        assertThat(state(id)).isEqualTo("paused");
        button(job, "Resume").click();
        browser.awaitText(job + ".state", "queued");
        button(job, "Cancel").click();
        browser.driver().switchTo().alert().dismiss();
        assertThat(state(id)).isEqualTo("queued");
        button(job, "Cancel").click();
        browser.driver().switchTo().alert().accept();
        browser.awaitText(job + ".state", "cancelled");
        assertThat(state(id)).isEqualTo("cancelled");
        assertThat(browser.findAll(job + "button")).noneMatch(WebElement::isDisplayed);
    }

    private static WebElement button(String within, String text) {
        return browser.findAll(within + "button").stream()
                .filter(button -> button.getText().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private String state(String job) throws Exception {
        return Api.json(calls.get("/v1/training-jobs/" + job, AccessCalls.FIRST))
                .path("state")
                .asString();
    }

    @Test
    void whatOthersDoToAJobIsSeenWithoutReloading() throws Exception {
        String id = queued();
        signIn(AccessCalls.FIRST);
        browser.awaitText("[data-job='" + id + "'] .state", "queued");
        calls.send("POST", "/v1/training-jobs/" + id + "/cancel", AccessCalls.FIRST, "");
        browser.awaitText("[data-job='" + id + "'] .state", "cancelled");
    }
}
