package org.bubblegram.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.zip.ZipException;
import org.bubblegram.dataset.CsvTable.Row;
import org.bubblegram.storage.StoreUnavailable;

/** One CSV file of an import: what is wrong with it goes to the findings with file and line. */
record CsvFile(SourceFiles files, String name, Findings findings) {
    /** What is done with the rows. */
    interface Reader {
        void read(CsvTable table) throws IOException;
    }

    void read(Reader reader) throws IOException {
        try (InputStream in = files.open(name);
                CsvTable table = new CsvTable(in)) {
            reader.read(table);
        } catch (UncheckedIOException e) {
            unreadable(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            unreadable(e);
        }
    }

    private void unreadable(IOException e) throws IOException {
        if (e instanceof LimitExceeded || e instanceof StoreUnavailable) {
            throw e; // no fault of this file
        }
        if (e instanceof FileSystemException || e instanceof ZipException || e instanceof EOFException) {
            ReadFailure why = ReadFailure.of(e);
            findings.add(why.code(), name + " cannot be read: " + why.reason(), name);
            return;
        }
        String why = e instanceof CharacterCodingException ? "it is not UTF-8 text" : e.getMessage();
        findings.add(FindingCode.TABLE_UNREADABLE, name + " cannot be read: " + why, name);
    }

    void header(String message) {
        findings.add(FindingCode.HEADER_UNREADABLE, message, name, 1L);
    }

    void row(FindingCode code, Row row, String message) {
        findings.add(code, name + " line " + row.line() + ": " + message, name, row.line());
    }

    /** Whether a row has as many cells as the header. */
    boolean complete(Row row, int columns) {
        if (row.cells().size() != columns) {
            row(FindingCode.ROW_UNREADABLE, row, row.cells().size() + " cells where the header has " + columns);
            return false;
        }
        return true;
    }
}
