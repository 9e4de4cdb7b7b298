/** The playback edge: live files from memory, older ones from the object store. */
@NullMarked
package dev.sluice.api.edge;

import org.jspecify.annotations.NullMarked;
