package org.bubblegram.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come, and when it will end.
 *
 * @param progress 0 to 1
 * @param estimatedEnd null until it can be told
 */
record Standing(double progress, @Nullable Instant estimatedEnd) {}
