/** The harness's own tests, and the strategies and transports on real servers. */
@NullMarked
package dev.onsale.harness;

import org.jspecify.annotations.NullMarked;
