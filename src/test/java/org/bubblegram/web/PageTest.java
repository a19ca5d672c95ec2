package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    @Test
    void aPageEndsWithACursorOnlyWhereMoreFollows() {
        Function<String, Cursor> cursor = name -> new Cursor("letters", name);
        Page<String> first = Page.of(List.of("a", "b", "c"), 2, cursor);
        assertThat(first.items()).containsExactly("a", "b");
        assertThat(Cursor.after("letters", first.nextCursor(), Function.identity()))
                .contains("b");
        assertThat(Page.of(List.of("c"), 2, cursor).nextCursor()).isNull();
        assertThat(Page.of(List.of("c", "d"), 2, cursor).nextCursor())
                .as("exactly full")
                .isNull();
    }

    @Test
    void withoutCursorAListStartsAtItsBeginning() {
        assertThat(Cursor.after("letters", null, Function.identity())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "YWJj", "c2FtcGxlczox", "bGV0dGVyczpub3QtYS11dWlk"})
    void refusesWhatThatListNeverGave(String cursor) {
        assertThatThrownBy(() -> Cursor.after("letters", cursor, UUID::fromString))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("cursor");
    }
}
