package org.bubblegram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test on a thread that only evaluates, whose tensors are gone after it. */
public abstract class TensorTest {
    /** Of one test. */
    protected NDManager manager;

    @BeforeAll
    static void setUpEngine() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @BeforeEach
    final void openManager() {
        manager = TensorEngine.newManager();
    }

    @AfterEach
    final void closeManager() {
        manager.close();
    }

    /** (n, 2), row after row. */
    protected final NDArray pairs(float... values) {
        return manager.create(values, new Shape(values.length / 2, 2));
    }
}
