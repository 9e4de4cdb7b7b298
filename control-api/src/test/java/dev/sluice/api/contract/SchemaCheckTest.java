package dev.sluice.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {
    private static final SchemaCheck CHECK = new SchemaCheck(new JsonObject("""
            {"type": "object", "additionalProperties": false, "required": ["name"],
             "properties": {
               "name": {"type": "string", "minLength": 1, "maxLength": 5},
               "note": {"type": ["string", "null"], "maxLength": 2},
               "level": {"type": "integer", "minimum": 1, "maximum": 9},
               "least": {"type": "integer", "minimum": 1},
               "flag": {"type": "boolean"},
               "kind": {"type": ["string", "null"], "enum": ["hot", "warm", "cold", null]},
               "tags": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "string", "maxLength": 3}},
               "box": {"type": "object", "additionalProperties": false, "required": ["x"],
                       "properties": {"x": {"type": "number"}}},
               "code": {"type": "string", "pattern": "^[0-9]+$", "x-problem": "Must be digits."},
               "bare": {"type": "string", "pattern": "^[0-9]+$"},
               "id": {"type": "string", "format": "uuid"},
               "at": {"type": "string", "format": "date-time"},
               "free": {"type": "object", "additionalProperties": {}}}}"""));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\": 1 | name | Must be a string.",
                "\"name\": null | name | Must be a string.",
                "\"name\": \"\" | name | Must have 1 to 5 characters.",
                "\"name\": \"abcdef\" | name | Must have 1 to 5 characters.",
                "\"name\": \"a\", \"note\": 1 | note | Must be a string or null.",
                "\"name\": \"a\", \"note\": \"abc\" | note | Must have at most 2 characters.",
                "\"name\": \"a\", \"level\": \"1\" | level | Must be a whole number from 1 to 9.",
                "\"name\": \"a\", \"level\": 1.5 | level | Must be a whole number from 1 to 9.",
                "\"name\": \"a\", \"level\": 10 | level | Must be a whole number from 1 to 9.",
                "\"name\": \"a\", \"level\": 99999999999999999999 | level | Must be a whole number from 1 to 9.",
                "\"name\": \"a\", \"least\": 0 | least | Must be a whole number from 1.",
                "\"name\": \"a\", \"flag\": 1 | flag | Must be true or false.",
                "\"name\": \"a\", \"kind\": \"mild\" | kind | Must be hot, warm or cold.",
                "\"name\": \"a\", \"tags\": [] | tags | Must have 1 to 3 items.",
                "\"name\": \"a\", \"tags\": {} | tags | Must be a list.",
                "\"name\": \"a\", \"tags\": [\"a\", 2] | tags.1 | Must be a string.",
                "\"name\": \"a\", \"box\": {} | box.x | Required.",
                "\"name\": \"a\", \"box\": {\"x\": true} | box.x | Must be a number.",
                "\"name\": \"a\", \"box\": {\"x\": 1, \"y\": 1} | box.y | Unknown or read-only field.",
                "\"name\": \"a\", \"code\": \"x\" | code | Must be digits.",
                "\"name\": \"a\", \"bare\": \"x\" | bare | Must match ^[0-9]+$.",
                "\"name\": \"a\", \"id\": \"x\" | id | Must be a UUID.",
                "\"name\": \"a\", \"free\": [] | free | Must be an object.",
                "\"note\": null | name | Required.",
                "\"name\": \"a\", \"other\": 1 | other | Unknown or read-only field.",
                "\"name\": \"a\", \"a/b~c\": 1 | a/b~c | Unknown or read-only field.",
                "\"name\": \"a\", \"a\\u0000b\\ud800\": 1 | a?b? | Unknown or read-only field."
            })
    void problems_ofOneWrongField_nameItAndSayWhatItMustBe(String fields, String field, String problem) {
        assertThat(CHECK.problems(new JsonObject("{" + fields + "}"))).containsExactly(entry(field, problem));
    }

    @Test
    void problems_ofAValidValue_areNone() {
        assertThat(CHECK.problems(new JsonObject("""
                {"name": "\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00", "note": null, "level": 9, "flag": false, "kind": null,
                 "tags": ["a"], "box": {"x": 1.5}, "code": "07", "id": "8d3e5a0e-5a34-4c0e-9a8b-0a3a4c5d6e7f",
                 "at": "2025-10-01T15:00:00Z", "free": {"any": [{"thing": null}]}}"""))).isEmpty();
    }

    @Test
    void problems_ofVeryManyFields_areBounded() {
        JsonObject many = new JsonObject().put("name", "a");
        for (int i = 0; i < 10_000; i++) {
            many.put("field" + i, i);
        }
        assertThat(CHECK.problems(many)).hasSizeBetween(1, 40);
    }

    @Test
    void parameter_ofEachKind_isTypedRefusedOrDefaulted() {
        QueryParameter page = new QueryParameter(
                "page",
                /* required= */ false,
                new SchemaCheck(new JsonObject("{\"type\": \"integer\", \"minimum\": 1, \"default\": 7}")));
        Map<String, String> problems = new TreeMap<>();
        assertThat(page.read(List.of(), problems::put)).isEqualTo(7);
        assertThat(page.read(List.of("12"), problems::put)).isEqualTo(12L);
        assertThat(problems).isEmpty();
        for (String wrong : List.of("0", "-1", "", "1.0", "0x1", " 1", "\u0663", "9".repeat(40))) {
            problems.clear();
            page.read(List.of(wrong), problems::put);
            assertThat(problems).as(wrong).containsExactly(entry("page", "Must be a whole number from 1."));
        }
        problems.clear();
        page.read(List.of("1", "2"), problems::put);
        assertThat(problems).containsExactly(entry("page", "Must be given once."));
    }

    @Test
    void contract_withAReferenceThatLeadsNowhereOrInACircle_isRefused() {
        String document = "{\"paths\": {}, \"a\": {\"$ref\": \"%s\"}}";
        assertThatThrownBy(() -> Contract.of(new JsonObject(document.formatted("#/b"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("#/b");
        assertThatThrownBy(() -> Contract.of(new JsonObject(document.formatted("#/a"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("circle");
        assertThatThrownBy(() -> Contract.of(new JsonObject(document.formatted("other.yaml"))))
                .isInstanceOf(IllegalStateException.class);
    }
}
