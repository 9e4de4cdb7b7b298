/** Accounts, logins, API keys and the public signing keys in the control API. */
@NullMarked
package dev.sluice.api.identity;

import org.jspecify.annotations.NullMarked;
