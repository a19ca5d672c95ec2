package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.histogram.Basis;
import org.bubblegram.storage.CreationKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.TransactionSystemException;

/** The connection goes between a commit and its answer. */
@OnEachDatabase
class LostCommitTest {
    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.in(folder, ImportSettings.allowing());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Dataset create() throws IOException {
        NewDataset request = new NewDataset("grains", Basis.NUMBER, null, new CreationKey("k1", "digest"));
        return store.datasets().create(request, DatasetsTest.two().zip(folder));
    }

    @Test
    void leavesTheImagesAndCreatingAgainAnswersThem() throws IOException {
        store.transactions().loseNext();
        assertThatThrownBy(this::create).isInstanceOf(TransactionSystemException.class);

        Dataset created = create();

        assertThat(store.rows("dataset")).isEqualTo(1);
        try (InputStream image =
                store.datasets().image(store.datasets().samples(created).get(1))) {
            assertThat(image.readAllBytes()).isEqualTo(Archives.png(4, 4, 5));
        }
        assertThat(store.datasets().orphans()).isEmpty();
    }
}
