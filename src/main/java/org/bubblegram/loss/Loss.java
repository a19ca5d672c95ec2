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
    @JsonSubTypes.Type(value = KullbackLeibler.class, name = "kullback-leibler"),
    @JsonSubTypes.Type(value = ReverseKullbackLeibler.class, name = "reverse-kullback-leibler"),
    @JsonSubTypes.Type(value = JensenShannon.class, name = "jensen-shannon"),
    @JsonSubTypes.Type(value = EarthMovers.class, name = "emd"),
    @JsonSubTypes.Type(value = SquaredEarthMovers.class, name = "squared-emd"),
    @JsonSubTypes.Type(value = SoftmaxL2.class, name = "softmax-l2"),
    @JsonSubTypes.Type(value = SoftmaxL1.class, name = "softmax-l1"),
    @JsonSubTypes.Type(value = SizeWeightedL2.class, name = "size-weighted-l2"),
    @JsonSubTypes.Type(value = Intersection.class, name = "intersection"),
    @JsonSubTypes.Type(value = IntersectionOverUnion.class, name = "iou"),
    @JsonSubTypes.Type(value = KullbackLeiblerExpectation.class, name = "kullback-leibler-expectation"),
    @JsonSubTypes.Type(value = SigmoidL2.class, name = "sigmoid-l2"),
    @JsonSubTypes.Type(value = SigmoidBinaryCrossEntropy.class, name = "sigmoid-binary-cross-entropy"),
    @JsonSubTypes.Type(value = Cosine.class, name = "cosine")
})
public sealed interface Loss
        permits SoftmaxCrossEntropy,
                KullbackLeibler,
                ReverseKullbackLeibler,
                JensenShannon,
                EarthMovers,
                SquaredEarthMovers,
                SoftmaxL2,
                SoftmaxL1,
                SizeWeightedL2,
                Intersection,
                IntersectionOverUnion,
                KullbackLeiblerExpectation,
                SigmoidL2,
                SigmoidBinaryCrossEntropy,
                Cosine {
    /** Returns the per-sample loss (B), each finite wherever logits are. */
    NDArray perSample(NDArray logits, Targets targets);

    /**
     * Returns this loss at predicted fractions, whatever model they come from, so that models trained by different losses
     * compare: the value of {@link #perSample} at those logits that mean these fractions, z = log p for the losses of a
     * softmax, sigmoid(z) = p for those of a sigmoid, z = p for the cosine. It is finite for every p, as inside logarithms
     * what is below {@link Answer#LEAST_PREDICTED} counts as that. Some losses that differ at logits are the same at fractions:
     * sigmoid-l2 is softmax-l2 there.
     */
    double at(Answer answer);

    /** The map from logits to fractions that belongs to this loss. */
    Activation activation();
}
