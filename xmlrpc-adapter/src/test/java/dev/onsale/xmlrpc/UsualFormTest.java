package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The short cut past the library writes what the library writes, and reads what it reads, whatever the document. */
final class UsualFormTest {
    private static final long SEED = 20_261_122;
    private static final int DOCUMENTS = 60_000;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final CallReader calls = CallReader.ofTickets();
    private final UsualCalls usualCalls = new UsualCalls(Limits.DEFAULT.multicall());
    private final AnswerReader answers = new AnswerReader();
    private final UsualAnswers usualAnswers = new UsualAnswers();

    @Test
    void callsAreWrittenAsTheLibraryWritesThem() {
        for (int i = 0; i < 2_000; i++) {
            List<Purchase> purchases = somePurchases();
            ByteBuf ours = Unpooled.buffer();
            assertThat(UsualCalls.write(purchases, ours)).isEqualTo(isPlain(purchases));
            if (ours.isReadable()) {
                ByteBuf theirs = Unpooled.buffer();
                CallWriter.writeByLibrary(purchases, theirs);
                assertThat(text(ours)).isEqualTo(text(theirs));
            }
        }
    }

    @Test
    void answersAreWrittenAsTheLibraryWritesThem() {
        int usual = 0;
        for (int i = 0; i < 2_000; i++) {
            Call call = callOf(somePurchases());
            List<Answer> given = someAnswers(call.parts().size());
            ByteBuf ours = Unpooled.buffer();
            if (UsualAnswers.write(call, given, ours)) {
                usual++;
                ByteBuf theirs = Unpooled.buffer();
                AnswerWriter.writeByLibrary(call, given, theirs);
                assertThat(text(ours)).isEqualTo(text(theirs));
            } else {
                assertThat(ours.isReadable()).isFalse();
            }
        }
        assertThat(usual).isBetween(500, 1_900);
    }

    /** Most documents are spoilt a little, so that most are not taken; but each that is taken must be read as the library reads it. */
    @Test
    void whatIsReadPastTheLibraryIsReadAsTheLibraryWould() {
        int taken = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = spoilt(someCall());
            Call ours = usualCalls.read(bytes(document));
            if (ours != null) {
                taken++;
                assertThat(ours).as(document).isEqualTo(calls.parse(bytes(document)));
            }
        }
        assertThat(taken).isBetween(DOCUMENTS / 10, DOCUMENTS - DOCUMENTS / 10);
    }

    @Test
    void answersReadPastTheLibraryAreReadAsTheLibraryWould() {
        int taken = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            Call call = callOf(somePurchases());
            ByteBuf written = Unpooled.buffer();
            AnswerWriter.write(call, someAnswers(call.parts().size()), written);
            String document = spoilt(text(written));
            int purchases = call.parts().size() + (random.nextInt(20) == 0 ? 1 : 0);
            List<Answer> ours = usualAnswers.read(bytes(document), purchases);
            if (ours != null) {
                taken++;
                assertThat(ours).as(document).isEqualTo(answers.parse(bytes(document), purchases));
            }
        }
        assertThat(taken).isBetween(DOCUMENTS / 10, DOCUMENTS - DOCUMENTS / 10);
    }

    /** The form of Python's xmlrpc.client is worth a short cut, too. */
    @Test
    void pythonsCallsAreUsual() {
        String call = """
                <?xml version='1.0'?>
                <methodCall>
                <methodName>tickets.buySeat</methodName>
                <params>
                <param>
                <value><string>ann</string></value>
                </param>
                <param>
                <value><int>7</int></value>
                </param>
                <param>
                <value><string>r1</string></value>
                </param>
                </params>
                </methodCall>
                """;
        assertThat(usualCalls.read(bytes(call)))
                .isEqualTo(calls.parse(bytes(call)))
                .isEqualTo(Call.single(new Part.Buy(Purchase.seat("ann", 7, "r1"))));
    }

    private List<Purchase> somePurchases() {
        int size = random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1;
        List<Purchase> purchases = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            purchases.add(
                    random.nextBoolean()
                            ? Purchase.any(someId(), someId())
                            : Purchase.seat(someId(), random.nextInt(-3, 2_000_000_000), someId()));
        }
        return purchases;
    }

    private String someId() {
        return random.nextInt(40) == 0 ? "ä<&>]]>" + random.nextInt(10) : "user" + random.nextInt(100_000);
    }

    private static boolean isPlain(List<Purchase> purchases) {
        return purchases.stream()
                .allMatch(p -> p.client().startsWith("u") && p.requestId().startsWith("u"));
    }

    private static Call callOf(List<Purchase> purchases) {
        List<Part> parts = purchases.stream().<Part>map(Part.Buy::new).toList();
        return new Call(parts, parts.size() > 1);
    }

    private List<Answer> someAnswers(int size) {
        List<Answer> given = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Outcome outcome = switch (random.nextInt(8)) {
                case 0 -> oneOf(Outcome.Rejected.values());
                case 1 -> oneOf(Outcome.NotExecuted.values());
                case 2 -> random.nextInt(3) == 0 ? new Outcome.Unknown("why") : Outcome.Rejected.SOLD_OUT;
                default -> new Outcome.Sold(1 + random.nextInt(1_000_000));
            };
            String worker = random.nextInt(30) == 0 ? "wörker <1>" : "w" + random.nextInt(9);
            given.add(new Answer(outcome, worker, random.nextBoolean()));
        }
        return given;
    }

    /** As ours, or as Python's. */
    private String someCall() {
        ByteBuf written = Unpooled.buffer();
        CallWriter.write(somePurchases(), written);
        String call = text(written);
        if (random.nextInt(3) == 0) {
            call = call.replace(
                            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                            random.nextBoolean() ? "" : "<?xml version='1.0'?>\n")
                    .replace("i4>", "int>")
                    .replace("</value></param>", "</value>\n</param>\n")
                    .replace("</member><member>", "</member>\n<member>\n");
        }
        return call;
    }

    /** With one to three small faults, or none: bytes changed, dropped or doubled, tags swapped, spaces and references put in. */
    private String spoilt(String document) {
        StringBuilder text = new StringBuilder(document);
        for (int faults = random.nextInt(4); faults > 0; faults--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(9)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(1, 128));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, text.charAt(at));
                case 3 -> text.insert(at, " \t\n\r".charAt(random.nextInt(4)));
                case 4 -> text.insert(at, oneOf("&#65;", "<!-- -->", "<![CDATA[x]]>", "<?pi?>", "ü", "]]>"));
                case 5 -> swap(text, "<string>", "<base64>");
                case 6 -> swap(text, "<value>", oneOf("<value><string>", "<value> ", "<value><nil/>"));
                case 7 -> swap(text, "user", oneOf("", "-", "+1", "00", "\u00a0", "&lt;"));
                default -> text.setLength(text.length() - random.nextInt(3));
            }
        }
        return text.toString();
    }

    @SafeVarargs
    private <T> T oneOf(T... things) {
        return things[random.nextInt(things.length)];
    }

    private static void swap(StringBuilder text, String from, String to) {
        int at = text.indexOf(from);
        if (at >= 0) {
            text.replace(at, at + from.length(), to);
        }
    }

    private static String text(ByteBuf bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static ByteBuf bytes(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return Unpooled.wrappedBuffer(Arrays.copyOf(bytes, bytes.length));
    }
}
