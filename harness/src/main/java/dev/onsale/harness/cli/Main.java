package dev.onsale.harness.cli;

import dev.onsale.core.StoreException;
import dev.onsale.record.UnreadableRunException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.apache.commons.cli.help.HelpFormatter;

/** The program: finds the command, and turns whatever it throws into one sentence and an exit code. */
public final class Main {
    private static final int LONGEST_CAUSE = 20;
    private static final String FEW_FILES =
            "too few file descriptors: this process may open no more files and sockets, so raise its limit, such as with ulimit -n 65536";

    private final List<Command> commands;
    private final Terminal terminal;

    Main(List<Command> commands, Terminal terminal) {
        this.commands = commands;
        this.terminal = terminal;
    }

    /** Runs one command and exits with its code. */
    public static void main(String[] args) throws InterruptedException {
        Locale.setDefault(Locale.ROOT);
        Thread.setDefaultUncaughtExceptionHandler(Main::endOfThread);
        AtomicInteger code = new AtomicInteger(ExitCode.ENVIRONMENT);
        // A thread of its own, so that a shutdown hook can wait for the command to leave (see Leaving).
        Thread command = new Thread(() -> code.set(new Main(Commands.all(), Terminal.ofProcess()).run(args)), "onsale");
        command.start();
        command.join();
        System.exit(code.get());
    }

    int run(String... args) {
        if (args.length == 0 || isHelp(args[0])) {
            terminal.say(overview());
            return args.length == 0 ? ExitCode.USAGE : ExitCode.ALL_VALID;
        }
        Command command = commands.stream()
                .filter(c -> c.name().equals(args[0]))
                .findFirst()
                .orElse(null);
        if (command == null) {
            return refuse("unknown command: " + args[0] + " (known: "
                    + String.join(
                            ", ",
                            commands.stream()
                                    .filter(Main::shown)
                                    .map(Command::name)
                                    .toList()) + ")");
        }
        try {
            String[] rest = Arrays.copyOfRange(args, 1, args.length);
            if (Arrays.stream(rest).takeWhile(a -> !a.equals("--")).anyMatch(Main::isHelp)) {
                terminal.say(help(command));
                return ExitCode.ALL_VALID;
            }
            return command.run(parse(command, rest), terminal);
        } catch (UsageException | UnreadableRunException e) {
            return refuse(sentence(e));
        } catch (InvalidPathException e) {
            return refuse("not the name of a file here, where names are " + System.getProperty("sun.jnu.encoding")
                    + ": " + sentence(e));
        } catch (IOException | StoreException e) {
            terminal.note("onsale: " + (lacksFiles(e) ? FEW_FILES : sentence(e)));
            return ExitCode.ENVIRONMENT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            terminal.note("onsale: interrupted");
            return ExitCode.ENVIRONMENT;
        } catch (RuntimeException | Error e) {
            terminal.note("onsale: " + (lacksFiles(e) ? FEW_FILES : isOutOfMemory(e) ? tooLittleMemory() : defect(e)));
            return ExitCode.ENVIRONMENT;
        }
    }

    /** Whoever waits for this thread would wait for ever: without memory the process ends, and the guardian takes down what it started. */
    private static void endOfThread(Thread thread, Throwable e) {
        System.err.println("onsale: " + (isOutOfMemory(e) ? tooLittleMemory() : defect(e)));
        if (isOutOfMemory(e)) {
            Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
        }
    }

    private static boolean isOutOfMemory(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(LONGEST_CAUSE)
                .anyMatch(OutOfMemoryError.class::isInstance);
    }

    private static String tooLittleMemory() {
        return "Java's heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MB is too small for this: give it more with ONSALE_JVM_OPTIONS=-Xmx2g, or ask for less";
    }

    private static String defect(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return "this is a defect of onsale itself, please report it: " + trace;
    }

    private int refuse(String sentence) {
        terminal.note("onsale: " + sentence);
        return ExitCode.USAGE;
    }

    private static CommandLine parse(Command command, String[] args) {
        Options options = command.options();
        try {
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, args);
            if (command.arguments().isEmpty() && !line.getArgList().isEmpty()) {
                throw new UsageException(command.name() + " takes options only, and found: "
                        + line.getArgList().get(0));
            }
            for (Option option : line.getOptions()) {
                if (!option.hasArgs()
                        && line.getOptionValues(option) != null
                        && line.getOptionValues(option).length > 1) {
                    throw new UsageException("given twice: --" + option.getLongOpt());
                }
            }
            return line;
        } catch (UnrecognizedOptionException e) {
            throw new UsageException("unknown option of " + command.name() + ": " + e.getOption() + " (known: "
                    + String.join(", ", names(options)) + ")");
        } catch (MissingArgumentException e) {
            throw new UsageException(
                    "a value is missing after --" + e.getOption().getLongOpt());
        } catch (ParseException e) {
            throw new UsageException(sentence(e));
        }
    }

    private static List<String> names(Options options) {
        return options.getOptions().stream()
                .map(o -> "--" + o.getLongOpt())
                .sorted()
                .toList();
    }

    private String overview() {
        StringBuilder text = new StringBuilder("""
                Onsale sells exactly N tickets under a stampede, and measures what that costs.

                usage: onsale COMMAND [options]

                """);
        for (Command command : commands) {
            if (shown(command)) {
                text.append(String.format("  %-12s %s%n", command.name(), command.summary()));
            }
        }
        return text.append("""

                        onsale COMMAND --help tells more. Exit codes: 0 all valid, 1 a correctness violation, 2 usage,
                        3 the environment failed, 4 some verdict is UNKNOWN.""").toString();
    }

    private static boolean shown(Command command) {
        return !command.summary().isEmpty();
    }

    private static String help(Command command) throws IOException {
        StringBuilder text = new StringBuilder();
        HelpFormatter formatter = HelpFormatter.builder()
                .setHelpAppendable(new org.apache.commons.cli.help.TextHelpAppendable(text))
                .setShowSince(false)
                .get();
        formatter.printHelp(
                "onsale " + command.name() + " [options] " + command.arguments(),
                command.summary(),
                command.options(),
                "",
                false);
        return text.append(command.notes()).toString();
    }

    private static boolean isHelp(String arg) {
        return arg.equals("--help") || arg.equals("-h");
    }

    /** Whether it is, at the bottom, that the system gives this process no more files or sockets. Java says so in a text only. */
    private static boolean lacksFiles(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains("Too many open files")) {
                return true;
            }
        }
        return false;
    }

    private static String sentence(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
