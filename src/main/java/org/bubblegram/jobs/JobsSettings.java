package org.bubblegram.jobs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs are queued and held.
 *
 * @param pollingInterval how often to look for jobs that other processes queued
 * @param heartbeatInterval how often a worker says that it lives; one that missed six is dead
 * @param shutdownWait how long to wait at shutdown until training has stopped
 */
@ConfigurationProperties("bubblegram.jobs")
record JobsSettings(
        @DefaultValue("1s") Duration pollingInterval,
        @DefaultValue("5s") Duration heartbeatInterval,
        @DefaultValue("20s") Duration shutdownWait) {}
