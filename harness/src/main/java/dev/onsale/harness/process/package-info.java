/** Child processes that never outlive the harness, and the private directory that they work in. */
@NullMarked
package dev.onsale.harness.process;

import org.jspecify.annotations.NullMarked;
