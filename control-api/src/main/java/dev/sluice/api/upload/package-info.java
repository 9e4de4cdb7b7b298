/** Uploads over HTTP: forms, chunks, tus, direct parts and pulls. */
@NullMarked
package dev.sluice.api.upload;

import org.jspecify.annotations.NullMarked;
