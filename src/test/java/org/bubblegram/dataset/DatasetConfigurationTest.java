package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.storage.StorageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.util.unit.DataSize;

class DatasetConfigurationTest {
    private static final String ORPHAN = "blobs/datasets/123e4567-e89b-12d3-a456-426614174000/0.png";

    @TempDir
    Path folder;

    @Test
    void whatAKilledImportLeftIsRemovedOnTheStart() throws IOException, ClassNotFoundException {
        Path orphan = folder.resolve(ORPHAN);
        Files.createDirectories(orphan.getParent());
        Files.writeString(orphan, "x");

        context()
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:sweep;MODE=PostgreSQL", "bubblegram.home=" + folder)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(orphan.getParent()).doesNotExist();
                });
    }

    @Test
    void homeAndAllowedDirectoriesComeFromProperties() throws ClassNotFoundException {
        context()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:configuration",
                        "bubblegram.home=" + folder.resolve("home"),
                        "bubblegram.imports.allowed=/srv/one,relative/two",
                        "bubblegram.imports.max-total-size=3GB")
                .run(context -> {
                    ImportSettings settings = context.getBean(ImportSettings.class);
                    assertThat(context).hasSingleBean(Datasets.class);
                    assertThat(settings.allowed()).containsExactly(Path.of("/srv/one"), Path.of("relative/two"));
                    assertThat(settings.maxTotalSize()).isEqualTo(DataSize.ofGigabytes(3));
                    assertThat(settings)
                            .usingRecursiveComparison()
                            .ignoringFields("allowed", "maxTotalSize")
                            .isEqualTo(ImportSettings.allowing());
                    assertThat(context.getBean(StorageSettings.class).home()).isEqualTo(folder.resolve("home"));
                    assertThat(Files.isDirectory(folder.resolve("home/blobs"))).isTrue();
                });
    }

    private static ApplicationContextRunner context() throws ClassNotFoundException {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class))
                .withUserConfiguration(
                        DatasetConfiguration.class, Class.forName("org.bubblegram.storage.StorageConfiguration"))
                .withBean(Clock.class, Clock::systemUTC)
                .withBean(ImageDecoder.class, () -> new ImageDecoder(ImageLimits.DEFAULT));
    }
}
