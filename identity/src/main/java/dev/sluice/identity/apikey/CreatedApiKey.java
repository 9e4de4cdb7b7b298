package dev.sluice.identity.apikey;

/** A new key with its secret, the only time that it is shown. */
public record CreatedApiKey(ApiKeyRecord key, String secret) {
    @Override
    public String toString() {
        return key.toString();
    }
}
