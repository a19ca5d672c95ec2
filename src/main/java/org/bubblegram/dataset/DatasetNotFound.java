package org.bubblegram.dataset;

/** No data set has this name. */
public final class DatasetNotFound extends RuntimeException {
    public static final String CODE = "dataset_not_found";

    private final String name;

    public DatasetNotFound(String name) {
        super("there is no data set '" + name + "'");
        this.name = name;
    }

    public String name() {
        return name;
    }
}
