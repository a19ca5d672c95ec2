package org.bubblegram.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.bubblegram.web.InferenceRequest.Input;
import org.bubblegram.web.InferenceRequest.InputParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads inference requests: JSON, and behind it the bytes of tensors where the header {@value #JSON_LENGTH} says how long
 * the JSON is.
 */
final class InferenceBody {
    /** Of requests and answers with binary tensors: how many bytes of the body are JSON. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private final RequestReader reader;
    private final JsonFactory json = TensorText.factory();

    InferenceBody(RequestReader reader) {
        this.reader = reader;
    }

    /** A request that keeps its rules, and the elements of its only tensor. */
    record Parsed(InferenceRequest request, TensorData data) {
        Input input() {
            return request.inputs().get(0);
        }
    }

    /**
     * @param memory that the body takes, held until the request is answered
     * @throws InvalidRequest if JSON and bytes do not fit together, or fields are wrong
     * @throws MalformedJson if it is no JSON
     */
    Parsed read(HttpServletRequest http, BodyMemory.Lease memory)
            throws IOException, HttpMediaTypeNotSupportedException {
        byte[] body = unpacked(http, memory);
        int length = jsonLength(http.getHeader(JSON_LENGTH), body.length);
        TensorText text = TensorText.in(json, body, length);
        InferenceRequest request = reader.read(text.rest(), InferenceRequest.class);
        return new Parsed(
                request, data(request.inputs().get(0), text, ByteBuffer.wrap(body, length, body.length - length)));
    }

    private static byte[] unpacked(HttpServletRequest http, BodyMemory.Lease memory)
            throws IOException, HttpMediaTypeNotSupportedException {
        String encoding = http.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null) {
            return memory.read(http.getInputStream());
        }
        try (InputStream unpacked = unpacking(encoding.toLowerCase(Locale.ROOT), http.getInputStream())) {
            return memory.read(unpacked);
        } catch (ZipException | EOFException e) {
            throw new InvalidRequest(HttpHeaders.CONTENT_ENCODING, "is " + encoding + ", but the body is not");
        }
    }

    private static InputStream unpacking(String encoding, InputStream in)
            throws IOException, HttpMediaTypeNotSupportedException {
        return switch (encoding) {
            case "identity" -> in;
            case "gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default ->
                throw new HttpMediaTypeNotSupportedException(
                        "Content-Encoding '" + encoding + "' is not supported; gzip and deflate are");
        };
    }

    private static int jsonLength(@Nullable String header, int bytes) {
        if (header == null) {
            return bytes;
        }
        try {
            int length = Integer.parseInt(header.strip());
            if (length >= 0 && length <= bytes) {
                return length;
            }
        } catch (NumberFormatException e) { // answered below, as any other value that does not fit
        }
        throw new InvalidRequest(JSON_LENGTH, "must be a number from 0 to the body's " + bytes + " bytes");
    }

    private TensorData data(Input input, TensorText text, ByteBuffer rest) {
        InputParameters parameters = input.parameters();
        if (parameters != null && parameters.sharedMemoryRegion() != null) {
            throw new InvalidRequest("inputs[0].parameters.shared_memory_region", "is not supported");
        }
        Long size = parameters == null ? null : parameters.binaryDataSize();
        if ((size == null) != (input.data() != null)) {
            throw new InvalidRequest("inputs[0]", "must have either data or parameters.binary_data_size");
        }
        if ((size == null ? 0 : size) != rest.remaining()) {
            throw new InvalidRequest(
                    size == null ? JSON_LENGTH : "inputs[0].parameters.binary_data_size",
                    "does not fit the " + rest.remaining() + " bytes behind the JSON");
        }
        return size == null ? text.tensor(json) : new BinaryTensor(rest.slice());
    }
}
