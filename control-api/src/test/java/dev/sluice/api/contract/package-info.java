@NullMarked
package dev.sluice.api.contract;

import org.jspecify.annotations.NullMarked;
