package dev.onsale.charts;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * DejaVu Sans, bundled, so that plots look the same everywhere and can be drawn on a machine without any font. Thread-safe.
 *
 * <p>Java2D asks the system for its logical fonts before it draws a letter of any font, and gives up when there is none. Two properties
 * internal to the JDK make it look into a directory of ours instead. They are read once, so {@link #install} comes first.
 */
public final class Fonts {
    private static final String REGULAR = "DejaVuSans.ttf";
    private static final String BOLD = "DejaVuSans-Bold.ttf";
    private static final List<String> LOGICAL = List.of("dialog", "sansserif", "serif", "monospaced", "dialoginput");
    private static final List<String> STYLES = List.of("plain", "bold", "italic", "bolditalic");

    private Fonts() {}

    /**
     * Makes the bundled fonts those of this virtual machine, and AWT headless. To be called before any AWT class is used; further calls do
     * nothing. The fonts are unpacked to a private temporary directory that goes when the virtual machine ends.
     *
     * @throws UncheckedIOException the temporary directory could not be written
     */
    public static void install() {
        Objects.requireNonNull(Unpacked.DIRECTORY);
    }

    /** The regular face, in points of 1/96 inch. */
    static Font regular(float size) {
        return Faces.REGULAR_FACE.deriveFont(size);
    }

    /** The bold face, in points of 1/96 inch. */
    static Font bold(float size) {
        return Faces.BOLD_FACE.deriveFont(size);
    }

    /** The text, with each character that the bundled faces have no shape for as its number, such as {@code [U+7968]}. */
    static String shown(String text) {
        if (text.codePoints().allMatch(Fonts::isShown)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isShown(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format("[U+%04X]", c));
            }
        });
        return shown.toString();
    }

    private static boolean isShown(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && Faces.REGULAR_FACE.canDisplay(c)
                && Faces.BOLD_FACE.canDisplay(c);
    }

    /** Touches no AWT class. */
    private static final class Unpacked {
        static final Path DIRECTORY = unpack();

        private static Path unpack() {
            try {
                Path directory = Files.createTempDirectory("onsale-fonts-");
                directory.toFile().deleteOnExit();
                Path regular = unpack(REGULAR, directory);
                Path bold = unpack(BOLD, directory);
                Path configuration =
                        Files.writeString(directory.resolve("fontconfig.properties"), configure(regular, bold));
                configuration.toFile().deleteOnExit();
                System.setProperty("java.awt.headless", "true");
                System.setProperty("sun.awt.fontconfig", configuration.toString());
                System.setProperty("sun.java2d.fontpath", directory.toString());
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot unpack the fonts: " + e, e);
            }
        }

        private static Path unpack(String name, Path directory) throws IOException {
            Path file = directory.resolve(name);
            file.toFile().deleteOnExit(); // before the directory's turn: the last registered goes first
            try (InputStream font = Objects.requireNonNull(Fonts.class.getResourceAsStream("fonts/" + name), name)) {
                Files.copy(font, file);
            }
            return file;
        }

        private static String configure(Path regular, Path bold) {
            StringBuilder lines = new StringBuilder("version=1\nsequence.allfonts=latin\n");
            for (String font : LOGICAL) {
                for (String style : STYLES) {
                    String face = style.startsWith("bold") ? "DejaVu Sans Bold" : "DejaVu Sans";
                    lines.append(font + '.' + style + ".latin=" + face + '\n');
                }
            }
            return lines.append("filename.DejaVu_Sans=" + regular + '\n')
                    .append("filename.DejaVu_Sans_Bold=" + bold + '\n')
                    .toString();
        }
    }

    private static final class Faces {
        static final Font REGULAR_FACE = load(REGULAR);
        static final Font BOLD_FACE = load(BOLD);

        private static Font load(String name) {
            try {
                return Font.createFont(
                        Font.TRUETYPE_FONT, Unpacked.DIRECTORY.resolve(name).toFile());
            } catch (FontFormatException e) {
                throw new IllegalStateException("not a font: " + name, e);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the font " + name, e);
            }
        }
    }
}
