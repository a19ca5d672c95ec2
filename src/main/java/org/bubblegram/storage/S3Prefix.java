package org.bubblegram.storage;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What several objects of a bucket have in common, {@code s3://bucket} or {@code s3://bucket/segment/segment}; a slash at the
 * end changes nothing. There is one spelling of each: no empty, {@code .} or {@code ..} segments, no escapes, and neither a
 * server nor a user, a query or a version.
 *
 * @param bucket 3 to 63 of {@code a-z 0-9 . -}, no IP address
 * @param folder that keys begin with: empty, or segments of letters, digits, spaces and {@code !_.*'()=+,-}, each with a
 *     slash behind it
 */
public record S3Prefix(String bucket, String folder) {
    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern BETWEEN_DOTS = Pattern.compile("(?!-)[a-z0-9-]+(?<!-)");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern SEGMENT = Pattern.compile("[\\p{L}\\p{M}\\p{N} !_.*'()=+,-]+");

    /** As long as a key may be. */
    private static final int MOST_BYTES = 1024;

    public S3Prefix {
        if (!isBucket(bucket)) {
            throw new IllegalArgumentException("'" + bucket + "' is no name of a bucket");
        }
        if (!isFolder(folder)) {
            throw new IllegalArgumentException("'" + folder + "' is no prefix of keys");
        }
    }

    /** Whether a text means to be one, well or badly. */
    public static boolean isAddress(String text) {
        return text.startsWith(SCHEME);
    }

    /** Reads {@code s3://...}. @throws IllegalArgumentException if it is anything else */
    public static S3Prefix parse(String address) {
        if (!isAddress(address)) {
            throw new IllegalArgumentException("'" + address + "' is no s3://bucket/prefix");
        }
        String rest = address.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return new S3Prefix(rest, "");
        }
        String folder = rest.substring(slash + 1);
        return new S3Prefix(rest.substring(0, slash), folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/");
    }

    private static boolean isBucket(String name) {
        if (!BUCKET.matcher(name).matches() || NUMBERS.matcher(name).matches()) {
            return false;
        }
        for (String part : name.split("\\.", -1)) {
            if (!BETWEEN_DOTS.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFolder(String folder) {
        if (folder.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return false;
        }
        for (int from = 0; from < folder.length(); ) {
            int slash = folder.indexOf('/', from);
            if (slash < 0 || !isSegment(folder.substring(from, slash))) {
                return false;
            }
            from = slash + 1;
        }
        return true;
    }

    private static boolean isSegment(String text) {
        return SEGMENT.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    /** Whether all that begins with this begins with another one too, by whole segments. */
    public boolean isWithin(S3Prefix other) {
        return bucket.equals(other.bucket) && folder.startsWith(other.folder);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + folder;
    }
}
