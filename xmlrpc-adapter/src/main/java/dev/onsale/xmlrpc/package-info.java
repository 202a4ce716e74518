/** The direct architecture, over XML-RPC: callers use the transport, the balancer and the name server; the rest is internal. */
@NullMarked
package dev.onsale.xmlrpc;

import org.jspecify.annotations.NullMarked;
