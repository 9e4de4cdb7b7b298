/** Live chat: who may write what, and how those in a room hear of it. Knows no HTTP, no SQL and no accounts. */
@NullMarked
package dev.sluice.engine.chat;

import org.jspecify.annotations.NullMarked;
