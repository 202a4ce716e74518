package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Model;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Strategies;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The strategies that need a server under the contract, and counted. The core itself counts those that need none. */
class RedisStrategiesIT {
    @Test
    void everyStrategyWithAServerIsUnderTheContract() {
        List<String> underContract = Stream.of(RedisStrategiesIT.class.getDeclaredClasses())
                .map(RedisStrategiesIT::idOf)
                .toList();
        assertThat(underContract)
                .containsExactlyInAnyOrderElementsOf(Strategies.all().values().stream()
                        .filter(strategy -> strategy.store() != StoreKind.MEMORY)
                        .map(ConsistencyStrategy::id)
                        .toList());
    }

    @Nested
    class AtomicLong extends RedisContract {
        @Override
        protected String id() {
            return "atomic-long";
        }

        @Override
        protected String selling(Model model) {
            return model == Model.UNNUMBERED ? "INCRBY" : "INCR";
        }
    }

    @Nested
    class Lock extends RedisContract {
        @Override
        protected String id() {
            return "lock";
        }

        @Override
        protected String selling(Model model) {
            return "EXEC";
        }
    }

    @Nested
    class Lua extends RedisContract {
        @Override
        protected String id() {
            return "lua";
        }

        @Override
        protected String selling(Model model) {
            return "EVALSHA";
        }
    }

    /** One worker alone it serves well. Of many it must be convicted: the contract bites. */
    @Nested
    class Racy extends RedisContract {
        @Override
        protected String id() {
            return "racy";
        }

        @Override
        protected String selling(Model model) {
            return "EXEC";
        }

        @ParameterizedTest
        @EnumSource
        @Override
        protected void aStampedeOnManyWorkersIsSoldExactly(Model model) {
            assertThatThrownBy(() -> super.aStampedeOnManyWorkersIsSoldExactly(model))
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static String idOf(Class<?> nested) {
        try {
            return ((RedisContract) nested.getDeclaredConstructor(RedisStrategiesIT.class)
                            .newInstance(new RedisStrategiesIT()))
                    .id();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(nested + " names no strategy", e);
        }
    }
}
