from __future__ import annotations

from dataclasses import replace

import pytest

from harness.contexts import Context, SampleEntry
from harness.plan.entries import match

WORDS = "from celery import Celery\napp = Celery('orders', broker='redis://')"


def found(samples, *entries, page="page"):
    numbered = [replace(item, key=f"page:{number}:1") for number, item in enumerate(samples)]
    matches = match(numbered, (Context(), Context(page=page, samples=entries)))
    return [
        (matches[item.key].key, matches[item.key].likeness == 1) if item.key in matches else None for item in numbered
    ]


def entry(opens, heading=""):
    return SampleEntry(opens=opens, heading=heading, reason="placeholder")


@pytest.mark.parametrize(
    ("opens", "heading", "code", "as_it_stands"),
    [
        pytest.param(WORDS, "", WORDS + "\nx = 1", True, id="opening words"),
        pytest.param(WORDS, "Section", WORDS, True, id="below a heading"),
        pytest.param(WORDS, "", WORDS.replace("\n", "\n\n\n"), True, id="blank lines"),
        pytest.param(WORDS, "", WORDS.replace("app = ", "app  =  "), True, id="white space"),
        pytest.param(WORDS, "", "\n" + WORDS, True, id="a line before it"),
        pytest.param(WORDS, "", WORDS.replace("'", '"'), False, id="other quotes"),
        pytest.param(WORDS, "", WORDS.replace("redis", "pyamqp"), False, id="a word"),
        pytest.param(WORDS, "Sections", WORDS, False, id="a heading reworded"),
        pytest.param(WORDS, "", "import os\n" + WORDS, False, id="a short line before it"),
    ],
)
def test_an_entry_finds_its_sample(sample, opens, heading, code, as_it_stands):
    assert found([sample("import kombu\nx = 1"), sample(code)], entry(opens, heading)) == [
        None,
        ("sample[0]", as_it_stands),
    ]


@pytest.mark.parametrize(
    ("opens", "heading", "codes"),
    [
        pytest.param(WORDS, "", ["from celery import group\ngroup([])"], id="another sample"),
        pytest.param("x = 12", "", ["x = 13"], id="too short for likeness"),
        pytest.param(WORDS, "Elsewhere", [WORDS], id="below another heading"),
        pytest.param(WORDS, "", [WORDS.replace("orders", "order"), WORDS.replace("orders", "order_s")], id="two that are equally like it"),
        pytest.param(WORDS, "", ["from celery import Celery"], id="the first line only"),
    ],
)  # fmt: skip
def test_an_entry_leaves_alone(sample, opens, heading, codes):
    assert found([sample(code) for code in codes], entry(opens, heading)) == [None] * len(codes)


def test_all_samples_that_open_so_have_the_entry(sample):
    assert found([sample(WORDS + "\nx = 1"), sample(WORDS)], entry(WORDS)) == [("sample[0]", True)] * 2


def test_likeness_takes_no_sample_of_another_entry(sample):
    other = WORDS.replace("redis", "amqps")
    assert found([sample(other)], entry(WORDS), entry(other)) == [("sample[1]", True)]


def test_the_first_entry_has_the_sample_and_the_page_goes_before_the_default(sample):
    assert found([sample(WORDS)], entry(WORDS), entry("from celery")) == [("sample[0]", True)]
    default, page = (Context(page=name, samples=(entry(WORDS),)) for name in ("", "page"))
    (made,) = match([sample(WORDS)], (default, page)).values()
    assert made.page == "page"
