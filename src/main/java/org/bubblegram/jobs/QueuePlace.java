package org.bubblegram.jobs;

/**
 * Where a job stands among those that wait. The highest priority goes first; among equals those that were begun before,
 * then the tenant with the fewest jobs in work, then the one that has waited longest for its turn.
 *
 * @param tenant whom the job is done for, 1 to 64 characters
 * @param priority {@value #LOWEST} to {@value #HIGHEST}
 */
public record QueuePlace(String tenant, int priority) {
    public static final int LOWEST = 0;
    public static final int HIGHEST = 9;
    public static final int USUAL_PRIORITY = 4;
    public static final String DEFAULT_TENANT = "default";

    public static final QueuePlace USUAL = new QueuePlace(DEFAULT_TENANT, USUAL_PRIORITY);

    private static final int LONGEST_TENANT = 64;

    /** @throws IllegalArgumentException if one is out of range */
    public QueuePlace {
        if (priority < LOWEST || priority > HIGHEST) {
            throw new IllegalArgumentException("no priority: " + priority);
        }
        if (tenant.isEmpty() || tenant.length() > LONGEST_TENANT) {
            throw new IllegalArgumentException("no tenant: '" + tenant + "'");
        }
    }
}
