"""Explains TOML faults: one sentence on what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from attrs import frozen

from kuroshio.files.faults import KeyPath, key_text
from kuroshio.files.key_lines import BLOCK, STATEMENT, closing_of, next_of

ToldGame = tuple[int, str, str]  # place in the text, what is wrong, what would be right

LONGEST = 40  # characters of a text that a sentence quotes
QUOTES = "“”„‟‘’‚‛«»‹›″′`´「」『』"  # quotation marks that other programs write for a plain quote
FIGURES = tuple("0123456789")
DASHES = "‐‑‒–—−"
CLOSED = " \t\n,]}#"
WORDS = {
    **dict.fromkeys(("True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), "true"),
    **dict.fromkeys(("False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), "false"),
}
NOTHING = ("None", "none", "null", "Null", "NULL", "nil")
UNCLOSED = ("Illegal character '\\n'", "Found invalid character '\\n'", "Unterminated string", "Expected \"'")
TRIPLE = ('"""', "'''")
VALUES = (*(ENDED := ("Expected newline", "Unclosed")), "Invalid value", "Invalid date")  # the reader's messages on a bare value


@frozen
class Broken:
    """A text at the point where a TOML reader failed, with what it had read before.

    pos, said: where and why, in the reader's words; start: of the statement; path: of the key in hand; at: where the walk
    along the statement ended; value_at: where the value in hand begins, or -1; value_end: where the last whole one ends;
    opened: the brackets that are open; lines: of all that came before, by key path.
    """

    text: str
    pos: int
    said: str
    start: int
    path: KeyPath
    at: int
    value_at: int
    value_end: int
    opened: tuple[int, ...]
    lines: dict[KeyPath, int]

    @property
    def letter(self) -> str:
        """The character at which the reader stopped; empty at the end of the text."""
        return self.text[self.pos : self.pos + 1]

    @property
    def rest(self) -> str:
        """The rest of the line from that place."""
        return self.line_from(self.pos)

    def line_from(self, at: int) -> str:
        """Return the rest of a line from a place on."""
        end = self.text.find("\n", at)
        return self.text[at : len(self.text) if end < 0 else end]

    def line_of(self, at: int) -> int:
        """Return the line number of a place."""
        return self.text.count("\n", 0, at) + 1

    @property
    def bare(self) -> str:
        """The present value: up to the comma or bracket after it, else up to the end of its line."""
        if self.value_at < 0 or self.value_at >= len(self.text) or self.text[self.value_at] in "\"'[{":
            return ""
        line = self.line_from(self.value_at)
        ends = r",\]}#" if self.opened else "#"
        return re.split(f"[{ends}]", line, maxsplit=1)[0].strip()


def clipped(text: str) -> str:
    """Return a text for quotation: on one line, invisible characters spelled out, not too long."""
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def quoted(text: str) -> str:
    """Return a text in TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- letters ------------------------------------------------------------------------------------------


def odd_letter(broken: Broken) -> ToldGame | None:
    """Explain a character that looks like another one, or is invisible."""
    letter, pos = broken.letter, broken.pos
    if letter and letter in QUOTES:
        return pos, f"{letter} is not the plain quote", 'write " at both ends of a text'
    if letter == "\r":
        return pos, "a line ends with CR alone, as on old Macintoshes", "save the file with Unix or Windows line ends"
    if letter.strip() and not letter.isprintable():
        return pos, f"an invisible character stands here (U+{ord(letter):04X})", "delete it"
    if not letter or letter in "\n\t" or (letter.isascii() and letter.isprintable()):
        return None
    if letter in DASHES and broken.text[pos + 1 : pos + 2] in FIGURES:
        return pos, f"{letter} is not the plain minus", "write - before a number"
    if letter.isspace():
        return pos, f"a space of another kind stands here (U+{ord(letter):04X})", "write an ordinary space"
    word = re.match(r"[^\x00-\x7f]+", broken.rest)
    wide = word.group() if word else letter
    plain = unicodedata.normalize("NFKC", wide)
    if plain.isascii():
        return pos, f"{clipped(wide)} is written in full-width characters", f"write {clipped(plain)}"
    return None


def unclosed_text(broken: Broken) -> ToldGame | None:
    """Explain a text without a closing quote."""
    if not broken.said.startswith(UNCLOSED):
        return None
    at = broken.at
    if (opening := broken.text[at : at + 3]) in TRIPLE:
        return at, f"the text that begins here with {opening} is never closed", f"write {opening} at its end"
    opening, rest = broken.text[at : at + 1], broken.line_from(at + 1)
    curly = next((letter for letter in rest if letter in QUOTES), "")
    if curly:
        return at, f"the text that begins here with {opening} ends with {curly}", f"write {opening} at both ends"
    return at, f"the text that begins here has no closing quote: {clipped(opening + rest)}", f"write {opening} at its end"


def escape(broken: Broken) -> ToldGame | None:
    """Explain a wrong escape sequence."""
    if broken.said not in ("Unescaped '\\' in a string", "Invalid hex value", "Escaped character is not a Unicode scalar value"):
        return None
    at = broken.text.rfind("\\", 0, broken.pos)
    sign = clipped(broken.text[at : at + 2])
    right = "write \\\\ where a backslash is meant, as in a path, or set the text in '...'"
    if broken.said == "Invalid hex value":
        return at, f"{sign} needs the number of a character, and none stands here", right
    if broken.said.startswith("Escaped"):
        return at, f"{clipped(broken.text[at : broken.pos])} is not the number of a character", "write the character itself"
    return at, f"{sign} means nothing in a text", right


# --- values -------------------------------------------------------------------------------------------


def no_value(broken: Broken) -> ToldGame | None:
    """Explain a missing value."""
    if broken.said != "Invalid value" or broken.letter not in ("", *"\n#,]}=:"):
        return None
    if broken.letter == "=":
        return broken.pos, "a second = stands after the key", "write one"
    if broken.letter == ",":
        return broken.pos, "no value stands before this comma", "write one, or remove the comma"
    after = "in this list" if broken.opened and broken.text[broken.opened[-1]] == "[" else "after the ="
    return broken.pos, f"no value stands {after}", "write one: a number, true or false, a text in quotes, [ ... ] or { ... }"


def plain_word(broken: Broken) -> ToldGame | None:
    """Explain a word without quotes: true or false in another form, an empty value, or a text."""
    bare = broken.bare
    if not bare or not broken.said.startswith(VALUES) or not _stopped_within(broken, bare):
        return None
    at = broken.value_at
    if broken.said.startswith(ENDED) and broken.text[at : broken.pos].strip() == bare:
        return None
    if told := number(broken, bare):
        return told
    if broken.said.startswith(ENDED) and (broken.letter in ",;]}" or broken.text[broken.pos - 1] in " \t"):
        return None  # the value is complete, and something follows it
    if bare in WORDS:
        return at, f"{bare} is not a TOML value", f"write {WORDS[bare]}, or {quoted(bare)} for a text"
    if bare in NOTHING:
        return at, f"{bare} is not a TOML value", "to have no value, leave out the whole line"
    if bare[-1] in "\"'":
        return at, f"the text {clipped(bare)} has no opening quote", f"write {quoted(clipped(bare[:-1]))}"
    return at, f"the text {clipped(bare)} has no quotes", f"write {quoted(clipped(bare))}"


def _stopped_within(broken: Broken, bare: str) -> bool:
    """Whether the reader stopped in or directly after a bare value, and not at something later."""
    if not broken.said.startswith(ENDED):
        return True
    between = broken.text[broken.value_at : broken.pos].rstrip()
    return broken.pos <= broken.value_at + len(bare) and "\n" not in between and not re.match(r"[ \t]*[\w-]+[ \t]*=", broken.rest)


NUMBERS: tuple[tuple[str, str, Callable[[str], str]], ...] = (  # a pattern, what is wrong with it, what would be right
    (r"[+-]?0+\d[\d_]*(\.\d+)?", "a number does not begin with 0", lambda n: re.sub(r"^([+-]?)0+(?=\d)", r"\1", n)),
    (r"[+-]?\.\d+", "a number begins with a digit", lambda n: n.replace(".", "0.", 1)),
    (r"[+-]?\d+\.", "a number does not end with a decimal point", lambda n: f"{n}0, or {n[:-1]}"),
    (r"[+-]?\d{1,3},\d{3}", "a number has no comma", lambda n: f"{n.replace(',', '')}, or {n.replace(',', '.')}"),
    (r"[+-]?\d+,\d+", "a number has no comma", lambda n: f"{n.replace(',', '.')}, with a point"),
    (r"[+-]?\d{1,3}(?:[, '’]\d{3})+", "a number has no digit groups", lambda n: re.sub(r"[, '’]", "", n)),
    (r"[+-]?[\d.]+[.,][\d.,]+", "a number has one decimal point and no comma", lambda n: "it so, such as 1000.5"),
    (r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*", "no such date", lambda n: f"year-month-day, such as 2021-03-01, or {quoted(n)}"),
    (r"\d{1,2}:\d{2}.*", "no such time of day", lambda n: f"it such as 09:30:00, or {quoted(n)}"),
    (r"[+-]?\d[\d_.]*[ \t]*(?:%|[A-Za-z]+)", "a word follows a number", lambda n: f"the number alone, or {quoted(n)}"),
    (r"[+-]?\d[\w.+-]*", "not a number", lambda n: f"{quoted(n)} for a text"),
)


def number(broken: Broken, bare: str) -> ToldGame | None:
    """Explain a number, date or time of day in a wrong form."""
    for form, wrong, right in NUMBERS:
        if re.fullmatch(form, bare):
            return broken.value_at, f"{wrong}: {clipped(bare)}", f"write {right(clipped(bare))}"
    return None


def never_closed(broken: Broken) -> ToldGame | None:
    """Explain a list or an inline table that is not closed."""
    if not broken.opened or broken.said.startswith((*UNCLOSED, "Unescaped")):
        return None
    text, line = broken.text, broken.text.rfind("\n", 0, broken.pos) + 1
    before = [at for at in broken.opened if at < line]
    at = before[-1] if before else broken.opened[-1]
    goes_on = before and STATEMENT.match(text, line) and closing_of(text, at, next_of(BLOCK, text, line)) < 0
    if broken.letter and not goes_on:
        return None
    opening = text[at]
    return at, f"the {opening} that stands here is never closed", f"write {'}' if opening == '{' else ']'} at its end"


def missing_comma(broken: Broken) -> ToldGame | None:
    """Explain a missing comma or a wrong closing bracket in a list or an inline table."""
    if not broken.said.startswith("Unclosed") or not broken.opened:
        return None
    closing = "]" if broken.said == "Unclosed array" else "}"
    if broken.letter in "]}":
        return broken.pos, f"{broken.letter} stands where {closing} is due", f"write {closing}"
    if broken.text[broken.pos - 1] in "\"'" and broken.letter not in ";:":
        right = 'write \\" for a quote within a text, and a comma between two texts'
        return broken.pos - 1, f"the text ends at this quote, and {clipped(_word(broken))} follows", right
    right = f"write , between two items, or {closing} at the end"
    return broken.value_end, f"a comma is missing before {clipped(_word(broken))}", right


def _word(broken: Broken) -> str:
    """Return the word at which the reader stopped."""
    found = re.match(r"[^\s,\]}#]+", broken.rest)
    return found.group() if found else broken.letter


def after_a_value(broken: Broken) -> ToldGame | None:
    """Explain a line with more than one statement."""
    if not broken.said.startswith("Expected newline"):
        return None
    pos, rest, letter = broken.pos, broken.rest, broken.letter
    header = broken.value_at < 0
    if not header and re.match(r"[ \t]*[\w\"'.-]+[ \t]*=", rest):
        return pos, "two entries stand on one line", "write each on a line of its own"
    if rest.startswith(("//", "--", "/*", ";", "%")) and rest.strip(";, ") and len(rest.strip()) > 1:
        return pos, f"a comment stands here after {clipped(rest[:2].strip())}", "write # before a comment"
    if letter in "]}":
        return pos, f"there is one {letter} too many here", "remove it, or write as many at the beginning"
    if rest.strip() in (",", ";"):
        return pos, f"a {letter} stands at the end of a line", "remove it"
    if not header and broken.text[pos - 1] in "\"'" and not letter.isspace():
        return pos - 1, f"the text ends at this quote, and {clipped(rest)} follows", 'write \\" for a quote within a text'
    after = "the name of a table" if header else "the value"
    if not header and letter == ",":
        return pos, f"a second value stands here: {clipped(rest)}", "write several in a list, [ ..., ... ]"
    return pos, f"{clipped(rest.strip())} stands after {after}", "remove it, or write # before a comment"


# --- keys and headers ---------------------------------------------------------------------------------


def no_equals(broken: Broken) -> ToldGame | None:
    """Explain a key without =."""
    if not broken.said.startswith("Expected '=' after a key"):
        return None
    pos, rest = broken.pos, broken.rest
    key = re.split(r"[\s,{\[]", broken.text[:pos].rstrip())[-1]
    if broken.letter == ":":
        return pos, f"a colon stands after {clipped(key)}", f"write {clipped(key)} = ..."
    if broken.opened and (not broken.letter or broken.letter in ",}\n"):
        return pos, f"{clipped(key)} stands alone in {{ }}", f"write {clipped(key)} = ..., or a list in [ ]"
    if not rest.strip():
        return broken.start, f"{clipped(key)} stands alone on its line", f"write {clipped(key)} = ..., or # before a comment"
    words = re.match(r"[\w \t.-]+(?=[ \t]*=(?!=))", rest)
    if words:
        name = re.sub(r"[ \t]+", "_", f"{key} {words.group().strip()}")
        return pos, "the name of a key has no spaces", f"write it such as {clipped(name)}"
    if "=" in rest[:3]:
        return pos, f"{clipped(rest[: rest.index('=') + 1])} stands after {clipped(key)}", "write = alone"
    line = broken.line_from(broken.start).strip()
    return broken.start, f"this line has no =: {clipped(line)}", "write key = value, or # before a comment"


def strange_line(broken: Broken) -> ToldGame | None:
    """Explain a line with a wrong beginning."""
    if broken.said != "Invalid statement":
        return None
    pos, rest, letter = broken.pos, broken.rest, broken.letter
    if letter == "=":
        return pos, "no key stands before this =", "write key = value"
    if rest.startswith(("//", "/*", ";", "%", "*", "<!--")):
        return pos, f"a comment stands here after {clipped(rest[:2].strip())}", "write # before a comment"
    if rest.startswith(("<<<<<<<", ">>>>>>>", "|||||||")):
        return pos, "a merge conflict was not resolved here", "keep one version, without the conflict marks"
    if letter in "]}":
        return pos, f"this {letter} closes nothing", "remove it, or open the list or table before it"
    if letter == "{":
        return pos, "no key stands before this {", "write key = { ... }, or [key] for a table"
    if told := foreign_key(broken):
        return told
    return pos, f"a line cannot begin with {clipped(letter)}", "write key = value, [table], or # before a comment"


def foreign_key(broken: Broken) -> ToldGame | None:
    """Explain a key with characters that need quotes."""
    word = re.match(r"[^\s=.\]}\"'\[{,:#]+", broken.rest)
    if not word or not (word.group()[0].isalpha() or word.group()[0] in "$@&!?+*/") or "=" not in broken.rest:
        return None
    right = f"write {quoted(clipped(word.group()))}, or a name of a to z, digits, _ and -"
    return broken.pos, f"the name of the key {clipped(word.group())} needs quotes", right


def strange_key(broken: Broken) -> ToldGame | None:
    """Explain a missing name of a key or a table."""
    if broken.said != "Invalid initial character for a key part":
        return None
    pos, letter = broken.pos, broken.letter
    header = broken.text[broken.start] == "[" and broken.value_at < 0
    if broken.text[:pos].rstrip(" \t").endswith("."):
        return pos, "nothing follows a dot in this name", "write a name there, or remove the dot"
    if header and letter == "[":
        return pos, "there is a space or a bracket too many here", "write [[name]] or [name]"
    if header and (letter in "].\n" or not letter):
        return pos, "there is no name in the brackets", "write [name] or [[name]]"
    if told := foreign_key(broken):
        return told
    if header:
        return pos, f"the name of a table cannot begin with {clipped(letter)}", "write [name], or key = [ ... ] for a list"
    return pos, f"no key stands before {clipped(letter) if letter.strip() else 'the end of the line'}", "write key = value"


def header(broken: Broken) -> ToldGame | None:
    """Explain a wrong or unclosed name of a table."""
    if not broken.said.startswith("Expected ']"):
        return None
    line = broken.line_from(broken.start)
    double = line.startswith("[[")
    name = re.sub(r"[\[\]]", "", line.split("#")[0]).strip()
    if not broken.rest.strip() or broken.letter in "]#":
        right = f"[[{name}]]" if double else f"[{name}]"
        return broken.pos, f"{clipped(line.strip())} is not closed", f"write {clipped(right)}"
    if broken.letter == "," or '"' in line or "=" in line:
        return broken.pos, f"{clipped(line.strip())} is not the name of a table", "write [name], or key = [ ... ] for a list"
    right = f"write it such as {clipped(re.sub(r'[^0-9A-Za-z_-]+', '_', name))}"
    return broken.pos, f"the name of a table has letters, digits, _ and - only: {clipped(name)}", right


def twice(broken: Broken) -> ToldGame | None:
    """Explain a repeated key or table."""
    starts = ("Cannot declare", "Cannot overwrite", "Duplicate inline", "Cannot redefine", "Cannot mutate")
    if not broken.said.startswith(starts):
        return None
    name, path, at = key_text(broken.path), broken.path, broken.start
    known = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in broken.lines), ())
    line = broken.lines.get(known, 1)
    if broken.text.startswith("[[", at):
        wrong = f"{clipped(name)} already stands on line {line}, but not as [[{clipped(name)}]]"
        return at, wrong, f"write [[{clipped(name)}]] at each"
    if broken.text.startswith("[", at):
        if broken.said.startswith("Cannot declare"):
            several = f"write [[{clipped(name)}]] at each of them if there are several, or " if len(path) == 1 else ""
            right = f"{several}keep one"
            return at, f"[{clipped(name)}] stands a second time, after line {line}", right
        return at, f"{key_text(known)} already has a value on line {line}", "keep one of the two"
    if known == path or broken.said.startswith("Duplicate"):
        listed = not broken.opened and len(path) > 2 and isinstance(path[-2], int)
        new = f", or begin a new [[{path[0]}]] above it" if listed else ""
        where = f", after line {line}" if known == path and broken.line_of(at) != line else ""
        return broken.pos, f"it stands a second time{where}", f"keep one{new}"
    if broken.opened or not known:
        return broken.pos, "a part of this key already has a value", "keep one of the two"
    return at, f"{clipped(key_text(known))} is complete on line {line}, and nothing can be added to it", "write it there"


RIDDLES: tuple[Callable[[Broken], ToldGame | None], ...] = (
    twice, unclosed_text, escape, never_closed, odd_letter, no_value, plain_word, missing_comma, after_a_value, no_equals,
    strange_line, strange_key, header,
)  # fmt: skip


def tell(broken: Broken) -> ToldGame:
    """Return the place, what is wrong, and what would be right."""
    for riddle in RIDDLES:
        if told := riddle(broken):
            return told
    return broken.pos, f"this is not TOML: {broken.said[:1].lower()}{broken.said[1:]}", "write TOML 1.1 (toml.io)"
