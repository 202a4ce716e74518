package dev.onsale.rabbit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that holds the replies to many calls, as {@link ReplyGatherer} makes it. */
final class GatheredReply {

    private GatheredReply() {}

    /**
     * What it says about one call.
     *
     * @param reply null when the message does not add up, so that nothing in it can be trusted
     */
    record Part(long correlation, ReplyLines.@Nullable Reply reply) {}

    /**
     * Takes it apart. When there are not as many lines as the flags say, or not as many flags as calls, it is anybody's guess
     * which line is whose: then every call that it names has a part, and none has a reply.
     *
     * @param correlations a word for each call: its number
     * @param replayed a word for each call: a '0' or '1' for each line of its reply
     */
    static List<Part> read(String body, String worker, String correlations, String replayed) {
        String[] calls = correlations.split(" ", -1);
        String[] flags = replayed.split(" ", -1);
        List<Part> parts = new ArrayList<>(calls.length);
        boolean sound = calls.length == flags.length;
        int from = 0;
        for (int i = 0; i < calls.length && sound; i++) {
            long call = PendingCalls.number(calls[i]);
            int to = afterLines(body, from, flags[i].length());
            sound = call > 0 && to > from;
            if (sound) {
                parts.add(new Part(call, new ReplyLines.Reply(body.substring(from, to), worker, flags[i])));
                from = to;
            }
        }
        return sound && from == body.length() ? parts : untrusted(calls);
    }

    private static List<Part> untrusted(String[] calls) {
        List<Part> parts = new ArrayList<>(calls.length);
        for (String call : calls) {
            if (PendingCalls.number(call) > 0) {
                parts.add(new Part(PendingCalls.number(call), null));
            }
        }
        return parts;
    }

    /** Where so many lines end; 0 when there are fewer. */
    private static int afterLines(String body, int from, int lines) {
        int to = from;
        for (int i = 0; i < lines; i++) {
            to = body.indexOf('\n', to) + 1;
            if (to == 0) {
                return 0;
            }
        }
        return to;
    }
}
