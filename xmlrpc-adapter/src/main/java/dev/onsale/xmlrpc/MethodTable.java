package dev.onsale.xmlrpc;

import dev.onsale.xmlrpc.Part.Fault;
import dev.onsale.xmlrpc.Part.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The methods of a server, {@code system.*} included: checks parameters against signatures, and takes a multicall apart. */
final class MethodTable {
    private static final String MULTICALL = "system.multicall";

    private final Map<String, Method> methods = new TreeMap<>();
    private final int multicallLimit;

    /**
     * A method.
     *
     * @param signature XML-RPC names of types, the result's first
     * @param help a sentence or two for people
     * @param body gets parameters of the signature's types
     */
    record Method(String name, List<String> signature, String help, Function<List<Object>, Part> body) {
        boolean accepts(List<Object> params) {
            if (params.size() != signature.size() - 1) {
                return false;
            }
            for (int i = 0; i < params.size(); i++) {
                if (!isA(signature.get(i + 1), params.get(i))) {
                    return false;
                }
            }
            return true;
        }

        Part call(List<Object> params) {
            return accepts(params)
                    ? body.apply(params)
                    : new Fault(
                            Fault.WRONG_PARAMETERS,
                            name + " takes (" + String.join(", ", signature.subList(1, signature.size())) + ")");
        }

        private static boolean isA(String type, Object value) {
            return switch (type) {
                case "string" -> value instanceof String;
                case "int" -> value instanceof Integer;
                case "array" -> value instanceof Object[];
                default -> throw new IllegalArgumentException("a type that no method has: " + type);
            };
        }
    }

    MethodTable(List<Method> own, int multicallLimit) {
        this.multicallLimit = multicallLimit;
        own.forEach(this::add);
        add(new Method(
                "system.listMethods",
                List.of("array"),
                "The names of all methods.",
                params -> new Value(methods.keySet().toArray())));
        add(new Method(
                "system.methodSignature",
                List.of("array", "string"),
                "The signatures of a method: an array of arrays of type names, the result's first.",
                params -> about(params, method -> new Object[] {method.signature.toArray()})));
        add(new Method(
                "system.methodHelp",
                List.of("string", "string"),
                "What a method does.",
                params -> about(params, Method::help)));
        add(new Method(
                MULTICALL,
                List.of("array", "array"),
                "Many calls in one request, each a struct {methodName, params}. Each is answered on its own: with an array that"
                        + " holds its result, or with a struct {faultCode, faultString}. At most " + multicallLimit
                        + " calls.",
                params -> new Fault(Fault.WRONG_PARAMETERS, "a system.multicall must not hold another one")));
    }

    boolean has(String name) {
        return methods.containsKey(name);
    }

    /** Calls in one multicall, at the most. */
    int multicallLimit() {
        return multicallLimit;
    }

    /** What this call comes to. Never fails: what is wrong with it is a part. */
    Call call(String name, List<Object> params) {
        if (name.equals(MULTICALL) && params.size() == 1 && params.get(0) instanceof Object[] calls) {
            return multicall(calls);
        }
        return Call.single(part(name, params));
    }

    private Call multicall(Object[] calls) {
        if (calls.length > multicallLimit) {
            return Call.single(
                    new Fault(Fault.OVER_A_LIMIT, "at most " + multicallLimit + " calls in one system.multicall"));
        }
        List<Part> parts = new ArrayList<>(calls.length);
        for (Object call : calls) {
            boolean sound = call instanceof Map<?, ?> struct
                    && struct.get("methodName") instanceof String
                    && struct.get("params") instanceof Object[];
            parts.add(
                    sound
                            ? element((Map<?, ?>) call)
                            : new Fault(Fault.WRONG_PARAMETERS, "each call must be a struct {methodName, params}"));
        }
        return new Call(parts, true);
    }

    private Part element(Map<?, ?> call) {
        return part(String.valueOf(call.get("methodName")), Arrays.asList((Object[]) call.get("params")));
    }

    private Part part(String name, List<Object> params) {
        Method method = methods.get(name);
        return method == null ? noSuchMethod() : method.call(params);
    }

    private Part about(List<Object> params, Function<Method, Object> what) {
        Method method = methods.get((String) params.get(0));
        return method == null ? noSuchMethod() : new Value(what.apply(method));
    }

    private static Fault noSuchMethod() {
        return new Fault(Fault.NO_SUCH_METHOD, "no such method; system.listMethods tells which there are");
    }

    private void add(Method method) {
        methods.put(method.name, method);
    }
}
