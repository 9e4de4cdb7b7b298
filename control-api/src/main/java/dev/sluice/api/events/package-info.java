/** Webhooks and the log of events. */
@NullMarked
package dev.sluice.api.events;

import org.jspecify.annotations.NullMarked;
