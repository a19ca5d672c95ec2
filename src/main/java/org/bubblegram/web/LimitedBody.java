package org.bubblegram.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body may have so many bytes and no more, whatever it said of its length. */
final class LimitedBody extends HttpServletRequestWrapper {
    private final long most;

    LimitedBody(HttpServletRequest request, long most) {
        super(request);
        this.most = most;
    }

    static TooLarge tooLarge(long most) {
        return new TooLarge("this key may send " + most + " bytes at a time");
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Counted(super.getInputStream(), most);
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream body;
        private final long most;
        private long read;

        Counted(ServletInputStream body, long most) {
            this.body = body;
            this.most = most;
        }

        private void count(int more) {
            read += more;
            if (read > most) {
                throw tooLarge(most);
            }
        }

        @Override
        public int read() throws IOException {
            int found = body.read();
            count(found < 0 ? 0 : 1);
            return found;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int found = body.read(bytes, from, length);
            count(Math.max(found, 0));
            return found;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
