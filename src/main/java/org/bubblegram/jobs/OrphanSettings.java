package org.bubblegram.jobs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When blobs that nothing refers to are deleted.
 *
 * @param every how often to look for them
 * @param after how long one must have been seen so, by the same process: longer than any upload or publication takes
 */
@ConfigurationProperties("bubblegram.orphans")
record OrphanSettings(
        @DefaultValue("1h") Duration every,
        @DefaultValue("24h") Duration after) {}
