package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.GroupSplit;
import org.bubblegram.dataset.LabelReport;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.dataset.Target;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.PublishedNetworks;
import org.bubblegram.training.SpecImpossible;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Of a model of the bins 0-10mm and 10mm+, by number, trained on data of the fingerprint abc with seed 1. */
class EvaluatedVersionTest {
    private static final String BINS = "0-10mm,10mm+";

    private final EvaluatedVersion version = EvaluatedVersion.of(
            new ModelVersion("froth", 3, PublishedNetworks.card(), Map.of(), Instant.EPOCH),
            JsonMapper.builder().build());

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
            0-20mm,20mm+       | NUMBER | bins 0-20mm,20mm+        | another edge
            0-10mm,10-20mm     | NUMBER | bins 0-10mm,10-20mm      | a last bin that is closed
            0-10um,10um+       | NUMBER | bins 0-10um,10um+        | another unit
            0-10mm,10-20mm,20mm+ | NUMBER | bins 0-10mm,10-20mm,20mm+ | more bins
            0-10mm,10mm+       | VOLUME | basis volume             | another basis
            """)
    void aDataSetOfOtherHistogramsIsRefusedAndSaysWhatDiffers(String bins, Basis basis, String there, String why) {
        assertThatThrownBy(() -> version.requireComparable(dataset(bins, basis, "other")))
                .as(why)
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("dataset_mismatch");
                    assertThat(e.field()).isEqualTo("dataset");
                })
                .hasMessageContaining(there)
                .hasMessageContaining("froth@3");
    }

    @Test
    void aVersionThatAnotherBuildTrainedByALossUnknownHereIsNotEvaluated() {
        JsonMapper json = JsonMapper.builder().build();
        String card = json.writeValueAsString(PublishedNetworks.card())
                .replace("{\"seed\":1}", "{\"loss\":{\"type\":\"of-tomorrow\"}}");
        var brought = new ModelVersion("froth", 4, json.readValue(card, ModelCard.class), Map.of(), Instant.EPOCH);

        assertThatThrownBy(() -> EvaluatedVersion.of(brought, json))
                .isInstanceOfSatisfying(
                        SpecImpossible.class, e -> assertThat(e.code()).isEqualTo("spec_unreadable"))
                .hasMessageContaining("froth@4");
    }

    @Test
    void aDataSetOfTheSameHistogramsIsComparable() {
        assertThatCode(() -> version.requireComparable(dataset(BINS, Basis.NUMBER, "other")))
                .doesNotThrowAnyException();
    }

    @Test
    void onTheDataThatItLearnedFromSamplesPlayThePartsOfItsTraining() {
        List<Sample> all = samples(20, null);
        Map<Split, List<Sample>> training =
                GroupSplit.split(all, TrainingSpec.defaults().split(), 1);
        Dataset own = dataset(BINS, Basis.NUMBER, "abc");

        assertThat(version.samples(own, all, Split.TEST))
                .extracting(Sample::id)
                .containsExactlyElementsOf(
                        training.get(Split.TEST).stream().map(Sample::id).toList());
        List<Sample> whole = version.samples(own, all, null);
        assertThat(whole).extracting(Sample::id).containsExactlyElementsOf(ids(20));
        assertThat(whole)
                .allSatisfy(sample -> assertThat(training.get(sample.split()))
                        .extracting(Sample::id)
                        .contains(sample.id()));
    }

    @Test
    void onOtherDataSamplesPlayThePartsThatItsLabelsAssign() {
        Dataset other = dataset(BINS, Basis.NUMBER, "other");

        assertThat(version.samples(other, samples(4, Split.VALIDATION), Split.VALIDATION))
                .hasSize(4);
        assertThat(version.samples(other, samples(4, null), null))
                .extracting(Sample::split)
                .containsOnlyNulls();
        assertThatThrownBy(() -> version.samples(other, samples(4, null), Split.TEST))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("split_empty");
                    assertThat(e.field()).isEqualTo("split");
                });
    }

    private static List<Integer> ids(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Sample> samples(int count, @Nullable Split split) {
        return ids(count).stream()
                .map(i -> new Sample(i, i + ".png", null, split, new Target(1, 0), 1, null, "blob", 32, 32))
                .toList();
    }

    private static Dataset dataset(String bins, Basis basis, String fingerprint) {
        return new Dataset(
                UUID.randomUUID(),
                "nuclei",
                SizeBins.parse(List.of(bins.split(","))),
                basis,
                20,
                fingerprint,
                new LabelReport(0, 0, List.of(), new LabelReport.Floor(1, 0), List.of()),
                Instant.EPOCH);
    }
}
