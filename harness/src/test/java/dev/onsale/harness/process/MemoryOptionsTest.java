package dev.onsale.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryOptionsTest {
    private static final List<String> LARGEST = List.of("-Xmx512m");

    @Test
    void aMachineWithPlentyOfMemoryHasItBeforeItIsNeededInLargePagesOnLinuxAlone() {
        assertThat(new MemoryOptions("Linux", Map.of(), 2048).options(LARGEST))
                .containsExactly(
                        "-Xms128m",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseTransparentHugePages",
                        "-XX:+AlwaysPreTouch");
        assertThat(new MemoryOptions("Mac OS X", Map.of(), 2048).options(LARGEST))
                .containsExactly("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC");
    }

    @Test
    void whereMemoryIsScarceNoneIsTakenBeforeItIsNeeded() {
        assertThat(new MemoryOptions("Linux", Map.of(), 720).options(LARGEST))
                .containsExactly("-Xmx60m", "-XX:+UseSerialGC");
        assertThat(new MemoryOptions("Linux", Map.of(), 256).options(LARGEST)).contains("-Xmx32m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx64m",
                "-Dx=y -Xms1g",
                "-Xmn8m",
                "-mx64m",
                "-XX:MaxHeapSize=64m",
                "-XX:MaxRAMPercentage=10",
                "-XX:MaxRAM=1g",
                "-XX:MaxNewSize=8m",
                "\"-Xmx64m\""
            })
    void aHeapThatTheUserNamesIsNotNamedAgain(String users) {
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            assertThat(new MemoryOptions("Mac OS X", Map.of(variable, users), 4096).options(LARGEST))
                    .containsExactly("-XX:+UseSerialGC");
        }
    }

    @Test
    void aCollectorThatTheUserNamesHasNoOtherBesideIt() {
        assertThat(new MemoryOptions("Mac OS X", Map.of("JAVA_TOOL_OPTIONS", "-Xlog:gc\t-XX:+UseG1GC"), 4096)
                        .options(LARGEST))
                .containsExactly("-Xms128m", "-Xmx512m");
    }

    @Test
    void pagesThatTheUserChoosesStay() {
        assertThat(new MemoryOptions("Linux", Map.of("JDK_JAVA_OPTIONS", "-XX:-AlwaysPreTouch"), 4096).options(LARGEST))
                .containsExactly("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@options", "-XX:Flags=options", "-XX:VMOptionsFile=options"})
    void whatIsInAFileOfOptionsIsLeftToIt(String users) {
        assertThat(new MemoryOptions("Linux", Map.of("JDK_JAVA_OPTIONS", users), 4096).options(LARGEST))
                .isEmpty();
    }

    @Test
    void otherOptionsOfTheUserChangeNothing() {
        Map<String, String> users = Map.of("JAVA_TOOL_OPTIONS", "-Dmail=a@b -Xss1m -XX:+UseStringDeduplication");
        assertThat(new MemoryOptions("Linux", users, 4096).options(LARGEST))
                .isEqualTo(new MemoryOptions("Linux", Map.of(), 4096).options(LARGEST));
    }
}
