package dev.onsale.record;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * A record's components as columns of text: {@code elapsedSeconds} is {@code elapsed_seconds}, and the components of a record within the
 * record are columns of their own. So a column is named in one place, the component.
 */
final class Columns<R extends Record> {
    private static final Set<Class<?>> OPTIONAL = Set.of(OptionalDouble.class, OptionalInt.class, Optional.class);

    private final Class<R> type;

    Columns(Class<R> type) {
        this.type = type;
    }

    /** The columns' names, in the order of the components. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            names.addAll(nested(component) ? inside(component).names() : List.of(name(component)));
        }
        return names;
    }

    /** The components that may be missing from a file written before they existed. */
    List<String> optionalNames() {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (nested(component)) {
                names.addAll(inside(component).optionalNames());
            } else if (OPTIONAL.contains(component.getType())) {
                names.add(name(component));
            }
        }
        return names;
    }

    /** The values as text, in the order of {@link #names}; fractions have at most six decimals. */
    List<String> write(Record value) {
        List<String> cells = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Object part = get(component, value);
            cells.addAll(nested(component) ? inside(component).write((Record) part) : List.of(text(part)));
        }
        return cells;
    }

    /**
     * The record whose columns the function knows by name.
     *
     * @throws CellException a cell does not hold what its column is for
     */
    R read(Function<String, String> cells) throws CellException {
        RecordComponent[] components = type.getRecordComponents();
        @SuppressWarnings("rawtypes") // as getType() answers
        Class[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = nested(components[i])
                    ? inside(components[i]).read(cells)
                    : value(components[i], cells.apply(name(components[i])));
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new CellException(String.valueOf(e.getTargetException().getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no way to make a " + type, e);
        }
    }

    private static Object value(RecordComponent component, String cell) throws CellException {
        Class<?> type = component.getType();
        try {
            if (type == String.class) {
                return CellText.read(cell);
            } else if (type == int.class) {
                return Integer.parseInt(cell);
            } else if (type == long.class) {
                return Long.parseLong(cell);
            } else if (type == double.class) {
                return Double.parseDouble(cell);
            } else if (type == OptionalInt.class) {
                return cell.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cell));
            } else if (type == OptionalDouble.class) {
                return cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell));
            } else if (type == Optional.class) {
                return cell.isEmpty() ? Optional.empty() : Optional.of(CellText.read(cell));
            } else if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    if (constant.toString().equals(cell)) {
                        return constant;
                    }
                }
                String known = Arrays.toString(type.getEnumConstants());
                throw new CellException("column " + name(component) + " must be one of " + known + ": \"" + cell + '"');
            }
        } catch (NumberFormatException e) {
            throw new CellException("column " + name(component) + " must be a number: \"" + cell + '"');
        }
        throw new LinkageError("no column type: " + component);
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            BigDecimal rounded = BigDecimal.valueOf(number).setScale(6, RoundingMode.HALF_EVEN);
            return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        } else if (value instanceof OptionalDouble number) {
            return number.isPresent() ? text(number.getAsDouble()) : "";
        } else if (value instanceof OptionalInt number) {
            return number.isPresent() ? text(number.getAsInt()) : "";
        }
        if (value instanceof Number) {
            return value.toString();
        }
        return CellText.written(
                value instanceof Optional<?> text ? text.map(Object::toString).orElse("") : value.toString());
    }

    private static boolean nested(RecordComponent component) {
        return component.getType().isRecord();
    }

    private static Columns<?> inside(RecordComponent component) {
        return new Columns<>(component.getType().asSubclass(Record.class));
    }

    private static String name(RecordComponent component) {
        return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static Object get(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no way to read " + component, e);
        }
    }

    /** A cell does not hold what its column is for; the message names the column. */
    static final class CellException extends Exception {
        private static final long serialVersionUID = 1;

        CellException(String message) {
            super(message);
        }
    }
}
