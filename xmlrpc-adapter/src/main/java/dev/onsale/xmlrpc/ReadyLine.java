package dev.onsale.xmlrpc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one line that a process prints when it can be reached: {@code balancer ready listen=127.0.0.1:9000 registry=127.0.0.1:9001}.
 *
 * @param program {@code balancer} or {@code name-server}
 * @param registry where a balancer takes registrations, if it does
 */
record ReadyLine(String program, Address listen, Optional<Address> registry) {
    private static final Pattern FORM = Pattern.compile("([a-z-]+) ready listen=(\\S+)(?: registry=(\\S+))?");

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException it has another form
     */
    static ReadyLine parse(String line) {
        Matcher form = FORM.matcher(line.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("must be \"<program> ready listen=host:port\": " + line);
        }
        return new ReadyLine(
                form.group(1),
                Address.parse(form.group(2)),
                Optional.ofNullable(form.group(3)).map(Address::parse));
    }

    @Override
    public String toString() {
        return program + " ready listen=" + listen
                + registry.map(at -> " registry=" + at).orElse("");
    }
}
