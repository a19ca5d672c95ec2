package org.bubblegram.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Ways to damage an archive: in words, the code and the file that the answer names, and how. */
final class DamagedArchives {
    private DamagedArchives() {}

    static Stream<Arguments> all() {
        return Stream.of(unreadable(), incomplete(), unsummed(), unexpected(), invalid(), novelty())
                .flatMap(damages -> damages);
    }

    private static Stream<Arguments> unreadable() {
        return Stream.of(
                damage("no ZIP", "archive_unreadable", "archive", whole -> new byte[] {1, 2, 3}),
                damage("half", "archive_unreadable", "archive", whole -> Arrays.copyOf(whole.zip(), 1000)));
    }

    private static Stream<Arguments> incomplete() {
        return Stream.of(
                damage(
                        "no sums",
                        "archive_incomplete",
                        "SHA256SUMS",
                        whole -> whole.remove("SHA256SUMS").zip()),
                damage(
                        "no card",
                        "archive_incomplete",
                        "card.json",
                        whole -> whole.remove("card.json").summed().zip()),
                damage(
                        "no weights",
                        "archive_incomplete",
                        "model.safetensors",
                        whole -> whole.remove("model.safetensors").summed().zip()),
                damage(
                        "a file that is summed is gone",
                        "archive_incomplete",
                        "model.onnx",
                        whole -> whole.put("model.onnx", "x")
                                .summed()
                                .remove("model.onnx")
                                .zip()));
    }

    private static Stream<Arguments> unsummed() {
        return Stream.of(
                damage(
                        "a card changed",
                        "archive_checksum_mismatch",
                        "card.json",
                        whole -> whole.edit("card.json", card -> card.replace("0123abcd", "4567abcd"))
                                .zip()),
                damage(
                        "a file that is not summed",
                        "archive_checksum_mismatch",
                        "golden.json",
                        whole -> whole.edit("SHA256SUMS", sums -> sums.replaceAll(".*golden.json\n", ""))
                                .zip()),
                damage(
                        "sums that are none",
                        "archive_checksum_mismatch",
                        "SHA256SUMS",
                        whole -> whole.put("SHA256SUMS", "all is well\n").zip()));
    }

    private static Stream<Arguments> unexpected() {
        return Stream.of(
                damage(
                        "a name that leads out",
                        "archive_unexpected_file",
                        "../card.json",
                        whole -> whole.put("../card.json", "{}").summed().zip()),
                damage(
                        "a card twice",
                        "archive_unexpected_file",
                        "card.json",
                        whole -> renamed(whole.put("card.jsom", "{}").zip(), "card.jsom", "card.json")),
                damage(
                        "too many files",
                        "archive_unexpected_file",
                        "archive",
                        whole -> whole.put("1", "").put("2", "").put("3", "").zip()),
                damage(
                        "a bomb",
                        "archive_file_too_large",
                        "card.json",
                        whole -> whole.put("card.json", " ".repeat(5 << 20))
                                .summed()
                                .zip()));
    }

    private static Stream<Arguments> invalid() {
        return Stream.of(
                card("no JSON", card -> "{"),
                card("no bins", card -> card.replace("bins", "bin")),
                card("bins that are none", card -> card.replace("10mm+", "9mm+")),
                card("another number of bins", card -> card.replace("\"10mm+\"", "\"10-20mm\",\"20mm+\"")),
                card("an unknown way to inputs", card -> card.replace("squash:32", "squash:33")),
                card("an input without end", card -> card.replace("\"size\":32", "\"size\":32000")),
                damage(
                        "golden vectors of nothing",
                        "golden_vectors_invalid",
                        "golden.json",
                        whole -> whole.put("golden.json", "{\"size\":32,\"logits\":[]}")
                                .summed()
                                .zip()),
                damage(
                        "golden vectors without anything",
                        "golden_vectors_invalid",
                        "golden.json",
                        whole -> whole.put("golden.json", "{}").summed().zip()),
                damage(
                        "weights that are none",
                        "model_weights_invalid",
                        "model.safetensors",
                        whole -> whole.put("model.safetensors", "\u0001\0\0\0\0\0\0\u0001{}")
                                .summed()
                                .zip()));
    }

    /** Of what tells unlike pictures: autoencoder and threshold come together. */
    private static Stream<Arguments> novelty() {
        return Stream.of(
                damage(
                        "no autoencoder for its threshold",
                        "archive_incomplete",
                        "autoencoder.safetensors",
                        whole ->
                                whole.remove("autoencoder.safetensors").summed().zip()),
                damage(
                        "an autoencoder without a threshold",
                        "archive_unexpected_file",
                        "autoencoder.safetensors",
                        whole -> whole.edit("card.json", card -> card.replace("\"novelty\"", "\"other\""))
                                .summed()
                                .zip()),
                damage(
                        "an autoencoder that is none",
                        "model_weights_invalid",
                        "autoencoder.safetensors",
                        whole -> whole.put("autoencoder.safetensors", "\u0001\0\0\0\0\0\0\u0001{}")
                                .summed()
                                .zip()),
                card("a threshold that is none", card -> card.replace("\"threshold\":0.001", "\"threshold\":-1")),
                card("a threshold that is no number", card -> card.replace("\"threshold\":0.001", "\"threshold\":NaN")),
                card("a share above all", card -> card.replace("\"quantile\":0.95", "\"quantile\":1.95")),
                card("a threshold of no pictures", card -> card.replace("\"pictures\":40", "\"pictures\":0")));
    }

    private static Arguments damage(String what, String code, String file, Function<ArchiveEntries, byte[]> damaged) {
        return arguments(what, code, file, damaged);
    }

    private static Arguments card(String what, UnaryOperator<String> change) {
        return damage(
                "a card with " + what,
                "model_card_invalid",
                "card.json",
                whole -> whole.edit("card.json", change).summed().zip());
    }

    private static byte[] renamed(byte[] zip, String from, String to) {
        return new String(zip, ISO_8859_1).replace(from, to).getBytes(ISO_8859_1);
    }
}
