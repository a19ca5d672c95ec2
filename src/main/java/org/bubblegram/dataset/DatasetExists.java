package org.bubblegram.dataset;

/** The name of a data set to be made is taken. */
public final class DatasetExists extends RuntimeException {
    public static final String CODE = "dataset_exists";

    private final String name;

    public DatasetExists(String name) {
        super("there is a data set '" + name + "' already");
        this.name = name;
    }

    public String name() {
        return name;
    }
}
