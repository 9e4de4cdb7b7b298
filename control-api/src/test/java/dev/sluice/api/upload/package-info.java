@org.jspecify.annotations.NullMarked
package dev.sluice.api.upload;
