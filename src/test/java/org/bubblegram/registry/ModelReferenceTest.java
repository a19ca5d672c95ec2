package org.bubblegram.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
        froth,              froth,   ,  ,
        froth@3,            froth,   3,
        froth@production,   froth,   ,  production
        a.b_c-1@v2,         a.b_c-1, ,  v2
        7@7,                7,       7,
        """)
    void aReferenceIsAModelWithAVersionOrAnAliasOrNeither(String text, String model, Integer version, String alias) {
        var reference = ModelReference.parse(text);

        assertThat(reference).isEqualTo(new ModelReference(model, version, alias));
        assertThat(reference).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@3",
                "froth@",
                "froth@0",
                "froth@03",
                "froth@-1",
                "froth@1@2",
                "Froth",
                "../froth",
                "froth/x",
                "froth@9999999999",
                ".froth",
                "froth ",
                "froth@Prod"
            })
    void whatIsNoReferenceIsRefused(String text) {
        assertThatThrownBy(() -> ModelReference.parse(text))
                .isInstanceOfSatisfying(
                        InvalidReference.class, e -> assertThat(e.code()).isEqualTo("invalid_reference"));
    }

    @Test
    void aReferenceInPlaceOfANameIsToldWhereTheVersionStands() {
        assertThatThrownBy(() -> new ModelReference("froth@1", null, null))
                .isInstanceOf(InvalidReference.class)
                .hasMessageStartingWith("'froth@1' is not a model's name")
                .hasMessageEndingWith("/versions/N");
    }
}
