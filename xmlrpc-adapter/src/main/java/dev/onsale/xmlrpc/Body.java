package dev.onsale.xmlrpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** A message body that arrives in pieces, and is bounded. One that comes in one piece, as most do, is not copied. */
final class Body {
    private final ByteBufAllocator allocator;
    private final int limit;
    private @Nullable ByteBuf bytes;
    private boolean ours;

    Body(ByteBufAllocator allocator, int limit) {
        this.allocator = allocator;
        this.limit = limit;
    }

    /** Bytes that have arrived. */
    int size() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /** Takes a piece over; false if it would be too much. */
    boolean add(ByteBuf piece) {
        int length = piece.readableBytes();
        if (length > limit - size()) {
            piece.release();
            return false;
        }
        if (length == 0) {
            piece.release();
        } else if (bytes == null) {
            bytes = piece;
            ours = false;
        } else {
            join(bytes, piece);
        }
        return true;
    }

    private void join(ByteBuf first, ByteBuf piece) {
        ByteBuf joined = first;
        if (!ours) {
            joined = allocator.buffer(2 * (first.readableBytes() + piece.readableBytes()));
            joined.writeBytes(first);
            first.release();
            ours = true;
        }
        joined.writeBytes(piece);
        piece.release();
        bytes = joined;
    }

    /** All of it, which is the caller's to release; then this is empty again. */
    ByteBuf take() {
        ByteBuf all = bytes == null ? allocator.buffer(0) : bytes;
        bytes = null;
        return all;
    }

    /** Drops what has arrived. */
    void clear() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
