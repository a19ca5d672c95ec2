package org.bubblegram.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bubblegram.storage.S3Connection;
import org.bubblegram.storage.S3Prefix;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What imports may read.
 *
 * @param allowed directories of the server and prefixes of buckets, {@code s3://bucket/prefix}, that imports may read; none
 *     by default
 * @param maxFiles most files of an archive, directory or prefix
 * @param maxFileSize most bytes of one file, unpacked
 * @param maxTotalSize most bytes of all files together, unpacked
 * @param maxCompressionRatio most bytes that one byte of an archive may unpack to
 * @param s3 how buckets are reached; what is absent is as the store's, where that is a bucket
 */
@ConfigurationProperties("bubblegram.imports")
public record ImportSettings(
        @DefaultValue List<String> allowed,
        @DefaultValue("200000") int maxFiles,
        @DefaultValue("256MB") DataSize maxFileSize,
        @DefaultValue("20GB") DataSize maxTotalSize,
        @DefaultValue("200") int maxCompressionRatio,
        @DefaultValue S3Connection s3) {
    /** Two letters at least: one is a drive of Windows. */
    private static final Pattern OTHER_ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    public ImportSettings {
        allowed = List.copyOf(allowed);
        allowed.forEach(ImportSettings::check);
    }

    private static void check(String place) {
        try {
            if (S3Prefix.isAddress(place)) {
                S3Prefix.parse(place);
            } else if (place.isBlank() || OTHER_ADDRESS.matcher(place).matches()) {
                throw new IllegalArgumentException("it is neither a directory nor an s3://bucket/prefix");
            } else {
                var unused = Path.of(place); // or says what is wrong
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bubblegram.imports.allowed has '" + place + "': " + e.getMessage(), e);
        }
    }

    /** The allowed directories. */
    List<Path> directories() {
        return allowed.stream()
                .filter(place -> !S3Prefix.isAddress(place))
                .map(Path::of)
                .toList();
    }

    /** The allowed prefixes. */
    List<S3Prefix> prefixes() {
        return allowed.stream().filter(S3Prefix::isAddress).map(S3Prefix::parse).toList();
    }

    /** The default limits. */
    public static ImportSettings allowing(Path... directories) {
        return new ImportSettings(
                Stream.of(directories).map(Path::toString).toList(),
                200_000,
                DataSize.ofMegabytes(256),
                DataSize.ofGigabytes(20),
                200,
                S3Connection.DEFAULT);
    }
}
