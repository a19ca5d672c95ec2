package org.bubblegram.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Buckets that others fill: listed and read, never written. What the server refuses for good is a {@link
 * FileSystemException} in words that tell no address; anything else that fails is {@link StoreUnavailable}.
 */
public final class Buckets implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Buckets.class);

    private static final int REQUEST_TIMEOUT = 408;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY_REQUESTS = 429;

    private final S3Client client;

    /** @throws IllegalArgumentException if neither the connection nor the environment says in which region */
    public Buckets(S3Connection connection) {
        try {
            client = connection.client();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException("no region is configured, and the environment gives none", e);
        }
    }

    /**
     * An object as it was when it was listed.
     *
     * @param name its key behind the prefix
     * @param etag absent where the server gives none
     */
    public record Listed(String name, long size, @Nullable String etag) {}

    /** The objects below a prefix, page by page, until there are so many. */
    public List<Listed> list(S3Prefix prefix, long most) throws IOException {
        try {
            return client
                    .listObjectsV2Paginator(request -> request.bucket(prefix.bucket())
                            .prefix(prefix.folder())
                            .encodingType(EncodingType.URL)) // for keys that no XML may hold
                    .contents()
                    .stream()
                    .limit(most)
                    .map(object -> listed(prefix, object))
                    .toList();
        } catch (SdkException e) {
            log.warn("{} cannot be listed: {}", prefix, e.toString());
            throw failure(prefix.toString(), e);
        }
    }

    private static Listed listed(S3Prefix prefix, S3Object object) {
        return new Listed(object.key().substring(prefix.folder().length()), object.size(), object.eTag());
    }

    /** Opens an object that was listed below a prefix, and has not changed since; the caller closes it. */
    public InputStream read(S3Prefix prefix, Listed object) throws IOException {
        try {
            ResponseInputStream<GetObjectResponse> response =
                    client.getObject(request -> request.bucket(prefix.bucket())
                            .key(prefix.folder() + object.name())
                            .ifMatch(object.etag()));
            if (!Long.valueOf(object.size()).equals(response.response().contentLength())) {
                response.abort();
                throw changed(object.name());
            }
            return new S3ObjectStream(response);
        } catch (SdkException e) {
            throw failure(object.name(), e);
        }
    }

    private static IOException failure(String what, SdkException e) {
        if (!(e instanceof S3Exception answer) || isPassing(answer.statusCode())) {
            return new StoreUnavailable(e);
        }
        String code = answer.awsErrorDetails() == null
                ? ""
                : String.valueOf(answer.awsErrorDetails().errorCode());
        IOException refused = switch (code) {
            case "NoSuchKey" -> new NoSuchFileException(what);
            case "NoSuchBucket" -> new FileSystemException(what, null, "there is no such bucket");
            case "InvalidObjectState" -> new FileSystemException(what, null, "it is archived");
            default -> refused(what, answer.statusCode(), code);
        };
        refused.initCause(e);
        return refused;
    }

    private static boolean isPassing(int status) {
        return status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
    }

    private static IOException refused(String what, int status, String code) {
        return switch (status) {
            case 401, 403 -> new AccessDeniedException(what);
            case 404 -> new NoSuchFileException(what);
            case PRECONDITION_FAILED -> changed(what);
            default -> new FileSystemException(what, null, "the object store refuses: " + status + " " + code);
        };
    }

    private static FileSystemException changed(String what) {
        return new FileSystemException(what, null, "it has changed since it was listed");
    }

    @Override
    public void close() {
        client.close();
    }
}
