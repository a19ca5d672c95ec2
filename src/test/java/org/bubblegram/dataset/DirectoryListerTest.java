package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.bubblegram.dataset.LabelReport.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryListerTest {
    @TempDir
    Path temporary;

    private final Findings findings = new Findings();
    private Path top;
    private DirectoryLister lister;

    @BeforeEach
    void open() throws IOException {
        top = temporary.toRealPath();
        lister = new DirectoryLister(top, List.of(top), 100, findings);
    }

    @Test
    void aDirectoryWithoutPermissionIsAnErrorWithItsNameAndWithoutThePathOnTheServer() {
        Path secret = top.resolve("images/secret");

        lister.visitFileFailed(secret, new AccessDeniedException(secret.toString()));

        assertThat(findings.errors())
                .extracting(Finding::code, Finding::file, Finding::message)
                .containsExactly(tuple(
                        "file_unreadable",
                        "images/secret",
                        "'images/secret' cannot be read: the service has no permission"));
    }

    @Test
    void aFileThatVanishesWhileItIsListedIsAnErrorWithItsName() throws IOException {
        Path file = Files.createFile(top.resolve("a.png"));
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Files.delete(file);

        lister.visitFile(file, attributes);
        lister.visitFileFailed(top.resolve("b.png"), new NoSuchFileException("b.png"));

        assertThat(lister.realPaths()).isEmpty();
        assertThat(findings.errors())
                .extracting(Finding::code, Finding::message)
                .containsExactly(
                        tuple("file_unreadable", "'a.png' cannot be read: it is no longer there"),
                        tuple("file_unreadable", "'b.png' cannot be read: it is no longer there"));
    }

    @Test
    void aDirectoryThatBreaksOffWhileItIsListedIsAnError() {
        lister.postVisitDirectory(top, new IOException("Input/output error"));
        lister.postVisitDirectory(top.resolve("whole"), null);

        assertThat(findings.errors())
                .extracting(Finding::message)
                .containsExactly("the directory cannot be read: Input/output error");
    }
}
