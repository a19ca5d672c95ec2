package org.bubblegram.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** A process that burns one core until it is ended, or until whoever started it is gone. */
final class BusyCore {
    private BusyCore() {}

    /** Does something while such a process runs. */
    static <T> T beside(Callable<T> work) throws Exception {
        Process process = ChildProcess.of(BusyCore.class, List.of()).start();
        try {
            if (process.getInputStream().read() < 0) { // it says so once it is busy
                throw new IllegalStateException("the other process did not start");
            }
            return work.call();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Thread burning = new Thread(() -> {
            while (true) {
                Thread.onSpinWait();
            }
        });
        burning.setDaemon(true);
        burning.start();
        System.out.println("busy");
        System.in.readAllBytes(); // ends when nobody is left who could write
    }
}
