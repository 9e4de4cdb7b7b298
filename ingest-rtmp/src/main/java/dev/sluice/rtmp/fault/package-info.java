/** What can be wrong with a connection: the kinds that are counted, and the exception that ends it. */
@NullMarked
package dev.sluice.rtmp.fault;

import org.jspecify.annotations.NullMarked;
