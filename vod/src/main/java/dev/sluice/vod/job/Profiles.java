package dev.sluice.vod.job;

import dev.sluice.vod.plan.EncodeProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The encode profiles of this installation by their names. Immutable. */
public final class Profiles {
    private final EncodeProfile usual;
    private final Map<String, EncodeProfile> byName = new LinkedHashMap<>();

    /** @param all at least one; the first is the usual one */
    public Profiles(List<EncodeProfile> all) {
        this.usual = all.getFirst();
        for (EncodeProfile profile : all) {
            if (byName.put(profile.name(), profile) != null) {
                throw new IllegalArgumentException("two profiles are called " + profile.name());
            }
        }
    }

    /** @param name null for the usual one */
    public Optional<EncodeProfile> find(@Nullable String name) {
        return name == null ? Optional.of(usual) : Optional.ofNullable(byName.get(name));
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
