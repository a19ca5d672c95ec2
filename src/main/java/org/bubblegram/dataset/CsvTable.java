package org.bubblegram.dataset;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file, read row by row. UTF-8 with or without byte order mark; LF or CRLF; separated by commas, or by semicolons or
 * tabs where the header has them, and decimals may then be written with a comma. Rows without any text are left out.
 */
final class CsvTable implements Closeable {
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final char separator;
    private final Row header;

    /** @param line in the file, from 1 */
    record Row(long line, List<String> cells) {
        boolean blank() {
            return cells.stream().allMatch(String::isEmpty);
        }
    }

    /** @throws java.io.UncheckedIOException or IOException if it is no UTF-8 text, or a quote is never closed */
    CsvTable(InputStream in) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), LONGEST_HEADER);
        skipByteOrderMark(reader);
        this.separator = separator(reader);
        CSVFormat format = CSVFormat.Builder.create()
                .setDelimiter(separator)
                .setQuote('"')
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .setTrim(true)
                .get();
        this.parser = CSVParser.builder().setReader(reader).setFormat(format).get();
        this.records = parser.iterator();
        this.header = hasNext() ? next() : new Row(1, List.of());
    }

    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    private static char separator(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        boolean tab = false;
        for (int i = 0; i < LONGEST_HEADER; i++) {
            int character = reader.read();
            if (character < 0 || character == '\n' || character == ';') {
                reader.reset();
                return character == ';' ? ';' : tab ? '\t' : ',';
            }
            tab |= character == '\t';
        }
        throw new IOException("the first line has more than " + LONGEST_HEADER + " characters");
    }

    /** The cells of the first row; none in an empty file. */
    List<String> header() {
        return header.cells();
    }

    boolean hasNext() {
        return records.hasNext();
    }

    Row next() {
        List<String> cells = records.next().toList();
        if (cells.stream()
                .anyMatch(cell -> cell.indexOf('\0') >= 0)) { // UTF-16, or no text at all; databases refuse it
            throw new UncheckedIOException(new IOException("it holds characters of code 0"));
        }
        return new Row(parser.getCurrentLineNumber(), cells);
    }

    /** With decimal point where this file writes decimals with a comma. */
    String withPoint(String text) {
        return separator == ',' ? text : text.replace(',', '.');
    }

    /** The finite number that a cell holds. */
    OptionalDouble number(String cell) {
        String text = withPoint(cell);
        if (!NUMBER.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
