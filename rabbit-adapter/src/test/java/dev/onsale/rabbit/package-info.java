/** Tests of the indirect architecture that need no broker. */
@NullMarked
package dev.onsale.rabbit;

import org.jspecify.annotations.NullMarked;
