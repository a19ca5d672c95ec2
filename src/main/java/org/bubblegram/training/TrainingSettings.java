package org.bubblegram.training;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param cacheLimit disk space for decoded inputs and frozen features, which can be computed again
 */
@ConfigurationProperties("bubblegram.training")
record TrainingSettings(@DefaultValue("20GB") DataSize cacheLimit) {}
