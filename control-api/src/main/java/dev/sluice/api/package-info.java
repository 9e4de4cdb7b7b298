/** The HTTP server: REST under /api/v1, the playback edge under /live, pages and operations. */
@NullMarked
package dev.sluice.api;

import org.jspecify.annotations.NullMarked;
