package org.bubblegram.dataset;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsImportTest {
    private static final String HEADER = "image,0-1mm,1-2mm,2mm+\n";

    @TempDir
    Path folder;

    private Datasets datasets;

    @BeforeEach
    void open() throws IOException {
        datasets = Store.in(folder, ImportSettings.allowing()).datasets();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      a.png,.5,.6,0        | row_sum            | fractions sum to 1.10000, not 1
      a.png,.5,.4,0        | row_sum            | fractions sum to 0.900000, not 1
      a.png,.9,.9,         | row_sum            | fractions sum to 1.80000, not 1
      a.png,-.5,1.5,0      | value_negative     | '-.5' is negative
      a.png,NaN,.5,.5      | value_not_a_number | 'NaN' is no finite number
      a.png,Infinity,0,0   | value_not_a_number | 'Infinity' is no finite number
      a.png,1e999,0,0      | value_not_a_number | '1e999' is no finite number
      a.png,x,.5,.5        | value_not_a_number | 'x' is no finite number
      a.png,0x1p0,0,0      | value_not_a_number | '0x1p0' is no finite number
      a.png,"0,5",.5,0     | value_not_a_number | '0,5' is no finite number
      a.png,0,0,0          | row_all_zero       | all fractions are 0
      a.png,0,,0           | row_all_zero       | all fractions are 0
      a.png,,,             | row_all_unknown    | no bin is known
      a.png,.5,.5          | row_unreadable     | 3 cells where the header has 4
      a.png,.5,.3,.2,0     | row_unreadable     | 5 cells where the header has 4
      ,1,0,0               | row_unreadable     | no image is named
      b.png,1,0,0          | row_duplicate      | 'b.png' is on line 2 already
      z.png,1,0,0          | image_missing      | 'z.png' has no image file
      ./b.png,1,0,0        | row_duplicate      | './b.png' means the same file as a row before it
      ../b.png,1,0,0       | image_missing      | '../b.png' has no image file
      """)
    void aWrongRowIsAnErrorWithFileAndLine(String row, String code, String message) throws IOException {
        List<Finding> errors = errors(Archives.labelled(HEADER + "b.png,.2,.3,.5\n" + row + "\n", 2));

        assertThat(errors)
                .filteredOn(error -> error.code().equals(code))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.file()).isEqualTo("labels.csv");
                    assertThat(error.line()).isEqualTo(3);
                    assertThat(error.message()).isEqualTo("labels.csv line 3: " + message);
                });
    }

    @Test
    void allErrorsAreToldNotOnlyTheFirst() throws IOException {
        String rows = "a.png,.5,.6,0\nb.png,-1,2,0\nz.png,1,0,0\nc.png,1,0,0\n";

        assertThat(errors(Archives.labelled(HEADER + rows, 4).with("c.png", new byte[0])))
                .extracting(error -> error.code() + " " + error.file() + " " + error.line())
                .containsExactlyInAnyOrder(
                        "row_sum labels.csv 2",
                        "value_negative labels.csv 3",
                        "image_missing labels.csv 4",
                        "image_empty c.png null",
                        "label_missing d.png null");
    }

    @Test
    void ofManyErrorsOfAKindAHundredAreListedAndTheOthersCounted() throws IOException {
        String rows = IntStream.range(0, 130).mapToObj(i -> i + ".png,1,0,0\n").collect(joining());

        List<Finding> errors = errors(Archives.empty().with("labels.csv", HEADER + rows));

        assertThat(errors)
                .filteredOn(error -> error.code().equals("image_missing"))
                .hasSize(101);
        assertThat(errors).extracting(Finding::message).contains("and 30 more of image_missing");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
      file,0-1mm,1mm+              | the first column must be 'image'
      0-1mm,1mm+,image             | the first column must be 'image'
      image                        | there are no bins
      image,small,large            | 'small' is not a bin
      image,0-1mm,1mm+,comment     | 'comment' is not a bin
      image,0-1mm,2mm+             | does not start where the bin before it ends
      image,0-1mm,1px+             | another unit
      image,0-1mm,1mm+,group,Group | the column 'Group' is there twice
      -                            | the first column must be 'image'
      """)
    void anUnreadableHeaderIsAnsweredWithTheGrammar(String header, String why) throws IOException {
        List<Finding> errors = errors(Archives.labelled(header == null ? "" : header + "\na.png,1,0\n", 1));

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("header_unreadable");
            assertThat(error.message())
                    .contains(why)
                    .contains("the header is image,BIN")
                    .endsWith(SizeBins.GRAMMAR);
            assertThat(error.line()).isEqualTo(1);
        });
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      20,30,50 / 100,0,0           | .2 .3 .5         | percent_normalized | percent
      20.1,29.8,49.9 / 33,33,33    | .2014 .2986 .5   | percent_normalized | percent, rounded
      20,30,50 / 10,20,            | .2 .3 .5         | percent_normalized | percent with an unknown bin
      4,6,10 / 1,1,2               | .2 .3 .5         | counts_normalized  | counts
      4,6,10 / 3,,2                | .2 .3 .5         | counts_normalized  | counts with an unknown bin
      4,6,10 / 0,1,0               | .2 .3 .5         | counts_normalized  | counts of which one row sums to 1
      """)
    void percentAndCountsAreNormalizedWithOneWarning(String rows, String first, String code, String why)
            throws IOException {
        LabelReport report = datasets.check(request(), archive(rows).zip(folder));
        Dataset dataset = datasets.create(request(), archive(rows).zip(folder));

        assertThat(report.findings())
                .extracting(Finding::code)
                .filteredOn(found -> found.endsWith("_normalized"))
                .as(why)
                .containsExactly(code);
        assertThat(datasets.samples(dataset).get(0).target().fractions()).containsExactly(numbers(first), within(1e-4));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
      .333333,.333333,.333333 / 1,0,0 | .333333 .333333 .333333 | rounding to six digits is normal
      .2,.3, / 1,0,0                  | .4 .6 NaN               | the known bins are rescaled
      .2,.8, / 1,0,0                  | .2 .8 NaN               | an unknown bin of nothing
      """)
    void fractionsAreTakenAsTheyAreWithoutWarning(String rows, String first, String why) throws IOException {
        Dataset dataset = datasets.create(request(), archive(rows).zip(folder));

        assertThat(datasets.samples(dataset).get(0).target().fractions())
                .as(why)
                .containsExactly(numbers(first), within(1e-6));
        assertThat(dataset.report().findings())
                .extracting(Finding::code)
                .doesNotContain("percent_normalized", "counts_normalized");
    }

    @Test
    void oneRowOfPercentThatIsOffIsTheErrorNotTheOthers() throws IOException {
        assertThat(errors(archive("20.5,29.5,50 / 100,0,0 / 50,20.5,0")))
                .extracting(Finding::message)
                .containsExactly("labels.csv line 4: fractions sum to 70.5000, not 100");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      \\uFEFFimage,0-0.5mm,0.5mm+\\na.png,0.25,0.75\\n             | byte order mark
      image,0-0.5mm,0.5mm+\\r\\na.png,0.25,0.75\\r\\n               | CRLF
      image;0-0.5mm;0.5mm+\\na.png;0.25;0.75\\n                    | semicolons
      image;0-0,5mm;0,5mm+\\na.png;0,25;0,75\\n                    | semicolons and decimal commas
      image\\t0-0,5mm\\t0,5mm+\\na.png\\t0,25\\t0,75\\n             | tabs
      image,0-0.5mm,0.5mm+\\na.png,0.25,0.75                       | no line end
      "image", "0-0.5mm", "0.5mm+"\\n\\n"a.png", 0.25, 0.75\\n,,\\n | quotes, spaces, blank rows
      IMAGE,0-0.5mm,0.5mm+\\na.png,25e-2,+.75\\n                   | capital header, exponents
      """)
    void theWaysInWhichSpreadsheetsWriteCsvAreRead(String escaped, String why) throws IOException {
        String csv = escaped.replace("\\uFEFF", "\uFEFF").translateEscapes();

        Dataset dataset = datasets.create(request(), Archives.labelled(csv, 1).zip(folder));

        assertThat(dataset.bins().labels()).as(why).containsExactly("0-0.5mm", "0.5mm+");
        assertThat(datasets.samples(dataset).get(0).target().fractions()).containsExactly(0.25, 0.75);
    }

    @Test
    void theLineOfAnErrorInTheLastRowWithoutLineEndIsRight() throws IOException {
        assertThat(errors(Archives.labelled(HEADER + "\r\na.png,1,0,0\r\nb.png,2,-1,0", 2)))
                .filteredOn(error -> error.code().equals("value_negative"))
                .extracting(Finding::line)
                .containsExactly(4L);
    }

    @Test
    void whatIsNoUtf8TextOrNoCsvIsRefused() throws IOException {
        byte[] latin = (HEADER + "ä.png,1,0,0\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(errors(Archives.empty().with("labels.csv", latin)))
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple("table_unreadable", "labels.csv cannot be read: it is not UTF-8 text"));
        assertThat(errors(Archives.labelled(HEADER + "\"a.png,1,0,0\n", 1)))
                .extracting(Finding::code)
                .containsExactly("table_unreadable");
        byte[] utf16 = (HEADER + "a.png,1,0,0\n").getBytes(StandardCharsets.UTF_16LE);
        assertThat(errors(Archives.empty().with("labels.csv", utf16)))
                .extracting(Finding::message)
                .containsExactly("labels.csv cannot be read: it holds characters of code 0");
    }

    @Test
    void optionalColumnsMayStandAnywhereBehindTheImage() throws IOException {
        String csv = """
                image,group,0-1mm,weight,1mm+,split,pixelSize
                a.png,cam1,.5,2,.5,val,0.05
                b.png,,1,,0,,
                c.png,cam2,1,0.5,0,Test,
                d.png,,1,,0,train,
                """;

        Dataset dataset = datasets.create(request(), Archives.labelled(csv, 4).zip(folder));

        assertThat(datasets.samples(dataset))
                .extracting(s -> s.image() + " " + s.group() + " " + s.split() + " " + s.weight() + " " + s.pixelSize())
                .containsExactly(
                        "a.png cam1 VALIDATION 2.0 0.05",
                        "b.png null null 1.0 null",
                        "c.png cam2 TEST 0.5 null",
                        "d.png null TRAIN 1.0 null");
    }

    @ParameterizedTest
    @CsvSource({
        "'0,,',    value_not_positive", "'-1,,',   value_not_positive", "'NaN,,',  value_not_positive",
        "',0,',    value_not_positive", "',x,',    value_not_positive", "',,dev', row_unreadable"
    })
    void optionalColumnsAreChecked(String cells, String code) throws IOException {
        String csv = "image,0-1mm,1mm+,weight,pixelSize,split\na.png,1,0," + cells + "\n";

        assertThat(errors(Archives.labelled(csv, 1)))
                .extracting(Finding::code, Finding::line)
                .containsExactly(tuple(code, 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-40", "1e-330", "0.0000009", "1000001", "1e300"})
    void aWeightThatFloatsCannotCountIsRefusedWithItsLine(String weight) throws IOException {
        String csv = "image,0-1mm,1mm+,weight\na.png,1,0,1\nb.png,1,0," + weight + "\n";

        assertThat(errors(Archives.labelled(csv, 2))).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(3);
            assertThat(error.file()).isEqualTo("labels.csv");
            assertThat(error.message()).startsWith("labels.csv line 3: weight '" + weight + "' is no");
        });
    }

    @Test
    void theLeastAndTheMostWeightAreAccepted() throws IOException {
        String csv = "image,0-1mm,1mm+,weight\na.png,1,0,0.000001\nb.png,1,0,1e6\n";

        assertThat(errors(Archives.labelled(csv, 2))).isEmpty();
    }

    private static Archives archive(String rows) {
        String[] each = rows.strip().split(" / ", -1);
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < each.length; i++) {
            csv.append((char) ('a' + i)).append(".png,").append(each[i]).append('\n');
        }
        return Archives.labelled(csv.toString(), each.length);
    }

    private List<Finding> errors(Archives archive) throws IOException {
        return datasets.check(request(), archive.zip(folder)).errors();
    }

    private static NewDataset request() {
        return new NewDataset("grains", Basis.NUMBER, null, null);
    }

    private static double[] numbers(String text) {
        return List.of(text.strip().split(" ", -1)).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
