/** Live chat over REST, and who may see which stream's room. */
@NullMarked
package dev.sluice.api.chat;

import org.jspecify.annotations.NullMarked;
