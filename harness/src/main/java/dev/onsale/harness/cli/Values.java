package dev.onsale.harness.cli;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Model;
import dev.onsale.core.Strategies;
import dev.onsale.harness.backend.Addresses;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** Describes options, and reads their values; what is wrong with one becomes a {@link UsageException}. */
final class Values {
    private Values() {}

    static Option option(String name, String argument, String meaning) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(meaning)
                .get();
    }

    static Option flag(String name, String meaning) {
        return Option.builder().longOpt(name).desc(meaning).get();
    }

    static String required(CommandLine line, String name) {
        String value = line.getOptionValue(name);
        if (value == null) {
            throw new UsageException("--" + name + " is missing");
        }
        return value;
    }

    static int number(CommandLine line, String name, int otherwise, int from, int to) {
        String text = line.getOptionValue(name);
        return text == null ? otherwise : number(name, text, from, to);
    }

    static int number(String name, String text, int from, int to) {
        try {
            int number = Integer.parseInt(text);
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw new UsageException("--" + name + " must be a whole number from " + from + " to " + to + ": " + text);
    }

    /** The label of a run directory. */
    static String runName(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,40}")) {
            throw new UsageException("--name must be 1 to 40 letters, digits, dots, underscores or hyphens: " + name);
        }
        return name;
    }

    /** A time in milliseconds, of up to a minute. */
    static double millis(String name, String text) {
        try {
            double millis = Double.parseDouble(text);
            if (millis >= 0 && millis <= 60_000) {
                return millis + 0.0; // there is a zero below zero
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw new UsageException("--" + name + " must be milliseconds, from 0 to 60000: " + text);
    }

    /** A time in seconds, from a tenth of one to a minute. */
    static Duration seconds(String name, String text) {
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0.1 && seconds <= 60) {
                return Duration.ofMillis(Math.round(seconds * 1_000));
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw new UsageException("--" + name + " must be seconds, from 0.1 to 60: " + text);
    }

    /** A share from 0 to 1, as a fraction or in percent. */
    static double share(String name, String text) {
        boolean percent = text.endsWith("%");
        try {
            double share = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
            double fraction = percent ? share / 100 : share;
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a share out of range is.
        }
        throw new UsageException("--" + name + " must be a share from 0% to 100%: " + text);
    }

    /** The run whose directory is the command's only argument. */
    static RunDirectory run(String command, CommandLine line, Terminal terminal) throws IOException {
        if (line.getArgList().size() != 1) {
            throw new UsageException(command + " takes one run directory");
        }
        return RunDirectory.open(path("RUN", line.getArgList().get(0)), terminal::note);
    }

    static Path path(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException(name + " must be a path of this system: " + e.getMessage());
        }
    }

    static URI uri(CommandLine line, String name) {
        return uri(name, required(line, name));
    }

    static URI uri(String name, String text) {
        String why = "";
        try {
            URI uri = new URI(text);
            if (uri.getPort() > Addresses.LAST_PORT) {
                throw new UsageException(
                        "--" + name + ": a port is 1 to " + Addresses.LAST_PORT + ", not " + uri.getPort());
            }
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
            why = uri.getRawAuthority() == null ? "" : " (" + Addresses.whyNoHost(uri) + ")";
        } catch (URISyntaxException e) {
            // Refused below.
        }
        throw new UsageException(
                "--" + name + " must be an address such as scheme://host:port: " + Addresses.masked(text) + why);
    }

    static ConsistencyStrategy strategy(String id) {
        return checked(() -> Strategies.named(id));
    }

    static Model model(String id) {
        return known("model", id, Model.values(), Model::id);
    }

    /** The one of them with this id. */
    static <E> E known(String what, String text, E[] all, Function<E, String> id) {
        return Arrays.stream(all)
                .filter(e -> id.apply(e).equals(text))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown " + what + ": " + text + " (known: "
                        + String.join(", ", Arrays.stream(all).map(id).toList()) + ")"));
    }

    /** What the supplier gives; a caller's mistake that it finds is the user's. */
    static <T> T checked(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
