package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ImageConfigurationTest {
    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(ImageConfiguration.class);

    @Test
    void withoutPropertiesTheDecoderHasTheDefaultLimits() {
        context.run(c -> assertThat(c.getBean(ImageDecoder.class)
                        .decode(EncodedFiles.write(EncodedFiles.gradient(20, 10), "png"))
                        .width())
                .isEqualTo(20));
    }

    @Test
    void theOperatorSetsTheLimits() {
        context.withPropertyValues("bubblegram.images.max-bytes=1MB", "bubblegram.images.max-pixels=199")
                .run(c -> assertThatThrownBy(() -> c.getBean(ImageDecoder.class)
                                .decode(EncodedFiles.write(EncodedFiles.gradient(20, 10), "png")))
                        .isInstanceOf(UnreadableImage.class)
                        .hasMessageContaining("199"));
    }

    @Test
    void limitsThatAllowNothingStopTheStart() {
        context.withPropertyValues("bubblegram.images.max-pixels=0")
                .run(c -> assertThat(c).hasFailed());
    }
}
