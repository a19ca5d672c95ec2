package org.bubblegram.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Blobs as objects of a bucket. An object appears when its upload is complete, and no sooner. */
final class S3BlobStore implements BlobStore, AutoCloseable {
    /** As many as a request may delete. */
    private static final int DELETED_AT_ONCE = 1000;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** @param prefix of every object: empty, or a folder */
    S3BlobStore(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    private interface Call<T> {
        T get() throws IOException;
    }

    private static <T> T stored(String key, Call<T> call) throws IOException {
        try {
            return call.get();
        } catch (NoSuchKeyException e) {
            throw new BlobNotFound(key);
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    static StoreUnavailable failure(SdkException e) {
        return new StoreUnavailable(e);
    }

    private String object(String key) {
        return prefix + BlobKey.key(key);
    }

    @Override
    public void write(String key, Content content) throws IOException {
        String object = object(key);
        stored(key, () -> {
            S3Upload upload = new S3Upload(client, bucket, object);
            try {
                content.writeTo(upload);
                upload.complete();
            } finally {
                upload.abandon(); // nothing, if it is complete
            }
            return object;
        });
    }

    @Override
    public InputStream read(String key) throws IOException {
        String object = object(key);
        return stored(
                key,
                () -> new S3ObjectStream(
                        client.getObject(request -> request.bucket(bucket).key(object))));
    }

    @Override
    public long size(String key) throws IOException {
        String object = object(key);
        return stored(
                key,
                () -> client.headObject(request -> request.bucket(bucket).key(object))
                        .contentLength());
    }

    @Override
    public boolean exists(String key) throws IOException {
        try {
            return size(key) >= 0;
        } catch (BlobNotFound e) {
            return false;
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        String objects = prefix + BlobKey.folder(folder);
        return stored(
                folder,
                () ->
                        client
                                .listObjectsV2Paginator(
                                        request -> request.bucket(bucket).prefix(objects))
                                .contents()
                                .stream()
                                .map(S3Object::key)
                                .map(object -> object.substring(prefix.length()))
                                .sorted()
                                .toList());
    }

    @Override
    public void delete(String key) throws IOException {
        if (!BlobKey.isFolder(key)) {
            String object = object(key);
            stored(
                    key,
                    () -> client.deleteObject(request -> request.bucket(bucket).key(object)));
            return;
        }
        List<ObjectIdentifier> objects = new ArrayList<>();
        for (String each : list(key)) {
            objects.add(ObjectIdentifier.builder().key(prefix + each).build());
        }
        for (int from = 0; from < objects.size(); from += DELETED_AT_ONCE) {
            deleteAll(objects.subList(from, Math.min(from + DELETED_AT_ONCE, objects.size())));
        }
    }

    private void deleteAll(List<ObjectIdentifier> objects) throws IOException {
        List<S3Error> errors = stored(
                "",
                () -> client.deleteObjects(request -> request.bucket(bucket)
                                .delete(these -> these.objects(objects).quiet(true)))
                        .errors());
        if (!errors.isEmpty()) {
            throw new IOException("the object store did not delete " + errors.size() + " objects, the first for "
                    + errors.get(0).code());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
