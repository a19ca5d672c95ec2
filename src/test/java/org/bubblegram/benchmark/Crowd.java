package org.bubblegram.benchmark;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Far more callers than the machine can answer, for minutes: who is refused is told when to come again, memory stays, the
 * service says all the time that it is ready, and nothing else goes wrong. Every second caller comes again at once.
 */
final class Crowd implements Measurement {
    private static final int CALLERS = 200;
    private static final double MIB = 1 << 20;
    private static final int PARTS = 5;
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    @Override
    public String name() {
        return "crowd";
    }

    @Override
    public void measure(Run run) throws Exception {
        Duration length = Duration.ofSeconds(run.either(15, 300));
        try (Service service = Service.start(run.home())) {
            Seen seen = new Seen(System.nanoTime() + length.toNanos());
            List<Thread> threads = new ArrayList<>();
            byte[] jpeg = Photographs.small();
            for (int i = 0; i < CALLERS; i++) {
                boolean patient = i % 2 == 0;
                threads.add(new Thread(() -> call(service, jpeg, patient, seen)));
            }
            threads.forEach(Thread::start);
            List<Double> resident = watch(service, seen);
            for (Thread thread : threads) {
                thread.join();
            }
            report(run, seen, resident, length.toSeconds());
        }
    }

    /** What all callers saw, until a time of {@link System#nanoTime}. */
    private static final class Seen {
        private final long end;
        private final LongAdder refused = new LongAdder();
        private final LongAdder unready = new LongAdder();
        private final Queue<Double> answered = new ConcurrentLinkedQueue<>(); // seconds each
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        Seen(long end) {
            this.end = end;
        }

        boolean isOver() {
            return System.nanoTime() > end;
        }
    }

    private static void call(Service service, byte[] jpeg, boolean patient, Seen seen) {
        try {
            while (!seen.isOver()) {
                long begin = System.nanoTime();
                HttpResponse<String> answer = service.ask(jpeg);
                if (answer.statusCode() == 200) {
                    seen.answered.add((System.nanoTime() - begin) / 1e9);
                    continue;
                }
                Optional<String> again = answer.headers().firstValue("Retry-After");
                if (again.isEmpty() || (answer.statusCode() != 429 && answer.statusCode() != 503)) {
                    seen.wrong.add(answer.statusCode() + " " + answer.body());
                    return;
                }
                seen.refused.increment();
                Thread.sleep(
                        patient
                                ? Duration.ofSeconds(Long.parseLong(again.get()))
                                        .toMillis()
                                : AT_ONCE.toMillis());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            seen.wrong.add(e.toString());
        }
    }

    /** MiB each second, while it is asked whether it is ready. */
    private static List<Double> watch(Service service, Seen seen) throws IOException, InterruptedException {
        List<Double> resident = new ArrayList<>();
        while (!seen.isOver()) {
            if (!service.isReady()) {
                seen.unready.increment();
            }
            resident.add(service.residentBytes() / MIB);
            Thread.sleep(1000);
        }
        return resident;
    }

    private static void report(Run run, Seen seen, List<Double> resident, long seconds) {
        double[] answered =
                seen.answered.stream().mapToDouble(each -> 1000 * each).toArray();
        String crowd = "%d clients for %d s".formatted(CALLERS, seconds);
        run.add(Row.of(crowd + ", answered", (double) answered.length / seconds, "pictures/s"));
        run.add(Row.of(crowd + ", p50", Figures.percentile(answered, 50), "ms"));
        run.add(Row.of(crowd + ", p99", Figures.percentile(answered, 99), "ms"));
        run.add(Row.of(crowd + ", told to come again", seen.refused.doubleValue() / seconds, "a second"));
        run.add(Row.of(crowd + ", anything else", seen.wrong.size(), "answers").target(Target.atMost(0)));
        run.add(Row.of(crowd + ", not ready", seen.unready.doubleValue(), "s").target(Target.atMost(0)));
        int part = resident.size() / PARTS;
        double early = Collections.max(resident.subList(part, 2 * part));
        run.add(Row.of(crowd + ", resident memory", early, "MiB"));
        run.add(Row.of(
                        crowd + ", resident memory at the end",
                        Collections.max(resident.subList(resident.size() - part, resident.size())),
                        "MiB")
                .ratio(early, "of the second fifth")
                .target(Target.atMost(1.10)));
        seen.wrong.stream().limit(PARTS).forEach(System.out::println);
    }
}
