"""Names that say something, promises in docstrings, failures caught by name, nothing done at import."""

from __future__ import annotations

import pytest

from tests.architecture.checks import catch_alls, empty_words, hand_turned_loops, missing_docstrings
from tests.architecture.house import FLOORS, ROOT, modules, planted, told
from tests.architecture.import_time import deeds, value_types

HOUSE = modules(*FLOORS)

# Where everything may be caught, because whoever asked is told all the same. At most three.
CATCH_ALL_PLACES = (
    "deskapp/jobs/lanes.py:_do",
    "deskapp/server/writer.py:_write",
    "deskapp/server/writer.py:_alone",
)


def test_names_say_what_happens_inside() -> None:
    found = [finding for module in HOUSE for finding in empty_words(module)]

    assert not found, told(found, "names without a meaning")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("class ScanHelper: ...", "helper"),
        ("def do_misc(): ...", "misc"),
        ("class A:\n    def common(self): ...", "common"),
        ("class HTTPHandler: ...", "handler"),
        ("def text_utils(): ...", "util"),
    ],
)
def test_an_empty_word_would_be_found(text: str, word: str) -> None:
    assert word in "".join(empty_words(planted(text)))


def test_words_that_only_contain_an_empty_word_are_left_alone() -> None:
    assert list(empty_words(planted("def base64_text(): ...\ndef database(): ...\ndef utility_bill(): ..."))) == []


def test_an_empty_word_in_a_path_would_be_found() -> None:
    assert list(empty_words(planted("", "deskapp/utils/words.py"))) != []


def test_failures_are_caught_by_name() -> None:
    found = [finding for module in HOUSE for finding in catch_alls(module, CATCH_ALL_PLACES)]

    assert not found, told(found, "`except Exception` stands in three named places only")
    assert len(CATCH_ALL_PLACES) <= 3


def test_a_named_place_that_is_gone_is_taken_off_the_list() -> None:
    there = [place for place in CATCH_ALL_PLACES if (ROOT / place.partition(":")[0]).exists()]
    caught = {place for module in HOUSE for place in there if place.startswith(f"{module.path}:")}

    assert caught == set(there)
    for place in there:
        (module,) = [module for module in HOUSE if place.startswith(f"{module.path}:")]
        others = [one for one in CATCH_ALL_PLACES if one != place]
        assert list(catch_alls(module, others)), f"{place} catches nothing any more; take it off the list"


@pytest.mark.parametrize(
    "text",
    [
        "try: ...\nexcept Exception: ...",
        "try: ...\nexcept: ...",
        "try: ...\nexcept BaseException as e: print(e)",
        "try: ...\nexcept (ValueError, Exception): ...",
        "with contextlib.suppress(Exception): ...",
    ],
)
def test_a_catch_all_would_be_found(text: str) -> None:
    assert list(catch_alls(planted(text), ())) != []


def test_tidying_up_and_passing_on_is_no_catch_all() -> None:
    assert list(catch_alls(planted("try: ...\nexcept BaseException:\n    tidy()\n    raise"), ())) == []
    assert list(catch_alls(planted("try: ...\nexcept ValueError: ..."), ())) == []


def test_the_screen_turns_no_event_loop_by_hand() -> None:
    found = [finding for module in (*HOUSE, *modules("tests")) for finding in hand_turned_loops(module)]

    assert not found, told(found, "no processEvents")
    assert list(hand_turned_loops(planted("app.processEvents()"))) != []


def test_what_is_public_says_what_it_promises() -> None:
    found = [finding for module in modules("deskapp") for finding in missing_docstrings(module)]

    assert not found, told(found, "public functions and classes of deskapp have docstrings")


def test_a_missing_promise_would_be_found() -> None:
    assert len(list(missing_docstrings(planted("def f(): ...\nclass A: ...\ndef _own(): ...")))) == 3
    assert list(missing_docstrings(planted('"""Why."""\n@dataclass(frozen=True)\nclass A:\n    x: int'))) == []
    assert list(missing_docstrings(planted('"""Why."""\n@dataclass\nclass A:\n    x: int'))) != []


def test_nothing_happens_at_import() -> None:
    values = value_types(HOUSE)
    found = [finding for module in HOUSE for finding in deeds(module, values)]

    assert not found, told(found, "importing a module does nothing; make it in a function, or in assemble")


@pytest.mark.parametrize(
    "text",
    [
        "engine = create_engine('x')",
        "print('hello')",
        "for name in names: register(name)",
        "SCREEN = [open_screen()]",
        "if DEBUG:\n    start()",
        "try:\n    start()\nexcept OSError: ...",
    ],
)
def test_a_deed_at_import_would_be_found(text: str) -> None:
    assert list(deeds(planted(text), ())) != []


def test_naming_things_is_no_deed() -> None:
    text = "A = NewType('A', str)\nB = re.compile('x')\nC = Size(3)\nD = lambda: start()\n"
    text += "if __name__ == '__main__':\n    go()"

    assert list(deeds(planted(text), {"Size"})) == []
