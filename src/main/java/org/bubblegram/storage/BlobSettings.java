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
     * @param endpoint of a server other than Amazon's
     * @param pathStyle whether the bucket stands in the path instead of the host's name, as most other servers want it
     * @param accessKey together with the secret key; where absent, those that the environment gives: variables, the
     *     profile, the container's or the machine's role
     */
    record S3(
            @DefaultValue("") String bucket,
            @DefaultValue("") String prefix,
            @Nullable URI endpoint,
            @DefaultValue("us-east-1") String region,
            @Nullable Boolean pathStyle,
            @Nullable String accessKey,
            @Nullable String secretKey) {
        S3 {
            if (!prefix.isEmpty()) {
                prefix = BlobKey.folder(BlobKey.isFolder(prefix) ? prefix : prefix + "/");
            }
            if ((accessKey == null) != (secretKey == null)) {
                throw new IllegalArgumentException("access-key and secret-key go together");
            }
        }

        /** As configured; otherwise wherever the server is not Amazon's. */
        boolean bucketInPath() {
            return pathStyle != null ? pathStyle : endpoint != null;
        }

        /** Without secrets: records end up in logs. */
        @Override
        public String toString() {
            return "s3://" + bucket + "/" + prefix + (endpoint == null ? "" : " at " + endpoint);
        }
    }
}
