package dev.onsale.rabbit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectReplyTest {
    private static final String PREFIX = "amq.rabbitmq.reply-to.";
    private static final int PID = 103;
    private static final int NEW_PID = 88;
    private static final int ATOM = 100;
    private static final int SMALL_ATOM_UTF8 = 119;

    @Test
    void whatABrokerMakesIsWellFormed() {
        assertThat(DirectReply.isWellFormed(PREFIX + encoded(term(PID, ATOM, "rabbit@host", 9)) + ".zXe+Qw=="))
                .isTrue();
        assertThat(DirectReply.isWellFormed(
                        PREFIX + encoded(term(NEW_PID, SMALL_ATOM_UTF8, "rabbit@host", 12)) + ".AAAA"))
                .isTrue();
    }

    @Test
    void aPidThatIsCutOrGoesOnIsNot() {
        byte[] pid = term(NEW_PID, ATOM, "rabbit@host", 12);
        for (int length = 0; length <= pid.length + 2; length++) {
            assertThat(DirectReply.isWellFormed(PREFIX + encoded(Arrays.copyOf(pid, length)) + ".AAAA"))
                    .as("%d bytes", length)
                    .isEqualTo(length == pid.length);
        }
        assertThat(DirectReply.isWellFormed(PREFIX + encoded(term(NEW_PID, ATOM, "rabbit\u00FFhost", 12)) + ".AAAA"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".g2dkAA.xx", ".g2dkAA", ".!.AAAA", "..AAAA", ".g2dkAA.", "x.g2dkAA.AAAA"})
    void whatNoBrokerMakesIsNot(String rest) {
        assertThat(DirectReply.isDirect("amq.rabbitmq.reply-to" + rest)).isTrue();
        assertThat(DirectReply.isWellFormed("amq.rabbitmq.reply-to" + rest)).isFalse();
    }

    @Test
    void aQueueIsNoDirectReply() {
        assertThat(DirectReply.isDirect("amq.gen-x")).isFalse();
    }

    private static String encoded(byte[] term) {
        return Base64.getEncoder().encodeToString(term);
    }

    private static byte[] term(int tag, int atom, String node, int more) {
        ByteArrayOutputStream term = new ByteArrayOutputStream();
        term.write(131);
        term.write(tag);
        term.write(atom);
        if (atom == ATOM) {
            term.write(0);
        }
        term.write(node.length());
        term.writeBytes(node.getBytes(ISO_8859_1));
        term.writeBytes(new byte[more]);
        return term.toByteArray();
    }
}
