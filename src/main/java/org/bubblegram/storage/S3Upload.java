package org.bubblegram.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object that is written, of a length that nobody knows before its end: a small one by one request, a large one part by
 * part. One part is in memory at a time. Closing it means nothing, for content may close its stream (a ZIP must): it is
 * {@link #complete} or {@link #abandon}ed.
 */
final class S3Upload extends OutputStream {
    private static final Logger log = LoggerFactory.getLogger(S3Upload.class);

    /** An object has at most 10,000 parts: 160 GB. */
    static final int PART = 16 << 20;

    private static final int FIRST = 1 << 16;

    private final S3Client client;
    private final String bucket;
    private final String object;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST];
    private int filled;
    private @Nullable String id;

    S3Upload(S3Client client, String bucket, String object) {
        this.client = client;
        this.bucket = bucket;
        this.object = object;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (filled == PART) {
                sendPart();
            }
            int some = Math.min(length - done, PART - filled);
            if (filled + some > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(PART, Math.max(2 * buffer.length, filled + some)));
            }
            System.arraycopy(bytes, from + done, buffer, filled, some);
            filled += some;
            done += some;
        }
    }

    private RequestBody body() {
        int length = filled;
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, length), length, "application/octet-stream");
    }

    private void sendPart() throws IOException {
        try {
            sendPart(parts.size() + 1);
        } catch (SdkException e) {
            throw S3BlobStore.failure(e);
        }
        filled = 0;
    }

    private void sendPart(int number) {
        String upload = id;
        if (upload == null) {
            upload = client.createMultipartUpload(
                            request -> request.bucket(bucket).key(object))
                    .uploadId();
            id = upload;
        }
        String known = upload;
        String tag = client.uploadPart(
                        request -> request.bucket(bucket)
                                .key(object)
                                .uploadId(known)
                                .partNumber(number),
                        body())
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }

    /** Makes the object appear; nothing may be written after that. */
    void complete() throws IOException {
        if (id == null) {
            client.putObject(request -> request.bucket(bucket).key(object), body());
            return;
        }
        if (filled > 0) {
            sendPart();
        }
        String upload = id;
        client.completeMultipartUpload(request ->
                request.bucket(bucket).key(object).uploadId(upload).multipartUpload(whole -> whole.parts(parts)));
        id = null;
    }

    /** Takes back what is not complete. */
    void abandon() {
        String upload = id;
        id = null;
        if (upload != null) {
            try {
                client.abortMultipartUpload(
                        request -> request.bucket(bucket).key(object).uploadId(upload));
            } catch (SdkException e) {
                log.warn(
                        "Parts of {} stay in the object store until its rule for incomplete uploads removes them",
                        object,
                        e);
            }
        }
    }
}
