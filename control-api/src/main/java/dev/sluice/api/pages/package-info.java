/** The pages a person opens, their assets, and the public figures they show. */
@NullMarked
package dev.sluice.api.pages;

import org.jspecify.annotations.NullMarked;
