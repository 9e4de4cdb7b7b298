/** What {@code openapi.yaml} demands of requests. Knows no server. */
@NullMarked
package dev.sluice.api.contract;

import org.jspecify.annotations.NullMarked;
