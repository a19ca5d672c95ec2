package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bubblegram.network.HeadOptions;
import org.bubblegram.network.Pooling;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class HeadSpecTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void withoutFieldsItIsPoolingAndTheLastLayer() {
        assertThat(HeadSpec.defaults().options()).isEqualTo(HeadOptions.plain(Pooling.MAX));
        assertThat(JSON.readValue("{\"pooling\": \"average\"}", HeadSpec.class).options())
                .isEqualTo(HeadOptions.plain(Pooling.AVERAGE));
        assertThat(JSON.readValue("{\"dropout\": {}}", HeadSpec.class)).isEqualTo(HeadSpec.defaults());
    }

    @Test
    void everyFieldOfItsJsonReachesTheNetworkAndIsWrittenBackAlike() {
        HeadSpec spec = JSON.readValue("""
                {"pooling": "average", "hiddenUnits": [512, 64], "dropout": {"rate": 0.25, "rescale": false},
                 "normalization": "standardize", "temperature": 2,
                 "variational": {"sampling": "per-batch", "priorDeviation": 0.5, "initialDeviation": 0.25, "weight": 0.1}}
                """, HeadSpec.class);

        assertThat(spec.options())
                .isEqualTo(new HeadOptions(
                        Pooling.AVERAGE,
                        List.of(512, 64),
                        0.25,
                        false,
                        true,
                        2,
                        new HeadOptions.Variational(HeadOptions.Sampling.PER_BATCH, 0.5, 0.25)));
        assertThat(spec.variational().weight()).isEqualTo(0.1);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), HeadSpec.class))
                .isEqualTo(spec);
    }

    @Test
    void aVariationalHeadSamplesLogitsUnlessItIsToldOtherwise() {
        HeadSpec spec = JSON.readValue("{\"variational\": {}}", HeadSpec.class);

        assertThat(spec.options().variational()).isEqualTo(HeadOptions.Variational.DEFAULT);
        assertThat(spec.variational().weight()).isEqualTo(1);
    }
}
