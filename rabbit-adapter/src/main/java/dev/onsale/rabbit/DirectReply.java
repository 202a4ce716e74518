package dev.onsale.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * RabbitMQ's direct reply-to: an address that holds an Erlang process id. The broker decodes it where the reply is published, and one
 * that it cannot decode ends the publisher's connection, not the author's.
 */
final class DirectReply {
    /*
     * amq.rabbitmq.reply-to.<Base64 of a process id in Erlang's external term format>.<key>
     * See https://www.erlang.org/doc/apps/erts/erl_ext_dist: 131, the tag of a pid, an atom (the node), id, serial and creation.
     */

    private static final String PREFIX = "amq.rabbitmq.reply-to";

    private static final int VERSION = 131;
    private static final int PID = 103;
    private static final int NEW_PID = 88;
    private static final int ATOM = 100;
    private static final int ATOM_UTF8 = 118;
    private static final int SMALL_ATOM = 115;
    private static final int SMALL_ATOM_UTF8 = 119;
    private static final int MAX_ATOM_BYTES = 255;

    private DirectReply() {}

    /** Whether the broker decodes this address, instead of looking for a queue of this name. */
    static boolean isDirect(String replyTo) {
        return replyTo.startsWith(PREFIX);
    }

    /** Whether it is one that a broker may have made. */
    static boolean isWellFormed(String replyTo) {
        int dot = replyTo.indexOf('.', PREFIX.length() + 1);
        if (!replyTo.startsWith(PREFIX + ".") || dot < 0 || dot == replyTo.length() - 1) {
            return false;
        }
        try {
            Base64.getDecoder().decode(replyTo.substring(dot + 1));
            return isPid(Base64.getDecoder().decode(replyTo.substring(PREFIX.length() + 1, dot)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isPid(byte[] term) {
        if (term.length < 5 || (term[0] & 0xFF) != VERSION) {
            return false;
        }
        int afterNode = switch (term[1]) {
            case PID -> 4 + 4 + 1;
            case NEW_PID -> 4 + 4 + 4;
            default -> Integer.MAX_VALUE;
        };
        boolean small = term[2] == SMALL_ATOM || term[2] == SMALL_ATOM_UTF8;
        if (!small && term[2] != ATOM && term[2] != ATOM_UTF8) {
            return false;
        }
        int from = small ? 4 : 5;
        int length = small ? term[3] & 0xFF : ((term[3] & 0xFF) << 8) | (term[4] & 0xFF);
        return length > 0
                && length <= MAX_ATOM_BYTES
                && term.length - from - length == afterNode
                && isAscii(new String(term, from, length, StandardCharsets.ISO_8859_1));
    }

    /** Node names are; an atom of broken UTF-8 cannot be decoded. */
    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
