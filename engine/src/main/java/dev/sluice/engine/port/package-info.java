/** The ports that other modules implement: authorisation, transcoder, packager, repositories, object store. */
@NullMarked
package dev.sluice.engine.port;

import org.jspecify.annotations.NullMarked;
