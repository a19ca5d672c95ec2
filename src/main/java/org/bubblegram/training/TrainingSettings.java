package org.bubblegram.training;

import org.bubblegram.engine.ProcessMemory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param cacheLimit disk space for decoded inputs and activations of frozen parts, which can be computed again
 * @param memoryLimit what the process may take; the container's or the machine's limit if absent
 */
@ConfigurationProperties("bubblegram.training")
record TrainingSettings(
        @DefaultValue("20GB") DataSize cacheLimit, @Nullable DataSize memoryLimit) {
    long memoryBytes() {
        return memoryLimit == null ? ProcessMemory.limit() : memoryLimit.toBytes();
    }
}
