package org.bubblegram.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bubblegram.SharedFiles;

/** The real ImageNet weights, expanded once into the build folder. */
public final class BackboneWeights {
    private static final Path EXPANDED = Path.of("target", "resnet50-imagenet.safetensors");

    private BackboneWeights() {}

    public static synchronized Path file() throws IOException, InterruptedException {
        Path compressed = SharedFiles.of("weights/resnet50-imagenet-compressed.safetensors");
        if (!Files.exists(EXPANDED)) {
            Path half = Path.of(EXPANDED + ".part" + ProcessHandle.current().pid());
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String program = SharedFiles.of("weights/ExpandWeights.java").toString();
            int exit = new ProcessBuilder(List.of(java, program, compressed.toString(), half.toString()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException("ExpandWeights ended with " + exit);
            }
            Files.move(half, EXPANDED);
        }
        return EXPANDED.toAbsolutePath();
    }

    public static Backbone backbone() throws IOException, InterruptedException {
        try (InputStream in = Files.newInputStream(file())) {
            return Backbone.read(in);
        }
    }
}
