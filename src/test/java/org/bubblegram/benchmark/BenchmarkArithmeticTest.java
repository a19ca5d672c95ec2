package org.bubblegram.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the benchmark makes of what it measured. */
class BenchmarkArithmeticTest {
    private static final Machine MACHINE =
            new Machine(2, "a processor", 23.5, "Linux amd64", "17.0.1", "1.29.0", "2.7.1", "0.35.1");

    @ParameterizedTest(name = "{2}: {3}")
    @CsvSource(textBlock = """
            10 20 30 40,          50,  20, half of the values are not above the second of four
            40 10 30 20,          50,  20, their order does not matter
            10 20 30 40,          51,  30, two of four are not enough for 51 percent
            10 20 30 40,          99,  40, the slowest of few is the 99th percentile
            7,                    50,  7,  one value is every percentile
            1 2 3 4 5 6 7 8 9 10, 100, 10, all values are at most the largest
            """)
    void aPercentileIsTheSmallestValueThatSoManyDoNotExceed(
            String values, double percent, double expected, String why) {
        double[] numbers = List.of(values.split(" ")).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();

        assertThat(Figures.percentile(numbers, percent)).as(why).isEqualTo(expected);
    }

    @Test
    void aProductOfTwoMatricesTakesTwoOperationsForEachOfNCubed() {
        assertThat(Figures.productGflops(1000, 0.1)).isEqualTo(20, within(1e-9));
    }

    @Test
    void callersRatesAddUpEachOverItsOwnTime() {
        ClosedLoop.Result result = new ClosedLoop.Result(List.of(
                new ClosedLoop.Caller(10, 2, List.of(0.2, 0.4)), new ClosedLoop.Caller(6, 3, List.of(0.1, 2.9))));

        assertThat(result.rate()).isEqualTo(7, within(1e-9));
        assertThat(result.percentile(50)).isEqualTo(200, within(1e-9));
        assertThat(result.percentile(99)).isEqualTo(2900, within(1e-9));
    }

    @Test
    void aCallerAsksOnceToWarmUpAndOnceToBeMeasuredHoweverShortItsTime() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        ClosedLoop.Call call = () -> {
            questions.incrementAndGet();
            return 16;
        };

        ClosedLoop.Result result = ClosedLoop.run(2, new Window(Duration.ZERO, Duration.ZERO), call);

        assertThat(questions).hasValue(4);
        assertThat(result.callers()).extracting(ClosedLoop.Caller::pictures).containsExactly(16L, 16L);
    }

    @Test
    void questionsAreCountedOverAllCallers() throws Exception {
        AtomicInteger questions = new AtomicInteger();

        ClosedLoop.count(3, 50, questions::incrementAndGet);

        assertThat(questions).hasValue(50);
    }

    @Test
    void aFailedQuestionFailsTheMeasurement() {
        assertThatThrownBy(() -> ClosedLoop.count(2, 3, () -> {
                    throw new IllegalStateException("503");
                }))
                .hasMessageContaining("503");
    }

    @Test
    void aTargetIsForTheRatioAndForTheValueWhereThereIsNone() {
        assertThat(row().met()).isFalse();
        assertThat(row().ratio(9, "").met()).isTrue();
        assertThat(Row.of("start", 8, "s").target(Target.atMost(8)).met()).isTrue();
        assertThat(Row.of("start", 8.1, "s").target(Target.atMost(8)).met()).isFalse();
        assertThat(Row.of("start", 8, "s").met()).isNull();
    }

    @Test
    void nothingIsARatioToZero() {
        assertThatThrownBy(() -> row().ratio(0, "of nothing")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTableHasAColumnForWhatWasFoundAndWhatWasWanted() {
        Row plain = Row.of("limit", 27, "pictures/s");

        assertThat(report(row(), plain).table()).isEqualTo("""
                | what    | value | unit       | ratio            | target  | met? |
                | ------- | ----- | ---------- | ---------------- | ------- | ---- |
                | clients | 8.50  | pictures/s | 0.85 of the loop | >= 0.90 | no   |
                | limit   | 27.0  | pictures/s |                  |         |      |""");
    }

    @Test
    void theJsonHoldsDateMachineAndEveryRow() {
        JsonNode json = JsonMapper.shared().readTree(report(row()).json());

        assertThat(json.get("date").asString()).isEqualTo("2026-11-23T19:00:00Z");
        assertThat(json.get("quick").asBoolean()).isTrue();
        assertThat(json.get("machine").get("onnxRuntime").asString()).isEqualTo("1.29.0");
        JsonNode row = json.get("rows").get(0);
        assertThat(row.get("value").asDouble()).isEqualTo(8.5);
        assertThat(row.get("ratio").get("value").asDouble()).isEqualTo(0.85, within(1e-9));
        assertThat(row.get("target").get("limit").asDouble()).isEqualTo(0.9);
        assertThat(row.get("met").asBoolean(true)).isFalse();
        assertThat(json.get("failures").get(0).asString()).isEqualTo("http: it broke");
    }

    @Test
    void whatIsChosenBringsWhatItsRatiosAreTo() {
        List<Measurement> all = List.of(new MatrixProduct(), new BareLoop(), new HttpPredictions(), new StartUp());

        assertThat(Benchmark.chosen(all, Set.of("http")))
                .extracting(Measurement::name)
                .containsExactly("matrix", "bare", "http");
        assertThat(Benchmark.chosen(all, Set.of("start")))
                .extracting(Measurement::name)
                .containsExactly("start");
        assertThat(Benchmark.chosen(all, Set.of())).isEqualTo(all);
    }

    @Test
    void optionsAreReadAndWrongOnesNamed() {
        Set<String> names = Set.of("http", "train");

        assertThat(Options.parse(List.of("--quick", "--only", "http,train", "--out", "b.json"), names))
                .isEqualTo(new Options(true, names, Path.of("b.json")));
        assertThat(Options.parse(List.of(), names).only()).isEmpty();
        assertThatThrownBy(() -> Options.parse(List.of("--fast"), names)).hasMessageContaining("Unknown --fast");
        assertThatThrownBy(() -> Options.parse(List.of("--only", "htp"), names)).hasMessageContaining("--only knows");
        assertThatThrownBy(() -> Options.parse(List.of("--out"), names)).hasMessageContaining("--out needs a value");
    }

    /** 8.5 of 10 pictures a second where 0.9 are wanted. */
    private static Row row() {
        return Row.of("clients", 8.5, "pictures/s").ratio(10, "of the loop").target(Target.atLeast(0.9));
    }

    private static Report report(Row... rows) {
        return new Report("2026-11-23T19:00:00Z", true, MACHINE, List.of(rows), List.of("http: it broke"));
    }
}
