package dev.kernelbridge.spi;

/** What a vector is made of. */
public enum ElementType {
    F32(4), F64(8);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element in bytes. */
    public int bytes() {
        return bytes;
    }
}
