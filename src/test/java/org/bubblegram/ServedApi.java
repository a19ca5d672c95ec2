package org.bubblegram;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A service without demo in a folder of its own, called over HTTP. Each test class names its own database. */
@DirtiesContext // ends before its folder and its database are removed, and frees the memory of its models
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "bubblegram.demo.enabled=false")
public abstract class ServedApi {
    /** Where the service keeps its files. */
    @TempDir
    protected static Path home;

    @Value("${local.server.port}")
    private int port;

    /** The service as its HTTP callers see it. */
    protected Api api;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry registry) {
        String folder = home.toString(); // that of this class: the next one has another
        registry.add("bubblegram.home", () -> folder);
    }

    @BeforeEach
    final void connect() {
        api = new Api(port);
    }
}
