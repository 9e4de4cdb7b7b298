/** What a person needs to begin: an API key, a first stream, and where to publish and watch. */
@NullMarked
package dev.sluice.server.welcome;

import org.jspecify.annotations.NullMarked;
