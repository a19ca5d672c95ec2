package org.bubblegram.web;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.PublishedNetworks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * The page of a service that needs credentials, in a browser where nobody is signed in yet. Nobody works on jobs, so that
 * they stay where they are put.
 */
@TestPropertySource(properties = {"bubblegram.security.bootstrap-key=" + AccessCalls.FIRST, "bubblegram.roles=api"})
abstract class BrowsedPage extends ServedApi {
    /** Of the browser, and for files that it uploads and downloads. */
    @TempDir
    static Path folder;

    static Chromium browser;

    @Autowired
    private NetworkFiles networks;

    @Autowired
    private ModelRegistry registry;

    AccessCalls calls;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start(folder);
    }

    @AfterAll
    static void quitBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    final void visit() {
        calls = new AccessCalls(api);
        browser.visit(api.request("/").build().uri().toString());
    }

    /** Browsers write to their console what was refused: that nobody is signed in, what is no picture, one call too many. */
    @AfterEach
    final void theConsoleIsQuiet() {
        browser.assertQuiet(401, 422, 429);
    }

    /** A version of a random network, if there is none yet; with an autoencoder where the card has a threshold. */
    final void publish(String model, ModelCard card) throws IOException {
        if (!registry.versions(model).isEmpty()) {
            return;
        }
        TensorEngine.evaluateOnly();
        try (HistogramNetwork network = PublishedNetworks.network()) {
            var files =
                    new NetworkFiles.Networks(network, card.novelty() == null ? null : PublishedNetworks.autoencoder());
            networks.publish(model, UUID.randomUUID(), card, files, () -> {});
        }
    }

    /** Queues a job and answers its id. */
    final String queued() throws Exception {
        String dataset = "{\"name\": \"dots\", \"render\": {\"images\": 24, \"width\": 64, \"height\": 64}}";
        assertThat(calls.send("POST", "/v1/datasets", AccessCalls.FIRST, dataset)
                        .statusCode())
                .isIn(201, 409);
        HttpResponse<String> job = calls.send(
                "POST", "/v1/training-jobs", AccessCalls.FIRST, "{\"dataset\": \"dots\", \"model\": \"dots\"}");
        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        return Api.json(job).path("id").asString();
    }

    static void signIn(String key) {
        browser.seen("#key").sendKeys(key, Keys.ENTER);
    }

    static Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /** By the model {@code froth}. */
    static void predict(Path... photographs) {
        predictBy("froth", photographs);
    }

    static void predictBy(String model, Path... photographs) {
        browser.seen("#model option[value=" + model + "]").click();
        browser.find("#photographs")
                .sendKeys(Stream.of(photographs).map(Path::toString).collect(joining("\n")));
        submit();
    }

    static void submit() {
        browser.find("#predict-form button[type=submit]").click();
    }
}
