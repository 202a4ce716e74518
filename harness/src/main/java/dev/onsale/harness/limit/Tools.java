package dev.onsale.harness.limit;

import dev.onsale.harness.process.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Other people's programs that measure what we measure, so that we need not be believed.
 *
 * @param wanted whether those that are installed are used
 * @param perfTest the class path of RabbitMQ PerfTest, which comes in no package
 */
public record Tools(boolean wanted, Optional<String> perfTest) {
    boolean wrk() {
        return wanted && Processes.find(Wrk.PROGRAM).isPresent();
    }

    boolean nginx() {
        return wrk() && StaticNginx.installed().isPresent();
    }

    boolean redisBenchmark(RedisAddress redis) {
        return wanted && Processes.find(RedisBenchmark.PROGRAM).isPresent() && redis.isPlain();
    }

    /** A sentence for each measurement that there cannot be. */
    List<String> leftOut(RedisAddress redis) {
        List<String> sentences = new ArrayList<>();
        if (!wanted) {
            sentences.add("What other programs measure is left out, as --tools none asks.");
        } else {
            if (!wrk()) {
                sentences.add("What wrk measures is left out: wrk is not installed.");
            } else if (!nginx()) {
                sentences.add("What wrk measures at NGINX is left out: nginx is not installed.");
            }
            if (!redis.isPlain()) {
                sentences.add("What redis-benchmark measures is left out:"
                        + " it would need a password or a database number on its command line.");
            } else if (!redisBenchmark(redis)) {
                sentences.add("What redis-benchmark measures is left out: redis-benchmark is not installed.");
            }
        }
        if (perfTest.isEmpty()) {
            sentences.add("What RabbitMQ PerfTest measures is left out: --perf-test says where it is.");
        }
        return sentences;
    }
}
