package org.bubblegram.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Classes of this build in a process of their own, started as any process is: glibc's memory is not tuned from outside. */
final class ChildProcess {
    private ChildProcess() {}

    static ProcessBuilder of(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // not on the command line: ONNX Runtime 1.29 reads that, and long ones end its process
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().remove("GLIBC_TUNABLES");
        builder.environment().put("OPT_OUT_TRACKING", "true");
        return builder;
    }

    /** Runs a program whose last line is a number, and answers that. */
    static double number(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        Process process = of(main, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(main.getSimpleName() + " ended with " + exit + ": " + output);
            }
            return Double.parseDouble(output.substring(output.lastIndexOf('\n') + 1));
        } finally {
            process.destroyForcibly();
        }
    }
}
