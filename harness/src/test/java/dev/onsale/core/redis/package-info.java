/** What the strategies on Redis must do when it is slow, gone or forgetful, on real servers. */
@NullMarked
package dev.onsale.core.redis;

import org.jspecify.annotations.NullMarked;
