package dev.jformers.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an ETag says of a file's content: SHA-256 has 64 digits, git's SHA-1 has 40, anything else says nothing. */
enum Checksum {
    SHA_256("SHA-256", "[0-9a-f]{64}"),
    /** Of the word blob, the size, a zero byte and the content. */
    GIT_SHA_1("SHA-1", "[0-9a-f]{40}");

    private static final int BUFFER = 1 << 18;

    private final String algorithm;
    private final Pattern form;

    Checksum(String algorithm, String form) {
        this.algorithm = algorithm;
        this.form = Pattern.compile(form);
    }

    static Optional<Checksum> of(String etag) {
        for (Checksum checksum : values()) {
            if (checksum.form.matcher(etag).matches()) {
                return Optional.of(checksum);
            }
        }
        return Optional.empty();
    }

    /** The digits of a file's checksum. */
    String of(Path file) throws IOException {
        MessageDigest digest = digest();
        if (this == GIT_SHA_1) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return this == GIT_SHA_1 ? "git's SHA-1" : algorithm;
    }
}
