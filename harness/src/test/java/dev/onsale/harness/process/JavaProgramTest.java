package dev.onsale.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaProgramTest {
    @Test
    void startsTheSameJavaOnTheSameClassesByAbsolutePath() {
        List<String> command =
                JavaProgram.onsale().command(List.of("-Xmx64m"), Path.of("/private"), List.of("worker", "--sale"));

        assertThat(command.get(0)).startsWith(System.getProperty("java.home"));
        assertThat(command)
                .contains("-Djava.io.tmpdir=/private", "-Xmx64m")
                .containsAll(MemoryOptions.ofProcess().options(List.of()))
                .endsWith("dev.onsale.harness.cli.Main", "worker", "--sale");
        String classPath = command.get(command.indexOf("-cp") + 1);
        assertThat(classPath.split(File.pathSeparator, -1)).allMatch(entry -> entry.startsWith("/"));
    }

    @Test
    void optionsThatOlderJavaRefusesAreLeftOutThere() {
        assertThat(JavaProgram.quiet(17)).isEmpty();
        assertThat(JavaProgram.quiet(22)).containsExactly("--enable-native-access=ALL-UNNAMED");
        assertThat(JavaProgram.quiet(25))
                .containsExactly("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }
}
