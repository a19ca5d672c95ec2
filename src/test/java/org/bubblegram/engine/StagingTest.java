package org.bubblegram.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StagingTest {
    private static final int FLOATS = 1 << 20;

    @BeforeEach
    void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @Test
    void aTensorKeepsItsValuesWhenTheNextOneIsMade() {
        Staging staging = new Staging();
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray first = staging.tensor(manager, new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
            NDArray second = staging.tensor(manager, new float[] {7, 8}, new Shape(2));

            assertThat(first.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(first.getShape()).isEqualTo(new Shape(2, 3));
            assertThat(second.toFloatArray()).containsExactly(7, 8);
        }
    }

    @Test
    void aHundredBatchesTakeTheDirectMemoryOfOne() {
        Staging staging = new Staging();
        long before = directBytes();
        for (int i = 0; i < 100; i++) {
            try (NDManager manager = TensorEngine.newManager()) {
                staging.tensor(manager, new float[FLOATS], new Shape(FLOATS));
            }
        }

        assertThat(directBytes() - before).isLessThanOrEqualTo(2L * Float.BYTES * FLOATS);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
