package dev.onsale.harness.trial;

import dev.onsale.core.EntryPoint;
import dev.onsale.core.ProcessStarter;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An entry point that is made anew for the next sale when a process that it started has ended. Not thread-safe. */
final class LastingEntryPoint implements EntryPoint {
    /** Makes one. */
    interface Maker {
        EntryPoint with(ProcessStarter processes) throws IOException;
    }

    private final Maker maker;
    private final ProcessStarter processes;
    private Made made;

    private record Made(EntryPoint entryPoint, List<ProcessStarter.Child> children) {
        boolean isWhole() {
            return children.stream().allMatch(ProcessStarter.Child::isRunning);
        }
    }

    LastingEntryPoint(ProcessStarter processes, Maker maker) throws IOException {
        this.processes = processes;
        this.maker = maker;
        this.made = make();
    }

    private Made make() throws IOException {
        List<ProcessStarter.Child> children = new ArrayList<>();
        return new Made(maker.with(new Remembering(processes, children)), children);
    }

    @Override
    public Route open(Sale sale) throws IOException {
        if (!made.isWhole()) {
            made.entryPoint().close();
            made = make();
        }
        return made.entryPoint().open(sale);
    }

    @Override
    public void close() {
        made.entryPoint().close();
    }

    /** Takes down what is started through it. */
    private record Remembering(ProcessStarter processes, List<Child> children) implements ProcessStarter {
        @Override
        public Child onsale(String name, List<String> arguments) throws IOException {
            return remembered(processes.onsale(name, arguments));
        }

        @Override
        public Child program(String name, List<String> command) throws IOException {
            return remembered(processes.program(name, command));
        }

        private Child remembered(Child child) {
            children.add(child);
            return child;
        }
    }
}
