package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.record.RunDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Draws in a virtual machine that finds no font: on Linux its fontconfig, through which the JDK looks for them, knows none. */
class FontsTest {
    @TempDir
    Path directory;

    @Test
    void withoutAnyFontThePlotsAreTheSameToTheByteAndNothingIsLeftBehind() throws Exception {
        RunDirectory run = new SyntheticRun()
                .strategies("lua", "lock")
                .change(row -> row.setup().workers() == 2 ? SyntheticRun.failed(row, "größer – ✗") : row)
                .write(directory.resolve("runs"));
        assertThat(fontless(FontlessDrawing.class, run.path().toString())).isEqualTo(0);
        List<Path> drawn;
        try (var files = Files.list(run.charts())) {
            drawn = files.toList();
        }
        assertThat(drawn).hasSize(6);
        Path there = Files.move(run.charts(), directory.resolve("there"));
        Charts.draw(run);
        for (Path file : drawn) {
            assertThat(file).hasSameBinaryContentAs(there.resolve(file.getFileName()));
        }
        try (var files = Files.list(directory.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
    }

    /** Otherwise the test above would prove nothing. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutTheBundledFontsNothingCouldBeDrawn() throws Exception {
        assertThat(fontless(PlainDrawing.class)).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("output"))).containsAnyOf("font", "Font");
    }

    private int fontless(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Path none =
                Files.writeString(directory.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Path home = Files.createDirectories(directory.resolve("home"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        File output = directory.resolve("output").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().clear();
        builder.environment().put("HOME", home.toString());
        builder.environment().put("FONTCONFIG_FILE", none.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
            if (process.exitValue() != 0) {
                System.out.println(Files.readString(output.toPath()));
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Draws a run as the harness does. */
    static final class FontlessDrawing {
        private FontlessDrawing() {}

        public static void main(String[] arguments) throws IOException {
            Fonts.install();
            Charts.draw(RunDirectory.open(Path.of(arguments[0]), warning -> {}));
        }
    }

    /** Draws a letter without {@link Fonts}. */
    static final class PlainDrawing {
        private PlainDrawing() {}

        public static void main(String[] arguments) {
            new java.awt.image.BufferedImage(9, 9, java.awt.image.BufferedImage.TYPE_INT_RGB)
                    .createGraphics()
                    .drawString("x", 1, 8);
        }
    }
}
