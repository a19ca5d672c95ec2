package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.storage.S3Connection;
import org.bubblegram.storage.S3Prefix;
import org.bubblegram.storage.StorageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                    assertThat(settings.directories()).containsExactly(Path.of("/srv/one"), Path.of("relative/two"));
                    assertThat(settings.maxTotalSize()).isEqualTo(DataSize.ofGigabytes(3));
                    assertThat(settings)
                            .usingRecursiveComparison()
                            .ignoringFields("allowed", "maxTotalSize")
                            .isEqualTo(ImportSettings.allowing());
                    assertThat(context.getBean(StorageSettings.class).home()).isEqualTo(folder.resolve("home"));
                    assertThat(Files.isDirectory(folder.resolve("home/blobs"))).isTrue();
                });
    }

    @Test
    void bucketsAreReachedAsTheStoreIsExceptWhereImportsSayOtherwise() throws ClassNotFoundException {
        context()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:buckets",
                        "bubblegram.home=" + folder,
                        "bubblegram.storage.type=s3",
                        "bubblegram.storage.s3.bucket=bubblegram",
                        "bubblegram.storage.s3.endpoint=http://127.0.0.1:1",
                        "bubblegram.storage.exclusive=false",
                        "bubblegram.imports.allowed=/srv/one,s3://froth/plant",
                        "bubblegram.imports.s3.region=plant-1",
                        "bubblegram.imports.s3.access-key=key",
                        "bubblegram.imports.s3.secret-key=hidden")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ImportSettings settings = context.getBean(ImportSettings.class);
                    assertThat(settings.directories()).containsExactly(Path.of("/srv/one"));
                    assertThat(settings.prefixes()).containsExactly(new S3Prefix("froth", "plant/"));
                    assertThat(settings.s3().or(context.getBean(S3Connection.class)))
                            .isEqualTo(new S3Connection(
                                    URI.create("http://127.0.0.1:1"), "plant-1", null, "key", "hidden"));
                    assertThat(settings.toString()).doesNotContain("hidden", "key");
                });
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            s3://,                   is no name of a bucket
            s3://Froth/plant,        is no name of a bucket
            s3://froth/plant/../x,   is no prefix of keys
            s3://froth//plant,       is no prefix of keys
            S3://froth/plant,        neither a directory nor an s3://bucket/prefix
            https://froth/plant,     neither a directory nor an s3://bucket/prefix
            file:/srv/froth,         neither a directory nor an s3://bucket/prefix
            """)
    void aPlaceThatIsNoneIsRefusedAtTheStart(String place, String why) throws ClassNotFoundException {
        context()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:none",
                        "bubblegram.home=" + folder,
                        "bubblegram.imports.allowed=" + place)
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining(why));
    }

    @Test
    void prefixesWithoutARegionAreRefusedAtTheStart() throws ClassNotFoundException {
        context()
                .withSystemProperties("aws.disableEc2Metadata=true")
                .withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:region",
                        "bubblegram.home=" + folder,
                        "bubblegram.imports.allowed=s3://froth/plant")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("no region is configured"));
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
