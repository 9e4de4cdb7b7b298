/** What every route shares: errors, JSON, authentication, public URLs, and the door to virtual threads. */
@NullMarked
package dev.sluice.api.http;

import org.jspecify.annotations.NullMarked;
