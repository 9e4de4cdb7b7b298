/** People with an account here: registration, login, second factor, profile. */
@NullMarked
package dev.sluice.identity.account;

import org.jspecify.annotations.NullMarked;
