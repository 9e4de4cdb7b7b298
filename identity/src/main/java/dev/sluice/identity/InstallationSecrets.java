package dev.sluice.identity;

/** Secrets that all nodes of an installation share. Blocks; for virtual threads. */
@FunctionalInterface
public interface InstallationSecrets {
    /** The secret of this name: random, made when it is first asked for, the same ever after. */
    String secret(String name);
}
