package dev.onsale.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatTest {
    private static final String REST = " 1 2 3 0 -1 4194560 100 0 0 0 7 5 2 1 20 0 1 0 9999 1000 10";

    @Test
    void countsUserAndSystemTimeOfItselfAndOfChildrenWaitedFor() {
        assertThat(Stat.parse("4711 (redis-server) S" + REST)).isEqualTo(new Stat(false, Duration.ofMillis(150)));
    }

    @Test
    void aNameMayHoldBlanksAndParentheses() {
        assertThat(Stat.parse("4711 (a) R (b c) S" + REST)).isEqualTo(new Stat(false, Duration.ofMillis(150)));
    }

    @Test
    void aZombieSomeOfWhoseThreadsStillEndHasNotEnded() {
        assertThat(Stat.parse("4711 (redis-server) Z" + REST.replace("20 0 1 0", "20 0 2 0"))
                        .ended())
                .isFalse();
    }

    @Test
    void aZombieHasEnded() {
        assertThat(Stat.parse("4711 (sh) Z" + REST).ended()).isTrue();
    }
}
