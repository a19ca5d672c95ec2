package org.bubblegram.benchmark;

/** A published version over a data set, with the loss of each sample: what {@code evaluation} times where there is one. */
@FunctionalInterface
interface EvaluationRun {
    /**
     * Evaluates and waits for the end.
     *
     * @param service in which both are
     * @return how many pictures went through the network
     */
    int evaluate(Service service, String version, String dataset) throws Exception;
}
