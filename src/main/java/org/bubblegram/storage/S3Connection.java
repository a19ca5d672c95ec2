package org.bubblegram.storage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How an S3 server is reached, Amazon's or any that speaks its protocol. What is absent may come from {@link #or another}.
 *
 * @param endpoint of a server other than Amazon's
 * @param region where absent, {@code us-east-1} at an endpoint, and otherwise the one that the environment gives
 * @param pathStyle whether the bucket stands in the path instead of the host's name, as most other servers want it; where
 *     absent, wherever there is an endpoint
 * @param accessKey together with the secret key; where absent, those that the environment gives: variables, the profile,
 *     the container's or the machine's role
 */
public record S3Connection(
        @Nullable URI endpoint,
        @Nullable String region,
        @Nullable Boolean pathStyle,
        @Nullable String accessKey,
        @Nullable String secretKey) {
    /** As the environment says. */
    public static final S3Connection DEFAULT = new S3Connection(null, null, null, null, null);

    static final String DEFAULT_REGION = "us-east-1";

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    public S3Connection {
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException("access-key and secret-key go together");
        }
        if (endpoint != null && !isServer(endpoint)) {
            throw new IllegalArgumentException("endpoint must be an https: or http: address");
        }
    }

    private static boolean isServer(URI endpoint) {
        String scheme = endpoint.getScheme();
        return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme)) && endpoint.getHost() != null;
    }

    /** This one; what it does not say is as another says. */
    public S3Connection or(S3Connection other) {
        boolean ownKeys = accessKey != null;
        return new S3Connection(
                endpoint != null ? endpoint : other.endpoint,
                region != null ? region : other.region,
                pathStyle != null ? pathStyle : other.pathStyle,
                ownKeys ? accessKey : other.accessKey,
                ownKeys ? secretKey : other.secretKey);
    }

    S3Client client() {
        var builder = S3Client.builder()
                .forcePathStyle(pathStyle != null ? pathStyle : endpoint != null)
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(SILENCE))
                // what servers other than Amazon's need not know
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (region != null || endpoint != null) {
            builder.region(Region.of(region != null ? region : DEFAULT_REGION));
        }
        return builder.build();
    }

    private AwsCredentialsProvider credentials() {
        return accessKey == null || secretKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    /** Without keys: records end up in logs. */
    @Override
    public String toString() {
        return "S3 at " + (endpoint != null ? endpoint : region != null ? region : "the environment's region");
    }
}
