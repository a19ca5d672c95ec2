package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What training minimizes. Gives one value a sample; the batch loss is their weighted mean, always. Tensors: logits
 * (B, K), targets (B, K), known (B, K), losses (B), B samples and K bins.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SoftmaxCrossEntropy.class, name = "softmax-cross-entropy"),
    @JsonSubTypes.Type(value = SigmoidL2.class, name = "sigmoid-l2"),
    @JsonSubTypes.Type(value = Cosine.class, name = "cosine")
})
public sealed interface Loss permits SoftmaxCrossEntropy, SigmoidL2, Cosine {
    /** Returns the per-sample loss (B), each finite wherever logits are. */
    NDArray perSample(NDArray logits, Targets targets);

    /** The map from logits to fractions that belongs to this loss. */
    Activation activation();
}
