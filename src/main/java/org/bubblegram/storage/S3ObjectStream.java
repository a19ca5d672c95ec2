package org.bubblegram.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object that is read. One that breaks off before its end is a failure of the store, never a shorter object. */
final class S3ObjectStream extends InputStream {
    private final ResponseInputStream<GetObjectResponse> object;
    private long left;
    private boolean ended;

    S3ObjectStream(ResponseInputStream<GetObjectResponse> object) {
        this.object = object;
        Long length = object.response().contentLength();
        this.left = length == null ? 0 : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count;
        try {
            count = object.read(bytes, from, length);
            if (count < 0 && left > 0) { // the JDK's client takes a lost connection for the end
                throw new EOFException(left + " bytes are missing");
            }
        } catch (IOException | SdkException e) {
            throw new StoreUnavailable(e);
        }
        left -= Math.max(0, count);
        ended |= count < 0;
        return count;
    }

    /** Does not read on to the end of a large object that nobody wants. */
    @Override
    public void close() throws IOException {
        if (!ended) {
            object.abort();
        }
        object.close();
    }
}
