package dev.onsale.harness.cli;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Model;
import dev.onsale.core.Strategies;
import java.net.URI;
import java.net.URISyntaxException;
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

    static URI uri(CommandLine line, String name) {
        return uri(name, required(line, name));
    }

    static URI uri(String name, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Refused below.
        }
        throw new UsageException("--" + name + " must be an address such as scheme://host:port: "
                + text.replaceAll("//[^@/]*@", "//…@"));
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
