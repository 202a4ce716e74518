/** What of the Redis strategies can be tested without a Redis. */
@NullMarked
package dev.onsale.core.redis;

import org.jspecify.annotations.NullMarked;
