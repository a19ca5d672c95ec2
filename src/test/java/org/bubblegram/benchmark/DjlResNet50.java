package org.bubblegram.benchmark;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/** ResNet50 v1.5, global max pooling and a linear head of DJL's own blocks, (B, 3, H, W) -> (B, K). */
final class DjlResNet50 {
    private static final int[] BLOCKS = {3, 4, 6, 3};

    private DjlResNet50() {}

    static Block block(int bins) {
        SequentialBlock network = new SequentialBlock();
        convolution(network, 64, 7, 2); // (B, 64, H/2, W/2)
        network.add(Activation::relu)
                .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1))); // (B, 64, H/4, W/4)
        for (int layer = 0; layer < BLOCKS.length; layer++) {
            for (int block = 0; block < BLOCKS[layer]; block++) {
                network.add(bottleneck(64 << layer, layer > 0 && block == 0 ? 2 : 1, block == 0));
            }
        }
        return network.add(Pool.globalMaxPool2dBlock()) // (B, 2048, h, w) -> (B, 2048)
                .add(Linear.builder().setUnits(bins).build()); // -> (B, K)
    }

    private static Block bottleneck(int width, int stride, boolean projects) {
        SequentialBlock body = new SequentialBlock();
        convolution(body, width, 1, 1);
        body.add(Activation::relu);
        convolution(body, width, 3, stride);
        body.add(Activation::relu);
        convolution(body, 4 * width, 1, 1);
        Block shortcut = projects ? convolution(new SequentialBlock(), 4 * width, 1, stride) : Blocks.identityBlock();
        return new ParallelBlock(
                outputs -> new NDList(Activation.relu(
                        outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow()))),
                List.of(body, shortcut));
    }

    private static SequentialBlock convolution(SequentialBlock to, int filters, int size, int stride) {
        int padding = (size - 1) / 2;
        return to.add(Conv2d.builder()
                        .setKernelShape(new Shape(size, size))
                        .setFilters(filters)
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(padding, padding))
                        .optBias(false)
                        .build())
                .add(BatchNorm.builder().build());
    }
}
