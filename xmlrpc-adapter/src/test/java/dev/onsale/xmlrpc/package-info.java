/** Tests of the XML-RPC adapter, over real sockets. */
@NullMarked
package dev.onsale.xmlrpc;

import org.jspecify.annotations.NullMarked;
