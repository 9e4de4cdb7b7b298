/** API keys: made, listed, revoked, and looked up fast. */
@NullMarked
package dev.sluice.identity.apikey;

import org.jspecify.annotations.NullMarked;
