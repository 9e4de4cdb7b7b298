package dev.sluice.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
    private static final String ETAG = "\"abc-7\"";

    @ParameterizedTest
    @ValueSource(strings = {"\"abc-7\"", "W/\"abc-7\"", "*", " * ", "\"x\", \"abc-7\"", "\"x\",W/\"abc-7\" , \"y\""})
    void matches_headerThatNamesTheVersion_isTrue(String ifNoneMatch) {
        assertThat(Conditions.matches(ifNoneMatch, ETAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc-7", "\"abc-70\"", "\"abc\"", "\"*\"", ",", "w/\"abc-7\""})
    void matches_headerThatNamesAnother_isFalse(String ifNoneMatch) {
        assertThat(Conditions.matches(ifNoneMatch, ETAG)).isFalse();
    }

    @Test
    void matches_noHeader_isFalse() {
        assertThat(Conditions.matches(null, ETAG)).isFalse();
    }

    @Test
    void rangeApplies_onlyWithoutIfRangeOrWithTheStrongTag() {
        assertThat(Conditions.rangeApplies(null, ETAG)).isTrue();
        assertThat(Conditions.rangeApplies(ETAG, ETAG)).isTrue();
        assertThat(Conditions.rangeApplies("W/" + ETAG, ETAG)).isFalse();
        assertThat(Conditions.rangeApplies("\"other\"", ETAG)).isFalse();
        assertThat(Conditions.rangeApplies("Wed, 01 Oct 2025 12:00:00 GMT", ETAG))
                .isFalse();
    }
}
