package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class UploadSettingsTest {
    @ParameterizedTest
    @CsvSource({"20000, 0, false", "20001, 0, true", "30000, 10000, false", "30001, 10000, true", "30001, 20000, false"
    })
    void aBodyMayTakeTheGraceAndTheTimeOfItsBytes(long millis, long bytes, boolean tooSlow) {
        UploadSettings settings = new UploadSettings(Duration.ofSeconds(20), DataSize.ofBytes(1000));

        assertThat(settings.tooSlow(Duration.ofMillis(millis), bytes)).isEqualTo(tooSlow);
    }

    @Test
    void aPaceThatNoBodyCouldKeepIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UploadSettings(Duration.ofSeconds(-1), DataSize.ofKilobytes(16)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UploadSettings(Duration.ofSeconds(20), DataSize.ofBytes(0)));
    }
}
