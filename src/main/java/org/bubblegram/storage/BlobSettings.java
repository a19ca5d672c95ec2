package org.bubblegram.storage;

import jakarta.validation.Valid;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where blobs lie.
 *
 * @param type the directory {@code blobs} below the home, or a bucket
 * @param exclusive whether no other process uses the same database and blobs, see {@link StoreUse}; found out where absent
 * @param s3 the bucket
 */
@Validated
@ConfigurationProperties("bubblegram.storage")
record BlobSettings(
        @DefaultValue("directory") Type type,
        @Nullable Boolean exclusive,
        @Valid @DefaultValue S3 s3) {
    enum Type {
        DIRECTORY,
        S3
    }

    /**
     * A bucket of Amazon's or of any server that speaks its protocol.
     *
     * @param bucket which exists
     * @param prefix of every object, such as {@code plant-7/}; none by default
     * @param endpoint like the following, see {@link S3Connection}
     */
    record S3(
            @DefaultValue("") String bucket,
            @DefaultValue("") String prefix,
            @Nullable URI endpoint,
            @DefaultValue(S3Connection.DEFAULT_REGION) String region,
            @Nullable Boolean pathStyle,
            @Nullable String accessKey,
            @Nullable String secretKey) {
        S3 {
            if (!prefix.isEmpty()) {
                prefix = BlobKey.folder(BlobKey.isFolder(prefix) ? prefix : prefix + "/");
            }
            new S3Connection(endpoint, region, pathStyle, accessKey, secretKey); // or says what is wrong
        }

        S3Connection connection() {
            return new S3Connection(endpoint, region, pathStyle, accessKey, secretKey);
        }

        /** Without secrets: records end up in logs. */
        @Override
        public String toString() {
            return "s3://" + bucket + "/" + prefix + (endpoint == null ? "" : " at " + endpoint);
        }
    }
}
