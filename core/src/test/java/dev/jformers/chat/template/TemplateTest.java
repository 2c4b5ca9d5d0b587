package dev.jformers.chat.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.InvalidInputException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Python's jinja2 makes of the same templates was tried out there. */
class TemplateTest {

    private static final Clock DAY = Clock.fixed(Instant.parse("2026-03-05T14:07:09Z"), ZoneOffset.UTC);
    private static final JsonObject VARIABLES = JsonParser.parseString(
                    "{\"a\": \"Some Text\", \"n\": 7, \"l\": [3, 1, 2], \"m\": {\"k\": \"v\", \"items\": 1}, \"no\": null}")
            .getAsJsonObject();

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "{{ 1 + 2 * 3 ** 2 - -1 }} @ 20",
                "{{ 1 if false }}{{ 'x' if n > 3 else 'y' }} @ x",
                "{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }} @ True False",
                "{{ not n == 7 or a }} @ Some Text",
                "{{ 'a' ~ 2 * 3 }}{{ 'a' ~ 1 + 'b' }} @ a6a1b",
                "{{ l[::-1] }}{{ l[1:] }}{{ a[-4:] }}{{ a[0] }} @ [2, 1, 3][1, 2]TextS",
                "{{ m.k }}{{ m['k'] }}{{ m['items'] }}{{ m.items() | list }} @ vv1[['k', 'v'], ['items', 1]]",
                "{{ l | sort | join('-') }} {{ l | max }} {{ l | sum }} {{ l | first }} @ 1-2-3 3 6 3",
                "{{ [1.0, 2.5, 1e20, 0.00001, 1/3] }} @ [1.0, 2.5, 1e+20, 1e-05, 0.3333333333333333]",
                "{{ \"it's\" | tojson }} {{ [\"it's\", 'é\\n'] }} @ `\"it's\" [\"it's\", 'é\\n']`",
                "{{ no }} {{ no is none }} {{ nothing is defined }}{{ nothing }} @ None True False",
                "{{ 7 is odd }} {{ 'k' in m }} {{ n is divisibleby 7 }} {{ a is string and not a is mapping }} @ True True True True",
                "{{ 'a,b,c'.split(',', 1) }} {{ ' x  y '.split() }} {{ 'a.b.c'.rsplit('.', 1)[0] }} @ ['a', 'b,c'] ['x', 'y'] a.b",
                "{{ a.upper().find('T') }} {{ 'xx'.replace('x', 'y', 1) }} {{ a.startswith(('A', 'S')) }} @ 5 yx True",
                "{% set ns = namespace(i=0) %}{% for x in l %}{% set ns.i = ns.i + x %}{% endfor %}{{ ns.i }} @ 6",
                "{% set i = 0 %}{% for x in l %}{% set i = x %}{% endfor %}{{ i }} @ 0",
                "{% for x in l %}{{ loop.index }}{{ loop.first }}{{ loop.revindex0 }} {% endfor %} @ 1True2 2False1 3False0",
                "{% for x in l if x > 1 %}{{ x }}{{ loop.length }}{% endfor %} @ 3222",
                "{% for x in l %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %} @ 3",
                "{% macro f(x, y='d') %}<{{ x }}{{ y }}>{% endmacro %}{{ f(1) }}{{ f(y=2, x='q') }} @ <1d><q2>",
                "{% filter upper %}a{% endfilter %}{% set b | trim %} c {% endset %}{{ b }}{% with z = 1 %}{{ z }}{% endwith %}{{ z }} @ Ac1",
                "{% raw %}{{ x }}{% endraw %}{# nothing #}. @ {{ x }}.",
                "{{ strftime_now('%d %B %Y, %A %-d %H:%M %j') }} @ 05 March 2026, Thursday 5 14:07 064",
                "{{ '%05.2f|%s|%d' | format(2.5, a, n) }} {{ '{} {x}'.format(1, x=2) }} @ 02.50|Some Text|7 1 2",
                "{{ {'b': [1, none], 'a': {}} | tojson(sort_keys=true) }} @ `{\"a\": {}, \"b\": [1, null]}`",
                "{{ dict(a=1).get('b', 5) }}{{ range(3) | list }}{{ (1, 2)[1] }} @ 5[0, 1, 2]2"
            })
    void expressionsHaveThePythonsValues(String source, String expected) {
        assertEquals(expected, render(source).strip());
    }

    @Test
    void blanksAroundTagsGoAsJinjaTrimsThem() {
        assertEquals("a\nb\n c\n", render("a\n  {% if true %}\nb\n  {% endif %}\n c\n\n"));
        assertEquals("a x b", render("a {{ 'x' }} b"));
        assertEquals("axb", render("a  {{- 'x' -}}  \n b"));
        assertEquals("a\nb", render("a\n{# c #}\nb"));
        assertEquals("a\n  b", render("a\n  {%+ if true %}b{% endif %}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "{% if x %} @ t, line 1: one of the tags [elif, else, endif] must stand before the end of the template",
                "a\\n{{ x @ t, line 2: the tag has no end",
                "{{ 'a' + 1 }} @ t, line 1: \"+\" does not go with a text and a whole number",
                "a\\n{{ nothing.at.all }} @ t, line 2: nothing is not there, so it has no at",
                "{% include 'x' %} @ t, line 1: the tag \"include\" is not supported",
                "{{ a | groupby('x') }} @ t, line 1: the filter \"groupby\" is not supported",
                "{{ a is strange }} @ t, line 1: the test \"strange\" is not supported",
                "{{ l.append(1) }} @ t, line 1: a list must not be changed by append",
                "{{ range(1000000) }} @ t, line 1: a range must have a step and at most 100000 numbers",
                "{{ 'x' * 99999999999 }} @ t, line 1: a value of length 99999999999 is more than 10000000",
                "{{ 1 / 0 }} @ t, line 1: division by zero",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }} @ t, line 1: more than 100 macros within each other",
                "{% break %} @ t, line 1: break and continue belong into a loop",
                "{{ raise_exception('no ' ~ n) }} @ t refuses the messages: no 7"
            })
    void mistakesAreToldWithTheirLine(String source, String message) {
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> render(source.replace("\\n", "\n")));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void aTemplateThatNeverEndsIsEnded() {
        String loops = "{% for a in range(99999) %}".repeat(3) + "{% set x = 1 %}" + "{% endfor %}".repeat(3);
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> render(loops));
        assertEquals("t, line 1: takes more than 5000000 steps", refused.getMessage());
        assertThrows(InvalidInputException.class, () -> render("{{ " + "(".repeat(5000) + "1"));
        assertThrows(InvalidInputException.class, () -> render("{{ " + "not ".repeat(5000) + "1 }}"));
        assertThrows(InvalidInputException.class, () -> render("{% if a %}".repeat(5000)));
    }

    @Test
    void damagedTemplatesAreRefusedOrRendered() {
        String whole = "{%- for k, v in m.items() if k != 'x' -%}{{ k[1:] | default('a', true) ~ v }}{% else %}{# c #}"
                + "{% endfor %}{% set x = {'a': [1, 2.5e3, \"\\u00e9\"]} %}{{ x.a[-1:] | tojson(indent=2) }}";
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int change = 0; change < 3; change++) {
                int at = random.nextInt(damaged.length());
                damaged.setCharAt(at, whole.charAt(random.nextInt(whole.length())));
            }
            try {
                render(damaged.toString());
            } catch (InvalidInputException e) {
                refused++;
            }
        }
        assertTrue(refused > 500 && refused < 3000, refused + " refused");
    }

    private static String render(String source) {
        return Template.parse("t", source).render(VARIABLES, DAY);
    }
}
