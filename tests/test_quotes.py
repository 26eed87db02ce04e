from __future__ import annotations

import pytest

from harness import quotes


@pytest.mark.parametrize(
    ("quote", "text", "values"),
    [
        pytest.param("It is so.", "Now. It is\n   so.", {}, id="white space is folded"),
        pytest.param("after {n:int} times", "after 3\ntimes", {"n": 3}, id="int"),
        pytest.param("after {n:int} times", "after three times", {"n": 3}, id="a number in words"),
        pytest.param("is {x:float} s", "is 0.4 s", {"x": 0.4}, id="float"),
        pytest.param("is {x:float}.", "is 20.", {"x": 20.0}, id="a float at the end of a sentence"),
        pytest.param("the {name} state", "the ``STARTED`` state", {"name": "STARTED"}, id="a literal"),
        pytest.param("the {name} state", "the :state:`STARTED` state", {"name": "STARTED"}, id="a role"),
        pytest.param("the {name} state", "the :meth:`~a.b` state", {"name": "a.b"}, id="a shortened role"),
        pytest.param("is {name}.", "is task-sent.", {"name": "task-sent"}, id="a word at the end of a sentence"),
        pytest.param("as {rest:text}, and", "as one\n two, and, and", {"rest": "one two"}, id="as few words as fit"),
        pytest.param("{{a}} {n:int}", "{a} 1", {"n": 1}, id="braces"),
        pytest.param("[{x:lines}] b", "[1,\n   2] b", {"x": "1,\n   2"}, id="lines as they stand"),
        pytest.param("a {<}b {n:int}{>} c", "a b\n1 c", {"n": 1}, id="words around the sentence"),
    ],
)
def test_a_sentence_is_found_and_what_its_slots_hold(quote, text, values):
    found = quotes.find(quote, text)
    assert found is not None
    assert {slot.name: slot.value for slot in found.slots} == values
    assert all(text[slot.start : slot.end] == slot.text for slot in found.slots)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        pytest.param("It is so.", "It is not so.", id="another sentence"),
        pytest.param("{n:int} times", "1.5 times", id="no int"),
        pytest.param("is {x:float} s", "is some s", id="no number"),
        pytest.param("is {name} state", "is the other state", id="two words"),
    ],
)
def test_what_is_another_sentence(quote, text):
    assert quotes.find(quote, text) is None


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        pytest.param("{} times", "slot '': expected a name", id="no name"),
        pytest.param("{a} {a}", "slot 'a': expected a name that no other slot has", id="twice"),
        pytest.param("{a:number}", "slot 'a': unknown kind 'number' (known: int, float, text, lines)", id="kind"),
        pytest.param("as {a:text}", "slot 'a': nothing stands behind it", id="open end"),
        pytest.param("as {a:text}{>}", "slot 'a': nothing stands behind it", id="only the end behind"),
        pytest.param("{a:text}{b:text}.", "slot 'a': nothing stands behind it", id="only a slot behind"),
        pytest.param("{<}a {<}b", "{<}: the sentence begins once", id="two beginnings"),
        pytest.param("{>}a {<}b", "{<}: the sentence begins once, and ends once behind that", id="the wrong way round"),
    ],
)
def test_slots_that_make_no_sense(quote, message):
    with pytest.raises(ValueError) as caught:
        quotes.names(quote)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("value", "like", "expected"),
    [
        (0.6000000000000001, "0.4", "0.6"),
        (2.0, "1.0", "2.0"),
        (60.0, "20", "60"),
        (3, "two", "three"),
        (3, "Two", "Three"),
        (20, "two", "20"),
        ("RETRY", "``STARTED``", "``RETRY``"),
        ("RETRY", ":state:`STARTED`", ":state:`RETRY`"),
        ("after", "before", "after"),
        (True, "``False``", "``True``"),
        ("a, b, c, d", "a,\n  b, c", "a,\n  b, c, d"),
        ("x@a, x@b", "a,\n  b", "x@a,\n  x@b"),
        ("b, a", "a,\n b", "b,\n a"),
        ("a\nb", "a\n  b", "a\nb"),
        ("d e", "a b\n c d e", "d e"),
    ],
)
def test_a_value_is_spelt_as_the_page_spells_it(value, like, expected):
    assert quotes.spelt(value, like) == expected


def test_words_that_only_find_a_sentence_are_none_of_it():
    text = "First. Now it\nis so, as told."
    found = quotes.find("First. {<}Now it is {how}{>}, as told.", text)
    assert found is not None
    assert text[found.start : found.end] == "Now it\nis so"
    assert quotes.names("First. {<}Now it is {how}{>}, as told.") == ("how",)
