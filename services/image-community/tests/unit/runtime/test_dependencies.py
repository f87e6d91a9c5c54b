"""No dependency of a route runs in a thread: FastAPI hands a plain function to the thread pool."""

import inspect
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from image_community.main import create_app
from image_community.runtime.settings import Settings


def all_below(dependant: Dependant) -> Iterator[Dependant]:
    for each in dependant.dependencies:
        yield each
        yield from all_below(each)


def is_coroutine(call: object) -> bool:
    return inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(type(call).__call__)


def routes(app: FastAPI) -> Iterator[APIRoute]:
    for route in app.routes:
        included = getattr(route, "original_router", None)
        found = included.routes if included else [route]
        yield from (each for each in found if isinstance(each, APIRoute))


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings.model_construct())


def test_every_dependency_is_a_coroutine(app):
    found = {each.call for route in routes(app) for each in all_below(route.dependant)}
    assert len(found) > 10
    assert [call for call in found if not is_coroutine(call)] == []


def test_every_route_is_a_coroutine(app):
    assert [route.path for route in routes(app) if not is_coroutine(route.endpoint)] == []
