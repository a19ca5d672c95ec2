package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.bubblegram.image.UnreadableImage.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingCodeTest {
    @ParameterizedTest
    @EnumSource
    void whyAnImageIsUnreadableHasTheSameCodeInImportsAsInPredictions(Reason reason) {
        assertThat(FindingCode.of(reason).key()).isEqualTo(reason.code());
    }
}
