package org.bubblegram.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.image.Pixels;
import org.bubblegram.image.Preprocessing;

/**
 * What the way of a picture to the network's input costs, by part, in milliseconds of processor time a picture; other
 * work on the machine hardly changes that. The median of several rounds over all pictures of a folder:
 *
 * <pre>mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=org.bubblegram.benchmark.DecodingBenchmark -Dexec.args="FOLDER [SIZE [ROUNDS]]"</pre>
 */
public final class DecodingBenchmark {
    private static final int WARM_UP = 2;

    private final List<byte[]> files;
    private final int rounds;

    private DecodingBenchmark(List<byte[]> files, int rounds) {
        this.files = files;
        this.rounds = rounds;
    }

    /** Of a folder of pictures, the side of the input (224) and rounds (7). */
    public static void main(String[] arguments) throws Exception {
        Preprocessing preprocessing = new Preprocessing(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 224);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
        new DecodingBenchmark(read(Path.of(arguments[0])), rounds).run(preprocessing, System.out);
    }

    private static List<byte[]> read(Path folder) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (var paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                files.add(Files.readAllBytes(path));
            }
        }
        return files;
    }

    private void run(Preprocessing preprocessing, PrintStream out) throws Exception {
        ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
        Pixels first = decoder.decode(files.get(0));
        out.println(files.size() + " pictures, the first of " + first.width() + "x" + first.height() + ", to "
                + preprocessing.size());
        print(out, "header and EXIF", decoder::probe);
        print(out, "whole decode", decoder::decode);
        print(out, "resize and normalize the first", file -> preprocessing.apply(first));
        print(out, "whole decode, resize, normalize", file -> preprocessing.apply(decoder.decode(file)));
        print(out, "all in one, as served and trained", file -> decoder.decode(file, preprocessing));
    }

    private void print(PrintStream out, String part, Work work) throws Exception {
        var thread = ManagementFactory.getThreadMXBean();
        double[] milliseconds = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            long start = thread.getCurrentThreadCpuTime();
            for (byte[] file : files) {
                work.run(file);
            }
            if (round >= 0) {
                milliseconds[round] = (thread.getCurrentThreadCpuTime() - start) / 1e6 / files.size();
            }
        }
        Arrays.sort(milliseconds);
        out.printf("%-36s %8.2f ms%n", part, milliseconds[rounds / 2]);
    }

    private interface Work {
        Object run(byte[] file) throws Exception;
    }
}
