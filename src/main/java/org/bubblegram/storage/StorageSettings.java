package org.bubblegram.storage;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where run-time data lies.
 *
 * @param home holds the embedded database and, unless they lie in a bucket, the blobs; {@code data} in the working
 *     directory by default
 */
@ConfigurationProperties("bubblegram")
public record StorageSettings(@DefaultValue("data") Path home) {}
