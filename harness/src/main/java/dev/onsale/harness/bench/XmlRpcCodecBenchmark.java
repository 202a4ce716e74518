package dev.onsale.harness.bench;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.xmlrpc.AnswerReader;
import dev.onsale.xmlrpc.AnswerWriter;
import dev.onsale.xmlrpc.Call;
import dev.onsale.xmlrpc.CallReader;
import dev.onsale.xmlrpc.CallWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a purchase and its answer cost on each side of the direct architecture's wire, beside the wire. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class XmlRpcCodecBenchmark {
    private static final List<Purchase> PURCHASE = List.of(Purchase.seat("client4711", 4711, "request4711"));
    private static final List<Answer> ANSWER = List.of(new Answer(new Outcome.Sold(4711), "worker-1", false));

    private final CallReader calls = CallReader.ofTickets();
    private final AnswerReader answers = new AnswerReader();
    private final ByteBuf out = Unpooled.buffer();
    private final ByteBuf request = Unpooled.buffer();
    private final ByteBuf response = Unpooled.buffer();
    private final Call call;

    /** Writes what is to be read. */
    public XmlRpcCodecBenchmark() {
        CallWriter.write(PURCHASE, request);
        call = calls.read(request.duplicate());
        AnswerWriter.write(call, ANSWER, response);
        if (!call.purchases().equals(PURCHASE)
                || !answers.read(response.duplicate(), 1).equals(ANSWER)) {
            throw new IllegalStateException("what was read is not what was written");
        }
    }

    /** The client's first half. */
    @Benchmark
    public ByteBuf writePurchase() {
        CallWriter.write(PURCHASE, out.clear());
        return out;
    }

    /** The server's first half. */
    @Benchmark
    public Call readPurchase() {
        return calls.read(request.readerIndex(0));
    }

    /** The server's second half. */
    @Benchmark
    public ByteBuf writeAnswer() {
        AnswerWriter.write(call, ANSWER, out.clear());
        return out;
    }

    /** The client's second half. */
    @Benchmark
    public List<Answer> readAnswer() {
        return answers.read(response.readerIndex(0), 1);
    }
}
