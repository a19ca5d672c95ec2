package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bubblegram.storage.Sha256;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The page at {@code /} and the files that it is made of, open to everybody: what it shows, it asks the API for. Browsers
 * ask each time whether a file is still the one they have, so that no upgrade mixes old with new.
 */
@Hidden
@Controller
final class WebPage implements WebMvcConfigurer {
    private static final String ASSETS = "/assets/**";

    /** All of it. */
    static final List<String> PATHS = List.of("/", "/index.html", ASSETS);

    private final Resource index = new ClassPathResource("static/index.html");

    /** Not by a forward: HEAD would go without the headers that the filters add. */
    @GetMapping({"/", "/index.html"})
    ResponseEntity<Resource> index() {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noCache())
                .eTag(digest(index))
                .body(index);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(ASSETS)
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(CacheControl.noCache())
                .setUseLastModified(false) // files of a JAR have the same date in every release
                .setEtagGenerator(WebPage::digest);
    }

    private static String digest(Resource file) {
        try {
            return "\"" + Sha256.of(file.getContentAsByteArray()) + "\"";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
