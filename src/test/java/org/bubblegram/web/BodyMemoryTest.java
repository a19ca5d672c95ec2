package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {
    private static final int UNIT = 1 << 16;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aBodyIsReadWhole() throws Exception {
        BodyMemory memory = new BodyMemory(1 << 20, 1 << 20);
        for (int length : new int[] {0, 1, UNIT, UNIT + 1, 1 << 20}) {
            try (BodyMemory.Lease lease = memory.lease()) {
                assertThat(lease.read(new ByteArrayInputStream(random(length)))).isEqualTo(random(length));
            }
        }
    }

    @Test
    void whatOneRequestHoldsAnotherLacksUntilItIsGivenBack() throws Exception {
        BodyMemory memory = new BodyMemory(1 << 20, 3 * UNIT);
        BodyMemory.Lease first = memory.lease();
        first.read(new ByteArrayInputStream(random(2 * UNIT)));
        try (BodyMemory.Lease second = memory.lease()) {
            assertThatThrownBy(() -> second.read(new ByteArrayInputStream(random(2 * UNIT))))
                    .isInstanceOf(BodiesBusy.class);
        }
        first.close();
        first.close(); // gives back once
        try (BodyMemory.Lease third = memory.lease()) {
            assertThat(third.read(new ByteArrayInputStream(random(3 * UNIT)))).hasSize(3 * UNIT);
            try (BodyMemory.Lease fourth = memory.lease()) {
                assertThatThrownBy(() -> fourth.read(new ByteArrayInputStream(random(1))))
                        .isInstanceOf(BodiesBusy.class);
            }
        }
    }

    @Test
    void noBodyMayHaveMoreThanItsLimitNorThanThereIsForAll() {
        BodyMemory small = new BodyMemory(10, 1 << 20);
        assertThatThrownBy(() -> small.lease().read(new ByteArrayInputStream(random(11))))
                .isInstanceOf(TooLarge.class);
        assertThatThrownBy(() -> new BodyMemory(1 << 20, 2 * UNIT).requireWithinLimit(2 * UNIT + 1))
                .isInstanceOf(TooLarge.class);
    }
}
