package dev.sluice.packager.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanguageTagTest {
    @ParameterizedTest
    @CsvSource({
        "en, en, eng, English",
        "eng, en, eng, English",
        "ger, de, deu, German",
        "deu, de, deu, German",
        "pt_br, pt-BR, por, Portuguese (Brazil)",
        "zho-Hans, zh-Hans, zho, Chinese (Simplified)",
        "gsw, gsw, gsw, Swiss German",
        "und, und, und, ''",
        "no language at all, und, und, ''",
        "'\"\r\n', und, und, ''"
    })
    void whatASourceSays_becomesATag(String text, String tag, String iso639, String name) {
        LanguageTag language = LanguageTag.of(text);

        assertThat(language.tag()).isEqualTo(tag);
        assertThat(language.iso639()).isEqualTo(iso639);
        assertThat(language.displayName()).isEqualTo(name);
    }

    @Test
    void unknown_isLeftOutOfManifests() {
        assertThat(LanguageTag.of(null).orNull()).isNull();
        assertThat(LanguageTag.of("x".repeat(100)).known()).isFalse();
        assertThat(LanguageTag.of("fr").extended()).isNull();
        assertThat(LanguageTag.of("fr-CA").extended()).isEqualTo("fr-CA");
    }
}
