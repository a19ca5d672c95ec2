package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bubblegram.Uploads;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.PublishedNetworks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Who signs in sees what the roles allow, and nobody's text is more than a text. */
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:signinpage;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH")
class SignInPageTest extends BrowsedPage {
    private static final String MARKUP =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    /** The same as a file may be called, and a key. */
    private static final String NAME = "<img src=x onerror=document.title='owned'>.png";

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void publishFroth() throws IOException {
        publish("froth", PublishedNetworks.servable());
    }

    @Test
    void aWrongKeyIsRefusedInWordsAndARightOneOpens() {
        assertThat(browser.seen("#key").getDomAttribute("type")).isEqualTo("password");
        assertThat(browser.find("#signed-in").isDisplayed()).isFalse();
        signIn("bgk_0123456789abcdef_wrong");
        browser.awaitText("#sign-in-problem", "This key does not open. It is unknown, has expired or was revoked.");
        assertThat(browser.find("#signed-in").isDisplayed()).isFalse();
        browser.find("#key").clear();
        signIn(AccessCalls.FIRST);
        assertThat(browser.seen("#caller").getText()).isEqualTo("bootstrap (predict, train, admin)");
        assertThat(browser.find("#sign-in").isDisplayed()).isFalse();
        assertThat(browser.find("#key").getDomProperty("value")).isEmpty();
        assertThat(browser.driver().getCurrentUrl()).doesNotContain("bgk_");
        browser.driver().navigate().refresh();
        browser.awaitText("#caller", "bootstrap");
    }

    @Test
    void aSmallRoleSeesNoMoreThanItMayUse() throws Exception {
        signIn(calls.key("predict"));
        assertThat(browser.seen("#predict").isDisplayed()).isTrue();
        for (String part : List.of("#jobs", "#datasets", "nav [data-role=train]")) {
            assertThat(browser.findAll(part)).isNotEmpty().noneMatch(WebElement::isDisplayed);
        }
    }

    @Test
    void whoSignsOutLeavesNothingBehind() throws Exception {
        signIn(AccessCalls.FIRST);
        predict(file("one.png", Uploads.picture(1)));
        browser.awaitText("#predict-status", "One photograph read");
        browser.find("#sign-out").click();
        browser.seen("#key");
        assertThat(browser.findAll("#results *, #models-list *, #jobs-list *, #datasets-list *"))
                .isEmpty();
        assertThat(browser.driver().manage().getCookies()).isEmpty();
        assertThat(browser.run("return fetch('/v1/models').then((answer) => answer.status)"))
                .isEqualTo(401L);
    }

    @Test
    void aSessionThatHasEndedLeadsBackToTheFormAndLosesNothing() throws Exception {
        String key = calls.key("predict"); // sees no jobs, which are asked for again and again
        signIn(key);
        predict(file("one.png", Uploads.picture(1)));
        browser.awaitText("#predict-status", "One photograph read");
        jdbc.sql("delete from access_session").update();
        submit();
        browser.awaitText("#sign-in-problem", "The session has ended. Sign in again to go on.");
        assertThat(browser.find("#results").isDisplayed()).isFalse();
        signIn(key);
        assertThat(browser.seen("#results .card h3").getText()).isEqualTo("one.png");
        submit();
        browser.awaitText("#predict-status", "One photograph read");
        assertThat(browser.find("#predict-problem").getText()).isEmpty();
    }

    private static ModelCard learnedFrom(String dataset) {
        ModelCard card = PublishedNetworks.card();
        return new ModelCard(
                card.bins(),
                card.basis(),
                card.activation(),
                card.pooling(),
                card.input(),
                card.backbone(),
                card.evaluation(),
                card.trainingHistogram(),
                new ModelCard.Source(dataset, "abc", 20),
                card.spec(),
                card.versions(),
                card.fingerprint(),
                card.novelty(),
                card.createdAt());
    }

    @Test
    void noTextIsMoreThanAText() throws Exception {
        publish("hostile", learnedFrom(MARKUP));
        jdbc.sql("""
                        update training_job set state = 'failed', error_code = 'hostile', error_message = ?,
                        finished_at = created_at where id = ?""").params(MARKUP, UUID.fromString(queued())).update();
        String key = calls.made(JsonMapper.shared().writeValueAsString(Map.of("name", NAME, "roles", List.of("train"))))
                .path("secret")
                .asString();
        signIn(key);
        browser.awaitText("#models-list", "hostile@1");
        browser.awaitText("#jobs-list", MARKUP);
        assertThat(browser.find("#models-list").getText()).contains(MARKUP);
        assertThat(browser.find("#caller").getText()).startsWith(NAME);
        predict(file(NAME, Uploads.picture(1)));
        browser.awaitText("#results", NAME);
        assertThat(browser.findAll("img[src=x], main script")).isEmpty();
        assertThat(browser.driver().getTitle()).isEqualTo("Bubblegram");
    }

    @Test
    void whatWouldMakeMarkupIsRefusedByTheBrowser() {
        signIn(AccessCalls.FIRST);
        assertThat(browser.run("try { document.body.innerHTML = '<b>'; return 'done'; } catch (e) { return e.name; }"))
                .isEqualTo("TypeError");
        assertThat(browser.run("return document.querySelector('b') === null")).isEqualTo(true);
        browser.driver().manage().logs().get(LogType.BROWSER); // the refusal that was wanted
    }

    @Test
    void aKeyThatMayAskNoMoreSaysWhenToTryAgain() throws Exception {
        signIn(calls.made("{\"name\": \"slow\", \"roles\": [\"predict\"], \"requestsPerMinute\": 1}")
                .path("secret")
                .asString());
        browser.awaitText("#models-list", "Rate limited: this key may ask 1 times a minute. Try again in ");
    }
}
