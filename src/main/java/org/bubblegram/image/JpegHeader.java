package org.bubblegram.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bubblegram.image.JpegScan.Component;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands before the first scan of a JPEG file. Only what cameras and programs usually write is taken:
 * sequential Huffman coding, 8 bits, grey or YCbCr, all components in one scan. Source: ITU-T T.81, annex B.
 */
final class JpegHeader {
    private static final int SOF0 = 0xc0;
    private static final int SOF1 = 0xc1;
    private static final int DHT = 0xc4;
    private static final int SOS = 0xda;
    private static final int DQT = 0xdb;
    private static final int DRI = 0xdd;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int LAST_APP = 0xef;
    private static final int COMMENT = 0xfe;

    private static final int ADOBE_YCC = 1;
    private static final String PROFILE = "ICC_PROFILE\0";

    private record Frame(int id, int h, int v, int quantization) {}

    private final byte[] file;
    private int at = 2; // behind the first marker
    private int end;

    private final int[][] quantizations = new int[4][0];
    private final @Nullable HuffmanCode[] dcCodes = new HuffmanCode[4];
    private final @Nullable HuffmanCode[] acCodes = new HuffmanCode[4];
    private final List<Frame> frames = new ArrayList<>();
    private ImageSize size = new ImageSize(0, 0);
    private int restartInterval;
    private boolean jfifOrExif;
    private @Nullable Integer adobeTransform;
    private byte @Nullable [] profile;

    private JpegHeader(byte[] file) {
        this.file = file;
    }

    static JpegScan read(byte[] file) throws IrregularJpeg {
        return new JpegHeader(file).read();
    }

    private JpegScan read() throws IrregularJpeg {
        while (true) {
            int marker = segment();
            switch (marker) {
                case SOF0, SOF1 -> readFrame();
                case DHT -> readCodes();
                case DQT -> readQuantizations();
                case DRI -> restartInterval = word();
                case APP0 -> jfifOrExif |= begins("JFIF\0");
                case APP1 -> jfifOrExif |= begins("Exif\0");
                case APP2 -> readProfile();
                case APP14 -> readAdobe();
                case SOS -> {
                    return scan();
                }
                default -> require((marker > APP0 && marker <= LAST_APP) || marker == COMMENT, "an unusual segment");
            }
            at = end;
        }
    }

    /** Goes to the content of the next segment, and returns its marker. */
    private int segment() throws IrregularJpeg {
        end = file.length;
        require(octet() == 0xff, "no marker");
        int marker = octet();
        while (marker == 0xff) { // fill bytes
            marker = octet();
        }
        int start = at;
        int length = word();
        require(length >= 2 && length <= file.length - start, "a segment beyond the file");
        end = start + length;
        return marker;
    }

    private void readFrame() throws IrregularJpeg {
        require(frames.isEmpty(), "two frames");
        require(octet() == 8, "not 8 bits");
        int height = word();
        size = new ImageSize(word(), height);
        int count = octet();
        require(count == 1 || count == 3, "neither grey nor three colours");
        for (int i = 0; i < count; i++) {
            int id = octet();
            int factors = octet();
            frames.add(new Frame(id, factors >> 4, factors & 15, octet()));
        }
    }

    private void readQuantizations() throws IrregularJpeg {
        while (at < end) {
            int head = octet();
            require(head >> 4 <= 1 && (head & 15) < 4, "no such quantization table");
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[i] = head >> 4 == 0 ? octet() : word();
            }
            quantizations[head & 15] = table;
        }
    }

    private void readCodes() throws IrregularJpeg {
        while (at < end) {
            int head = octet();
            require(head >> 4 <= 1 && (head & 15) < 4, "no such Huffman table");
            int[] counts = new int[16];
            int sum = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = octet();
                sum += counts[i];
            }
            byte[] symbols = new byte[sum];
            for (int i = 0; i < sum; i++) {
                symbols[i] = (byte) octet();
            }
            @Nullable HuffmanCode[] codes = head >> 4 == 0 ? dcCodes : acCodes;
            require(codes[head & 15] == null, "a Huffman table twice"); // a file of nothing else would take long
            codes[head & 15] = new HuffmanCode(counts, symbols);
        }
    }

    private void readAdobe() throws IrregularJpeg {
        if (begins("Adobe") && end - at >= 12) {
            at += 11;
            adobeTransform = octet();
        }
    }

    private void readProfile() throws IrregularJpeg {
        if (begins(PROFILE)) {
            at += PROFILE.length();
            require(profile == null && octet() == 1 && octet() == 1, "a colour profile in several parts");
            profile = Arrays.copyOfRange(file, at, end);
        }
    }

    private JpegScan scan() throws IrregularJpeg {
        require(!frames.isEmpty() && octet() == frames.size(), "components in several scans");
        List<Component> components = new ArrayList<>();
        for (Frame frame : frames) {
            require(octet() == frame.id, "components in another order");
            components.add(component(frame, octet()));
        }
        require(octet() == 0 && octet() == 63 && octet() == 0 && at == end, "not sequential");
        boolean known = frames.size() == 1 ? profile == null : holdsYcc();
        require(known, "colours that are not known to be YCbCr, or grey with a profile");
        return new JpegScan(size, components, restartInterval, end, profile);
    }

    private Component component(Frame frame, int tables) throws IrregularJpeg {
        require(frame.quantization < 4 && tables >> 4 < 4 && (tables & 15) < 4, "no such table");
        int[] quantization = quantizations[frame.quantization];
        HuffmanCode dc = dcCodes[tables >> 4];
        HuffmanCode ac = acCodes[tables & 15];
        if (quantization.length == 0 || dc == null || ac == null || !dc.isOfConstants()) {
            throw new IrregularJpeg("a table is missing or wrong");
        }
        boolean alone = frames.size() == 1; // a unit is one block then, whatever the factors say
        require(alone || (isFactor(frame.h) && isFactor(frame.v)), "unusual sampling");
        return new Component(alone ? 1 : frame.h, alone ? 1 : frame.v, quantization, dc, ac);
    }

    private static boolean isFactor(int factor) {
        return factor == 1 || factor == 2;
    }

    /** Files that say so, by the rules of which no reader doubts. */
    private boolean holdsYcc() {
        boolean namedRgb = frames.get(0).id == 'R' && frames.get(1).id == 'G' && frames.get(2).id == 'B';
        return !namedRgb && (adobeTransform == null ? jfifOrExif : adobeTransform == ADOBE_YCC);
    }

    private boolean begins(String name) {
        return end - at >= name.length()
                && name.equals(new String(file, at, name.length(), StandardCharsets.ISO_8859_1));
    }

    private int word() throws IrregularJpeg {
        int high = octet();
        return (high << 8) | octet();
    }

    private int octet() throws IrregularJpeg {
        require(at < end, "the header ends early");
        return file[at++] & 0xff;
    }

    private static void require(boolean regular, String otherwise) throws IrregularJpeg {
        if (!regular) {
            throw new IrregularJpeg(otherwise);
        }
    }
}
