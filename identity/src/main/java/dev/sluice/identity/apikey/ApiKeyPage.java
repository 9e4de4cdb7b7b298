package dev.sluice.identity.apikey;

import java.util.List;

/** One page of a tenant's keys, and how many there are on all pages. */
public record ApiKeyPage(List<ApiKeyRecord> keys, long total) {
    public ApiKeyPage {
        keys = List.copyOf(keys);
    }
}
