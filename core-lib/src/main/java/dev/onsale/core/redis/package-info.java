/**
 * Strategies that keep a sale in Redis, through Redisson. Callers open a client with {@link dev.onsale.core.redis.RedisConnections}, or
 * bring their own; the strategy classes themselves hold no type of Redisson, so that they can be listed without it.
 */
@NullMarked
package dev.onsale.core.redis;

import org.jspecify.annotations.NullMarked;
