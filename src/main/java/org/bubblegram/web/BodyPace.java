package org.bubblegram.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Lets go of callers whose bodies drip: Tomcat's own limit is for silence between two bytes, so a byte now and then would
 * hold a thread for days. It stands below the servlets because Tomcat reads the parts of an upload, and what nobody wanted
 * to read, by itself.
 */
final class BodyPace extends ValveBase {
    private static final int MOST_UNWANTED = 2 << 20; // bytes, as Tomcat's own default

    private final UploadSettings settings;

    BodyPace(UploadSettings settings) {
        super(true);
        this.settings = settings;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request coyote = request.getCoyoteRequest();
        InputBuffer usual = coyote.getInputBuffer();
        coyote.setInputBuffer(new Paced(usual, settings));
        try {
            getNext().invoke(request, response);
            if (!request.isAsync() && !whole(coyote)) {
                response.finishResponse(); // whoever listens need not wait for it
                if (!readUnwanted(coyote)) {
                    coyote.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
                }
            }
        } finally {
            coyote.setInputBuffer(usual);
        }
    }

    private static boolean whole(org.apache.coyote.Request request) {
        AtomicBoolean whole = new AtomicBoolean();
        request.action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
        return whole.get();
    }

    /** So that the answer arrives, which a closed connection could lose; false where there is too much, or it drips. */
    private static boolean readUnwanted(org.apache.coyote.Request request) {
        if (request.hasExpectation()) {
            return false; // the caller waits for leave to send it
        }
        Unwanted unwanted = new Unwanted();
        int left = MOST_UNWANTED;
        try {
            int read = request.doRead(unwanted);
            while (read >= 0 && left > read) {
                left -= read;
                read = request.doRead(unwanted);
            }
            return read < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static final class Unwanted implements ApplicationBufferHandler {
        private ByteBuffer bytes = EMPTY_BUFFER;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) { // what is read is not kept
        }
    }

    /** Counts the time that the caller was waited for, and not what was done with the bytes in between. */
    private static final class Paced implements InputBuffer {
        private final InputBuffer usual;
        private final UploadSettings settings;
        private long waitedNanos;
        private long bytes;

        Paced(InputBuffer usual, UploadSettings settings) {
            this.usual = usual;
            this.settings = settings;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            long begin = System.nanoTime();
            int read = usual.doRead(handler);
            waitedNanos += System.nanoTime() - begin;
            bytes += Math.max(read, 0);
            if (read >= 0 && settings.tooSlow(Duration.ofNanos(waitedNanos), bytes)) {
                throw new SocketTimeoutException("the body comes too slowly"); // as where it does not come at all
            }
            return read;
        }

        @Override
        public int available() {
            return usual.available();
        }
    }
}
