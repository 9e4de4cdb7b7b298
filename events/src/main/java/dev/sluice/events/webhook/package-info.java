/** Webhooks: endpoints, their queues, what is sent, and where nothing is ever sent. */
@NullMarked
package dev.sluice.events.webhook;

import org.jspecify.annotations.NullMarked;
