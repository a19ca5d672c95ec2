package org.bubblegram.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.bubblegram.Uploads;
import org.bubblegram.registry.PublishedNetworks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.springframework.test.context.TestPropertySource;

/** Photographs in, bars and numbers out. */
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:photographpage;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH")
class PhotographPageTest extends BrowsedPage {
    @BeforeEach
    void signedIn() throws IOException {
        publish("froth", PublishedNetworks.servable());
        publish("strict", PublishedNetworks.tellingNovelty());
        signIn(AccessCalls.FIRST);
    }

    @Test
    void aPhotographGivesBarsAndNumbers() throws Exception {
        predict(file("one.png", Uploads.picture(1)));
        browser.awaitText("#predict-status", "One photograph read by froth@1.");
        assertThat(browser.findAll("#results .card")).hasSize(1);
        assertThat(browser.findAll("#results .bar")).hasSize(2).allMatch(WebElement::isDisplayed);
        assertThat(browser.find("#results .chart").getText()).contains("0–10", "10+", "size in mm, share by number");
        assertThat(browser.find("#results .statistics").getText()).contains("D10", "D50", "D90", "D32", "Span", " mm");
        browser.await(
                "the photograph is shown",
                () -> browser.run("return document.querySelector('#results img').naturalWidth")
                        .equals(64L));
    }

    @Test
    void aPhotographUnlikeThoseLearnedFromIsCalledSo() throws Exception {
        predictBy("strict", file("one.png", Uploads.picture(1)));
        browser.awaitText("#results", "unlike the training pictures");
    }

    @Test
    void manyPhotographsAreShownWithTheirMeanAndTheTableIsTheServicesOwn() throws Exception {
        predict(file("one.png", Uploads.picture(1)), file("two.png", Uploads.picture(2)));
        browser.awaitText("#predict-status", "2 photographs read by froth@1.");
        assertThat(browser.findAll("#results h3").stream().map(WebElement::getText))
                .containsExactly("All 2 photographs together", "one.png", "two.png");
        browser.seen("#csv").click();
        Path table = folder.resolve("froth-1.csv");
        browser.await("the table is there", () -> Files.exists(table));
        assertThat(Files.readString(table))
                .startsWith("image,0-10mm,10mm+,mean")
                .contains("one.png,", "two.png,");
    }

    @Test
    void aFileThatIsNoPictureIsNamed() throws Exception {
        predict(file("one.png", Uploads.picture(1)), file("notes.png", "no picture".getBytes(UTF_8)));
        browser.awaitText("#predict-problem", "notes.png");
        assertThat(browser.find("#predict-problem").getText())
                .contains("one image cannot be read", "image_unsupported_format");
        assertThat(browser.findAll("#results .card")).isEmpty();
    }

    @Test
    void aPhotographMayBeDropped() {
        browser.seen("#model option[value=froth]").click();
        browser.run("""
                const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([bytes], 'dropped.png', {type: 'image/png'}));
                document.querySelector('#drop').dispatchEvent(new DragEvent('drop', {dataTransfer, cancelable: true}));
                """, Base64.getEncoder().encodeToString(Uploads.picture(1)));
        browser.awaitText("#chosen", "dropped.png");
        submit();
        browser.awaitText("#results", "dropped.png");
    }
}
