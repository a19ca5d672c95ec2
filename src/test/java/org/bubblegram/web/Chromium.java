package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser as people have it, without a screen. Tests that need it are skipped where none is installed. */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * @param folder for its profile and what it downloads
     * @param more arguments
     */
    static Chromium start(Path folder, String... more) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(installed("chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // containers run tests as root
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--user-data-dir=" + folder.resolve("profile"));
        options.addArguments(more);
        options.setExperimentalOption("prefs", Map.of("download.default_directory", folder.toString()));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        // given, so that Selenium looks for no driver and loads none
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installed("chromedriver"))
                .build();
        return new Chromium(new ChromeDriver(service, options));
    }

    private static File installed(String program) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && System.getenv("BUBBLEGRAM_REQUIRE_SHARED") != null) {
            throw new AssertionError("BUBBLEGRAM_REQUIRE_SHARED is set, but " + program + " is not installed");
        }
        assumeTrue(found.isPresent(), () -> "needs " + program);
        return found.get().toFile();
    }

    WebDriver driver() {
        return driver;
    }

    /** Opens a page as somebody does who was never there. */
    void visit(String address) {
        driver.manage().deleteAllCookies();
        driver.get(address);
    }

    /** The first element that there is, seen or not. */
    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> findAll(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Waits for an element that can be seen. */
    WebElement seen(String css) {
        await(css + " is seen", () -> !findAll(css).isEmpty() && find(css).isDisplayed());
        return find(css);
    }

    void awaitText(String css, String part) {
        await("%s says %s".formatted(css, part), () -> seen(css).getText().contains(part));
    }

    void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class) // the page has been drawn anew
                .until(condition);
    }

    Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** Fails if the console holds an error that is no refusal of those statuses. */
    void assertQuiet(int... statuses) {
        List<String> complaints = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> Arrays.stream(statuses)
                        .noneMatch(status -> message.contains("responded with a status of " + status)))
                .toList();
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
