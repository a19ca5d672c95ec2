package org.bubblegram.jobs;

import org.bubblegram.dataset.Split;
import org.jspecify.annotations.Nullable;

/**
 * What is to be evaluated.
 *
 * @param model a reference; once resolved {@code name@version}
 * @param split the part of the data set; all of it where null
 */
public record EvaluationSpec(String model, @Nullable Split split) {}
