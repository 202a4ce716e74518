package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkloadsTest {
    @TempDir
    Path directory;

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of("a", "b,c", "b,c,d", "e f")) {
            Files.writeString(directory.resolve(name + ".txt"), "BUY a 1\n");
        }
    }

    @Test
    void aFileWhosePathHasACommaIsThatFile() {
        assertThat(names("b,c.txt")).containsExactly("b,c");
        assertThat(names("b,c,d.txt")).containsExactly("b,c,d");
        assertThat(names("a.txt", "b,c.txt", "e f.txt")).containsExactly("a", "b,c", "e f");
        assertThat(names("b,c.txt", "a.txt")).containsExactly("b,c", "a");
    }

    @Test
    void whatIsNotThereIsNamedAsItStandsBetweenTheCommas() {
        assertThatThrownBy(() -> names("a.txt", "x.txt", "e f.txt"))
                .isInstanceOf(UsageException.class)
                .hasMessage("the workload does not exist: " + directory.resolve("x.txt"));
    }

    private List<String> names(String... files) {
        String list = String.join(
                ", ",
                List.of(files).stream()
                        .map(file -> directory.resolve(file).toString())
                        .toList());
        return Workloads.of(list, List.of(), 10, 1).stream().map(Workload::name).toList();
    }
}
