package dev.onsale.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNamesTest {
    private final FileNames names = new FileNames(20);

    @Test
    void aNameThatCanBeAFilesIsLeftAlone() {
        assertThat(names.next("course_1.2-x")).isEqualTo("course_1.2-x");
        assertThat(names.next("another")).isEqualTo("another");
    }

    @Test
    void anyNameIsMadeSafe() {
        assertThat(names.next("x (1)")).isEqualTo("x_1_");
        assertThat(names.next("a+b")).isEqualTo("a_b");
        assertThat(names.next("Köln")).isEqualTo("Koln");
        assertThat(names.next("../../etc")).isEqualTo(".._.._etc");
        assertThat(names.next("票\0\n")).isEqualTo("_");
        assertThat(names.next("x".repeat(220))).isEqualTo("x".repeat(20));
    }

    @Test
    void noTwoAreAlike() {
        assertThat(names.next("x (1)")).isEqualTo("x_1_");
        assertThat(names.next("x [1]")).isEqualTo("x_1_-2");
        assertThat(names.next("X_1_")).isEqualTo("X_1_-3");
        assertThat(names.next("x_1_-2")).isEqualTo("x_1_-2-2");
        assertThat(names.next("y".repeat(30))).hasSize(20);
        assertThat(names.next("y".repeat(31))).isEqualTo("y".repeat(18) + "-2");
    }
}
