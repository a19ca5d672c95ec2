package org.bubblegram.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3ConnectionTest {
    private static final S3Connection STORE =
            new S3Connection(URI.create("https://s3.plant.example"), "plant-1", true, "key", "hidden");

    @Test
    void whatIsAbsentIsAsAnotherSaysAndKeysGoTogether() {
        URI elsewhere = URI.create("https://s3.lab.example");

        assertThat(S3Connection.DEFAULT.or(STORE)).isEqualTo(STORE);
        assertThat(STORE.or(S3Connection.DEFAULT)).isEqualTo(STORE);
        assertThat(new S3Connection(elsewhere, null, false, null, null).or(STORE))
                .isEqualTo(new S3Connection(elsewhere, "plant-1", false, "key", "hidden"));
        assertThat(new S3Connection(null, "plant-2", null, "mine", "too").or(STORE))
                .isEqualTo(new S3Connection(STORE.endpoint(), "plant-2", true, "mine", "too"));
        assertThatThrownBy(() -> new S3Connection(null, null, null, null, "hidden"))
                .hasMessageContaining("go together")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3.plant.example", "s3.plant.example:9000", "/srv/s3", "ftp://s3.plant.example", "https:///x"})
    void anEndpointIsTheAddressOfAServer(String endpoint) {
        URI uri = URI.create(endpoint);
        assertThatThrownBy(() -> new S3Connection(uri, null, null, null, null))
                .hasMessageContaining("endpoint must be an https: or http: address");
    }

    @Test
    void keysStayOutOfLogs() {
        assertThat(STORE).hasToString("S3 at https://s3.plant.example");
        assertThat(new S3Connection(null, "plant-1", null, "key", "hidden")).hasToString("S3 at plant-1");
    }
}
