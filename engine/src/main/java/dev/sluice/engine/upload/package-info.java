/** Uploads: bytes on their way in, from whichever node takes them to one object in the store and one asset. */
@NullMarked
package dev.sluice.engine.upload;

import org.jspecify.annotations.NullMarked;
