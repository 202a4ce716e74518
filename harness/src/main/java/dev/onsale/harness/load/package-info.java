/** The load generator: drives a workload against a ticket service and records every attempt. */
@NullMarked
package dev.onsale.harness.load;

import org.jspecify.annotations.NullMarked;
