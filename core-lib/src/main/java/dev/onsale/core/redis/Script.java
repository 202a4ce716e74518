package dev.onsale.core.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.OptionalOptions;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * A Lua script, called by its digest. A server that does not know it says so before it does anything, and is then sent the whole text,
 * which it remembers. A call whose reply is lost is not repeated, whatever the client's own configuration says. Immutable.
 */
final class Script {
    private final String text;
    private final String sha1;

    /** The script in the resource of this name, beside this class. */
    Script(String resource) {
        try (InputStream in = Script.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + resource);
            }
            byte[] bytes = in.readAllBytes();
            text = new String(bytes, StandardCharsets.UTF_8);
            sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The door to scripts that this class expects: no repeats, arguments in bytes. */
    static RScript door(RedissonClient redisson) {
        return redisson.getScript(
                OptionalOptions.defaults().codec(ByteArrayCodec.INSTANCE).retryAttempts(0));
    }

    /** Runs it for a number. */
    CompletionStage<Long> number(RScript door, List<Object> keys, byte[]... arguments) {
        return run(door, RScript.ReturnType.LONG, keys, arguments);
    }

    /** Runs it for a list of numbers; the stage's value is null when the script replies nil. */
    CompletionStage<List<Long>> numbers(RScript door, List<Object> keys, byte[]... arguments) {
        return run(door, RScript.ReturnType.LIST, keys, arguments);
    }

    private <T> CompletionStage<T> run(RScript door, RScript.ReturnType type, List<Object> keys, byte[]... arguments) {
        return door.<T>evalShaAsync(RScript.Mode.READ_WRITE, sha1, type, keys, (Object[]) arguments)
                .exceptionallyCompose(failure -> Failures.unwrap(failure) instanceof RedisNoScriptException
                        ? door.<T>evalAsync(RScript.Mode.READ_WRITE, text, type, keys, (Object[]) arguments)
                        : failed(failure));
    }

    private static <T> CompletionStage<T> failed(Throwable failure) {
        return CompletableFuture.failedFuture(failure);
    }

    /** A string argument. */
    static byte[] bytes(String argument) {
        return argument.getBytes(StandardCharsets.UTF_8);
    }
}
