package org.bubblegram.benchmark;

import org.bubblegram.Api;

/** How long it takes to list a long queue. The last of all, for it leaves the queue behind. */
final class QueuedJobs implements Measurement {
    private static final String JOB = """
            {"dataset": "small", "model": "queued", "input": {"size": 224}}""";

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public void measure(Run run) throws Exception {
        int jobs = run.either(100, 1000);
        try (Service service = Service.start(run.home(), "--bubblegram.roles=api")) { // nothing is trained
            Api api = service.api();
            for (int i = 0; i < jobs; i++) {
                api.create("/v1/training-jobs", JOB);
            }
            double[] milliseconds = new double[run.either(10, 100)];
            list(api, jobs, new double[milliseconds.length]);
            list(api, jobs, milliseconds);
            run.add(Row.of("%,d queued jobs listed, p50".formatted(jobs), Figures.percentile(milliseconds, 50), "ms")
                    .target(Target.atMost(100)));
        }
    }

    private static void list(Api api, int jobs, double[] milliseconds) throws Exception {
        for (int i = 0; i < milliseconds.length; i++) {
            long begin = System.nanoTime();
            int listed = api.get("/v1/training-jobs?state=queued&limit=" + jobs)
                    .get("items")
                    .size();
            milliseconds[i] = (System.nanoTime() - begin) / 1e6;
            if (listed != jobs) {
                throw new IllegalStateException(listed + " jobs are listed, and not " + jobs);
            }
        }
    }
}
