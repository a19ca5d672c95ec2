package org.bubblegram.dataset;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What imports may read.
 *
 * @param allowed directories of the server that imports may read; none by default
 * @param maxFiles most files of an archive or directory
 * @param maxFileSize most bytes of one file, unpacked
 * @param maxTotalSize most bytes of all files together, unpacked
 * @param maxCompressionRatio most bytes that one byte of an archive may unpack to
 */
@ConfigurationProperties("bubblegram.imports")
public record ImportSettings(
        @DefaultValue List<Path> allowed,
        @DefaultValue("200000") int maxFiles,
        @DefaultValue("256MB") DataSize maxFileSize,
        @DefaultValue("20GB") DataSize maxTotalSize,
        @DefaultValue("200") int maxCompressionRatio) {
    /** The default limits. */
    public static ImportSettings allowing(Path... directories) {
        return new ImportSettings(
                List.of(directories), 200_000, DataSize.ofMegabytes(256), DataSize.ofGigabytes(20), 200);
    }
}
