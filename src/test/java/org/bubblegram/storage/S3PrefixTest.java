package org.bubblegram.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3PrefixTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            s3://froth,                    froth,       ""
            s3://froth/,                   froth,       ""
            s3://a-1.plant.7/x,            a-1.plant.7, x/
            s3://froth/plant/7/,           froth,       plant/7/
            s3://froth/Körner/day=1 (2)_!, froth,       Körner/day=1 (2)_!/
            s3://froth/...,                froth,       .../
            """)
    void anAddressIsABucketAndWholeSegments(String address, String bucket, String folder) {
        assertThat(S3Prefix.parse(address)).isEqualTo(new S3Prefix(bucket, folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "froth/plant",
                "/froth/plant",
                "S3://froth",
                "s3:/froth",
                "s3:froth",
                " s3://froth",
                "https://froth/x",
                "s3://",
                "s3:///plant",
                "s3://fr",
                "s3://Froth/x",
                "s3://fro_th/x",
                "s3://-froth/x",
                "s3://froth-/x",
                "s3://fro..th/x",
                "s3://fro.-th/x",
                "s3://127.0.0.1/x",
                "s3://froth:9000/x",
                "s3://user@froth/x",
                "s3://key:secret@froth/x",
                "s3://arn:aws:s3:::froth/x",
                "s3://froth?x",
                "s3://froth#x",
                "s3://froth//x",
                "s3://froth/x//",
                "s3://froth//",
                "s3://froth/.",
                "s3://froth/./x",
                "s3://froth/..",
                "s3://froth/plant/../x",
                "s3://froth/x?versionId=1",
                "s3://froth/x#y",
                "s3://froth/x@y",
                "s3://froth/%2e%2e/x",
                "s3://froth/x%2fy",
                "s3://froth/a\\b",
                "s3://froth/a\tb",
                "s3://froth/a\nb",
                "s3://froth/a\0b",
                "s3://froth/a\u202eb",
                "s3://froth/\ud800"
            })
    void anythingElseIsRefused(String address) {
        assertThatThrownBy(() -> S3Prefix.parse(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neitherNameIsLongerThanAServerTakes() {
        assertThat(S3Prefix.parse("s3://" + "b".repeat(63) + "/" + "x".repeat(1023)))
                .isNotNull();
        for (String address : new String[] {
            "s3://" + "b".repeat(64), "s3://froth/" + "x".repeat(1024), "s3://froth/" + "é".repeat(600)
        }) {
            assertThatThrownBy(() -> S3Prefix.parse(address)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            s3://froth/a,     s3://froth/a,   true,  itself
            s3://froth/a/b,   s3://froth/a,   true,  below it
            s3://froth/a/b/c, s3://froth/a/,  true,  far below it
            s3://froth/a,     s3://froth,     true,  in a bucket allowed whole
            s3://froth,       s3://froth,     true,  the whole of it
            s3://froth/ab,    s3://froth/a,   false, a segment that only begins alike
            s3://froth/A,     s3://froth/a,   false, another case
            s3://froth,       s3://froth/a,   false, above it
            s3://froth/b,     s3://froth/a,   false, beside it
            s3://froth/x/a,   s3://froth/a,   false, deeper elsewhere
            s3://froths/a,    s3://froth/a,   false, a bucket that only begins alike
            s3://froth.x/a,   s3://froth,     false, a bucket of more labels
            """)
    void whatIsWithinAPrefixIsDecidedByWholeSegments(String address, String allowed, boolean within, String why) {
        assertThat(S3Prefix.parse(address).isWithin(S3Prefix.parse(allowed)))
                .as(why)
                .isEqualTo(within);
    }
}
