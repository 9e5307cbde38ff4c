"""What a configuration file must not hold, and how each is told: reliability cases 22 to 37."""

from __future__ import annotations

import unicodedata

import pytest

from sim.config import load

E_ACUTE = "\N{LATIN SMALL LETTER E WITH ACUTE}"


def nested(text, depth):
    return "race: " + "{a: " * depth + text + "}" * depth


def laughs():
    lines = ['a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]']
    for below, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{','.join([f'*{below}'] * 9)}]")
    return "\n".join(lines)


def merges():
    lines = [
        f"a{level}: &a{level}\n  <<: [{','.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 9)
    ]
    return "\n".join(["a0: &a0 {x: 1}", *lines])


CASES = [
    # case, file, line, column, words of the message
    ("23 twice", "run:\n  seed: 1\n  seed: 2", 3, 3, ["seed", "twice", "line 2"]),
    ("23 twice in braces", "run: {days: 1, days: 2}", 1, 16, ["days", "twice", "line 1"]),
    ("23 group twice", "run:\n  days: 1\nrace: {}\nrun: {}", 4, 1, ["run", "twice", "line 1"]),
    ("24 time", "run:\n  start: 12:30:45", 2, 10, ["12:30:45", "base 60", "write 2025-10-15"]),
    ("24 minutes", "run:\n  days: 1:30", 2, 9, ["1:30", "base 60", "write 730"]),
    ("24 fraction", "race:\n  extent: 1:30.5", 2, 11, ["1:30.5", "base 60"]),
    ("24 negative", "race:\n  extent: -1:30", 2, 11, ["-1:30", "base 60"]),
    ("25 NO", "race:\n  start: NO", 2, 10, ["race.start is NO", "scattered or apart"]),
    ("25 key", "run:\n  on: 5", 2, 3, ["unknown key on in run"]),
    ("25 off", "race: {start: off}", 1, 15, ["race.start is off"]),
    ("25 yes for a number", "run: {seed: yes}", 1, 13, ["run.seed is yes", "a whole number"]),
    ("25 true for a number", "run: {seed: true}", 1, 13, ["run.seed is true", "a whole number"]),
    ("25 true for a share", "race: {extent: true}", 1, 16, ["race.extent is true", "a number"]),
    ("25 yes for true", "outputs: {figures: yes}", 1, 20, ["is yes", "true or false"]),
    ("25 1 for true", "outputs: {figures: 1}", 1, 20, ["is 1", "true or false"]),
    ("26 zero", "run: {seed: 0777}", 1, 13, ["0777", "leading zero"]),
    ("26 no octal", "run: {seed: 08}", 1, 13, ["08", "leading zero"]),
    ("26 octal", "run: {seed: 0o17}", 1, 13, ["0o17", "decimal"]),
    ("26 hexadecimal", "run: {seed: 0x1F}", 1, 13, ["0x1F", "decimal"]),
    ("26 comma", "run:\n  seed: 1,000", 2, 9, ["1,000", "comma", "write 1000"]),
    ("26 decimal comma", "race:\n  extent: 7,5", 2, 11, ["7,5", "comma", "write 7.5"]),
    ("26 comma in braces", "race: {extent: 7,5}", 1, 16, ["7,5", "comma", "write 7.5"]),
    ("27 nan", "race: {extent: .nan}", 1, 16, [".nan", "not a finite number"]),
    ("27 infinite", "race: {extent: -.inf}", 1, 16, ["-.inf", "not a finite number"]),
    ("27 overflow", "race: {extent: 1.0e+400}", 1, 16, ["1.0e+400", "too large"]),
    ("27 text nan", "race: {extent: nan}", 1, 16, ["nan", "not a finite number"]),
    ("27 underflow", "race: {extent: 0.1e-400}", 1, 16, ["0.1e-400", "too small"]),
    ("28 short date", "run: {start: 2024-1-1}", 1, 14, ["2024-1-1", "write 2024-01-01"]),
    ("28 no such day", "run: {start: 2024-02-30}", 1, 14, ["2024-02-30", "calendar"]),
    ("28 no such year", "run: {start: 0000-00-00}", 1, 14, ["0000-00-00", "calendar"]),
    ("28 date for a number", "run: {days: 2024-01-01}", 1, 13, ["run.days is 2024-01-01"]),
    ("28 time of day", "run: {start: 2024-01-01T00:00:00}", 1, 14, ["a date from 1900-01-01"]),
    ("28 out of range", "run: {start: 1812-06-24}", 1, 14, ["to 2200-01-01"]),
    ("29 int", 'scale: !!int ""', 1, 8, ["a tag (!!int)"]),
    ("29 timestamp", 'scale: !!timestamp "foo"', 1, 8, ["a tag (!!timestamp)"]),
    ("29 bool", 'scale: !!bool "maybe"', 1, 8, ["a tag (!!bool)"]),
    ("29 call", 'scale: !!python/object/apply:os.system ["id"]', 1, 8, ["a tag (!!python/object"]),
    ("29 default", "race: {extent: =}", 1, 16, ["race.extent is =", "a number"]),
    ("29 own", "scale: !foo 3", 1, 8, ["a tag (!foo)"]),
    ("29 on a group", "run: !!map {days: 3}", 1, 6, ["a tag (!!map)"]),
    ("29 not specific", "scale: ! 3", 1, 8, ["a tag (!)"]),
    ("29 key", "!!str scale: 3", 1, 1, ["a tag (!!str)"]),
    ("30 laughs", laughs(), 1, 4, ["an anchor (&a)"]),
    ("31 merges", merges(), 1, 5, ["an anchor (&a0)"]),
    ("31 merge", "run:\n  <<: {days: 3}", 2, 3, ["a merge key (<<)", "extends"]),
    ("32 itself in a list", "a: &a [*a]", 1, 4, ["an anchor (&a)"]),
    ("32 itself in a group", "a: &a {b: *a}", 1, 4, ["an anchor (&a)"]),
    ("33 brackets", "[" * 30000 + "]" * 30000, 1, 1, ["60000 characters besides comments"]),
    ("33 fewer brackets", "[" * 15000 + "]" * 15000, 1, 33, ["deeper than 32"]),
    ("33 dashes", "- " * 30000, 1, 1, ["60000 characters besides comments"]),
    ("33 fewer dashes", "- " * 15000, 1, 65, ["deeper than 32"]),
    ("33 braces", "{" * 30000, 1, 33, ["deeper than 32"]),
    ("33 brackets on lines", "race:\n" + " [\n" * 10000, 33, 2, ["deeper than 32"]),
    ("33 questions", "? " * 15000, 1, 65, ["deeper than 32"]),
    ("33 groups", nested("1", 40), 1, 135, ["deeper than 32"]),
    ("33 long list", "race: [" + "1," * 10000 + "1]", 1, 4002, ["more than 2000"]),
    ("33 long text", "race:\n " + "a a a\n " * 10000, 1, 1, ["characters besides comments"]),
    ("33 large list", "race: [" + "1," * 500000, 1, 1, ["characters besides comments"]),
    ("33 large comment", "#" + "a" * 2**20, None, None, ["1048577 bytes", "1 MiB"]),
    ("34 digits", f"run: {{seed: {'9' * 5000}}}", 1, 13, ["5000 digits", "9223372036854775807"]),
    ("34 negative", "run: {seed: -1}", 1, 13, ["run.seed is -1", "from 0 to"]),
    ("34 point", "run: {seed: 1.0}", 1, 13, ["1.0", "a whole number", "write 1"]),
    ("34 exponent", "run: {days: 3e2}", 1, 13, ["3e2", "a whole number", "write 300"]),
    ("34 twenty digits", f"run: {{seed: {10**20}}}", 1, 13, ["from 0 to 9223372036854775807"]),
    ("34 large share", f"race: {{extent: {10**399}}}", 1, 16, ["race.extent", "a number"]),
    ("35 UTF-16", "scale: 1".encode("utf-16"), 1, 1, ["UTF-16", "save the file as UTF-8"]),
    ("35 UTF-16 bare", "scale: 1".encode("utf-16-le"), 1, 2, ["NUL", "save the file as UTF-8"]),
    ("35 UTF-32", "scale: 1".encode("utf-32"), 1, 1, ["UTF-32", "save the file as UTF-8"]),
    ("35 Latin-1", "# a\n# r\xe9\n".encode("latin-1"), 2, 4, ["0xE9", "save the file as UTF-8"]),
    ("35 NUL", "run:\n  days: 3\0", 2, 10, ["NUL", "save the file as UTF-8"]),
    ("35 mark inside", "scale: 1\n\ufeffrun: {}", 2, 1, ["U+FEFF", "UTF-8"]),
    ("35 mark in a comment", "scale: 1 # \ufeff", 1, 12, ["U+FEFF", "UTF-8"]),
    ("35 two marks", "\ufeff\ufeffscale: 1", 1, 1, ["U+FEFF", "UTF-8"]),
    ("36 text", "x:1", 1, 1, ["one value, x:1", "a space after each colon"]),
    ("36 empty", "", 1, 1, ["empty"]),
    ("36 only blanks", "\n \n", 1, 1, ["empty"]),
    ("36 only comments", "# one\n# two\n", 1, 1, ["empty"]),
    ("36 empty document", "---\n", 2, 1, ["empty"]),
    ("36 list", "[]", 1, 1, ["a list"]),
    ("36 number", "3", 1, 1, ["one value, 3"]),
    ("36 null", "~", 1, 1, ["one value, ~"]),
    ("36 two documents", "scale: 1\n---\nscale: 2", 2, 1, ["second document"]),
    ("36 tab indents", "run:\n\tdays: 3", 2, 1, ["a tab (U+0009)", "spaces"]),
    ("36 tab separates", "scale:\t1", 1, 7, ["a tab (U+0009)", "spaces"]),
    ("36 tab before a comment", "scale: 1\t# one", 1, 9, ["a tab (U+0009)", "spaces"]),
    ("37 misspelt", "run: {sedd: 7}", 1, 7, ["unknown key sedd in run", "run.seed"]),
    ("37 minus", "race: {extent: \u22125}", 1, 16, ["U+2212 (MINUS SIGN)", "-"]),
    ("37 dash", "race: {extent: \u20135}", 1, 16, ["U+2013 (EN DASH)", "minus"]),
    ("37 zero width", "scale: 1\u200b", 1, 9, ["U+200B (ZERO WIDTH SPACE)", "delete"]),
    ("37 no-break space", "scale:\u00a01", 1, 7, ["U+00A0 (NO-BREAK SPACE)", "plain space"]),
    ("37 look-alike", "run: {s\u0435ed: 1}", 1, 8, ["U+0435 (CYRILLIC SMALL LETTER IE)"]),
    ("37 NFC", f"run: {{s{E_ACUTE}ed: 1}}", 1, 8, ["U+00E9"]),
    ("37 NFD", unicodedata.normalize("NFD", f"run: {{s{E_ACUTE}ed: 1}}"), 1, 9, ["U+0301"]),
    ("37 full-width digit", "scale: \uff11", 1, 8, ["U+FF11 (FULLWIDTH DIGIT ONE)"]),
    ("hidden line break", "# a \u2028scale: 2", 1, 5, ["U+2028 (LINE SEPARATOR)"]),
    ("writing turned round", "# \u202e a", 1, 3, ["U+202E (RIGHT-TO-LEFT OVERRIDE)"]),
    ("bell", "scale: 1\a", 1, 9, ["U+0007"]),
    ("null", "run:\n  days:\n  seed: 1", 2, 8, ["run.days is empty", "delete the line"]),
    ("null word", "run: {days: null}", 1, 13, ["run.days is null", "a whole number"]),
    ("quoted number", 'run: {days: "7"}', 1, 13, ['"7"', "remove the quotes"]),
    ("unit", "run: {days: 60 days}", 1, 13, ["60 days", "days; write 60"]),
    ("group empty", "run:\nrace: {}", 1, 5, ["run is empty", "keys of its own"]),
    ("group a number", "run: 5", 1, 6, ["run is 5", "keys of its own"]),
    ("number a group", "scale: {a: 1}", 1, 8, ["scale is a group of keys", "a whole number"]),
    ("number a list", "scale: [1, '2']", 1, 8, ['scale is [1, "2"]', "a whole number"]),
    ("key a list", "[1]: 2", 1, 1, ["in the place of a key"]),
    ("key empty", "'': 1", 1, 1, ["unknown key (empty)"]),
    ("range", "race: {extent: 1.9}", 1, 16, ["is 1.9", "a number from 2 to 100 breadths"]),
    ("open end", "race: {notice_share: 0}", 1, 22, ["is 0", "a number above 0, below 1"]),
    ("list short", "targets: {neutralised_share: [1]}", 1, 30, ["is [1]", "a list of 2 numbers"]),
    ("list long", "targets: {neutralised_share: [1, 1, 1]}", 1, 30, ["a list of 2 numbers"]),
    ("38 list of types", "targets: {neutralised_share: [1, true]}", 1, 34, ["is [1, true]"]),
    ("38 list of text", "targets: {neutralised_share: [1, '2']}", 1, 34, ['[1, "2"]']),
    ("38 list of nan", "targets: {neutralised_share: [.nan, .nan]}", 1, 31, [".nan", "finite"]),
    ("quote open", 'race: {start: "apart', 1, 21, ["not YAML", "close the quotes"]),
    ("bracket open", "run: {days: 3\nrace: {}", 2, 5, ["not YAML", "close the brace"]),
    ("brace open", "run: {days: 3", 1, 14, ["not YAML", "close the brace,"]),
    ("brace open above", "run: {\n  days: 3\n", 3, 1, ["close the brace opened in line 1"]),
    ("word for a number", 'run: {days: "sixty"}', 1, 13, ['"sixty"', "write 60"]),
    ("indented", "run:\n  days: 3\n   seed: 1", 3, 8, ["not YAML", "indentation"]),
    ("dedented", "run:\n  days: 3\n seed: 1", 3, 2, ["not YAML", "alike"]),
    ("no colon", "run:\n  days 3\n  seed: 1", 3, 7, ["not YAML", "colon"]),
    ("at sign", "run: @", 1, 6, ["not YAML", "quotes"]),
    ("escape", r'race: {start: "\UFFFFFFFF"}', 1, 18, ["not YAML"]),
    ("surrogate", r'race: {start: "\ud800"}', 1, 15, ["<U+D800>", "scattered or apart"]),
    ("directive", f"%YAML 1.{'9' * 5000}\n---\nscale: 1", 1, 9, ["not YAML"]),
    ("version", "%YAML 3.0\n---\nscale: 1", 1, 1, ["not YAML"]),
]


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_refused_with_place_and_cure(refusal, content, line, column, words):
    first = refusal(content).problems[0]
    assert (first.place.line, first.place.column) == (line, column)
    assert first.place.file.endswith("case.yaml")
    assert [word for word in words if word not in str(first)] == []
    assert "\n" not in str(first)
    assert str(first).isascii()


def test_all_problems_at_once_by_line(refusal):
    error = refusal(
        "run:\n"
        "  sedd: 7\n"
        "  days: -3\n"
        "  seed: 1\n"
        "  seed: 2\n"
        "race:\n"
        "  extent: \u22125\n"
        "  dimensions: 0777\n"
        "  candidates: &x 4\n"
        "front: 3\n"
        "warp: 9\n"
    )
    assert [problem.place.line for problem in error.problems] == [2, 3, 5, 7, 8, 9, 10, 11]
    assert len(str(error).splitlines()) == 8


def test_strange_characters_are_told_once_and_hide_nothing_else(refusal):
    error = refusal("run:\n\tdays: 0\n\tseed: \u2212\nrace: {extent: 0}\n")
    assert [problem.place.line for problem in error.problems] == [2, 3, 4]


def test_what_is_refused_inside_a_list_is_told_once(refusal):
    [problem] = refusal("targets: {neutralised_share: [!!int 1, 2]}").problems
    assert problem.what == "a tag (!!int)"


def test_more_problems_than_anyone_reads_are_counted(refusal):
    error = refusal("".join(f"parameter_{number}: 1\n" for number in range(500)))
    assert len(error.problems) == 100
    assert error.omitted == 400
    assert "400 more problems" in str(error).splitlines()[-1]


@pytest.mark.parametrize("content", ["\ufeffscale: 1", "scale: 1\r\nrun:\r\n  days: 3\r\n"])
def test_one_mark_and_any_line_ends_pass(write, content):
    assert load(write(content)).scale == 1


def test_old_line_ends_count_as_lines(refusal):
    assert refusal("scale: 1\rrun: {days: 0}").problems[0].place.line == 2
    assert refusal("scale: 1\r\n\r\nrun: {days: 0}").problems[0].place.line == 3


def test_comments_may_hold_any_letter(write):
    text = "# größe \u2212 é\nscale: 2  # п\nrace: {start: 'apart'}  # 'é' # \"\n"
    assert load(write(text)).race.start == "apart"
