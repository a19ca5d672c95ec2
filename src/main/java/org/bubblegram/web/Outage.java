package org.bubblegram.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bubblegram.storage.DatabaseOutage;
import org.bubblegram.storage.StoreUnavailable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Something that the service stands on is away for now; the same request may succeed later. */
enum Outage {
    /** Of temporary files, of H2's or of the directory of stored files. */
    DISK("disk_full", "There is no space left for files just now.") {
        @Override
        boolean shows(Throwable e) {
            return e instanceof IOException && String.valueOf(e.getMessage()).contains("No space left on device");
        }
    },

    DATABASE(
            "database_unavailable",
            "The database does not answer just now.",
            DataAccessResourceFailureException.class,
            RecoverableDataAccessException.class,
            TransientDataAccessResourceException.class,
            CannotCreateTransactionException.class) {
        @Override
        boolean shows(Throwable e) {
            return super.shows(e) || DatabaseOutage.isShownBy(e);
        }
    },

    STORE("store_unavailable", "The store of files does not answer just now.", StoreUnavailable.class);

    static final String RETRY_AFTER_SECONDS = "5";

    private final String code;
    private final String detail;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Class<?>> signs;

    Outage(String code, String detail, Class<?>... signs) {
        this.code = code;
        this.detail = detail;
        this.signs = List.of(signs);
    }

    String code() {
        return code;
    }

    /** Without the error's own words, which may hold addresses. */
    String detail() {
        return detail;
    }

    /** The outage behind a failure; a full disk before a database that fails for it. */
    static Optional<Outage> behind(Throwable failure) {
        return Stream.of(values())
                .filter(outage -> Stream.iterate(failure, e -> e != null, Throwable::getCause)
                        .anyMatch(outage::shows))
                .findFirst();
    }

    boolean shows(Throwable e) {
        return signs.stream().anyMatch(sign -> sign.isInstance(e));
    }
}
