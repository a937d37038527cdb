"""The context that hooks and steps share."""

import linecache
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from behave.configuration import Configuration
from behave.runner import ContextMaskWarning, Runner

from support.running.context import Context


@pytest.fixture
def context() -> Iterator[Any]:
    runner = Runner(Configuration([], load_config=False))
    yield Context(runner)


def test_a_layer_forgets_what_was_set_in_it(context: Any) -> None:
    context.who = "ada"
    context._push(layer="scenario")
    context.what = "a song"
    assert (context.who, context.what) == ("ada", "a song")
    context._pop()
    assert context.who == "ada"
    assert "what" not in context


def test_setting_again_in_the_same_layer(context: Any) -> None:
    with warnings.catch_warnings(), context.use_with_user_mode():
        warnings.simplefilter("error")
        context.who = "ada"
        context.who = "grace"
        del context.who
    assert "who" not in context


def test_masking_what_behave_set_warns_and_says_where(context: Any) -> None:
    context.feature = "playlists"
    context._push(layer="scenario")
    with context.use_with_user_mode(), pytest.warns(ContextMaskWarning, match="'feature' originally set by behave"):
        context.feature = "another"


def test_behave_masking_what_a_step_set_says_where_that_was(context: Any) -> None:
    with context.use_with_user_mode():
        context.table = "mine"
        context.words = "mine"
    context._push(layer="scenario")
    with pytest.warns(ContextMaskWarning, match=r"'words' originally set in test_behave_masking.*test_context\.py:\d+"):
        context.words = "behave's"


def test_no_source_is_read(context: Any) -> None:
    linecache.clearcache()
    context.who = "ada"
    assert not linecache.cache


def test_what_is_set_for_the_whole_run(context: Any) -> None:
    context._push(layer="scenario")
    context._set_root_attribute("failed", True)
    context._pop()
    assert context.failed is True
