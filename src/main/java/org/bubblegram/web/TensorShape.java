package org.bubblegram.web;

import java.util.List;

/** Sides of a tensor, each 1 to 2^31 - 1. */
record TensorShape(List<Integer> sides) {
    /** @throws InvalidRequest if a side is no such number, or there are other than {@code rank} */
    static TensorShape of(List<Long> shape, int rank, String field) {
        if (shape.size() != rank || shape.stream().anyMatch(side -> side < 1 || side > Integer.MAX_VALUE)) {
            throw new InvalidRequest(field, "must be " + rank + (rank == 1 ? " number" : " numbers") + " above 0");
        }
        return new TensorShape(shape.stream().map(Long::intValue).toList());
    }

    int rank() {
        return sides.size();
    }

    int side(int axis) {
        return sides.get(axis);
    }

    /** How many numbers that makes. @throws TooLarge if no array holds so many */
    int elements() {
        long elements = 1;
        for (int side : sides) {
            elements *= side; // no overflow: both are below 2^31
            if (elements >= Integer.MAX_VALUE / 4) {
                throw new TooLarge("a tensor of shape " + sides + " has too many elements");
            }
        }
        return (int) elements;
    }
}
