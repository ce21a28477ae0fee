"""A web service that screens names: an example to start from.

    pip install uyghurscreen fastapi uvicorn
    uvicorn --factory service:create_app --app-dir examples

    curl -s localhost:8000/screen -H 'content-type: application/json' \
        -d '{"parties": [{"id": "V1", "name": "Hikvision", "country": "CN"}]}'

Names come in bodies, never in addresses, so that no access log holds one; nothing here
logs, and what a caller sent is not repeated in errors. Bodies are limited. Every answer
names the versions of the lists, which stay what they are until the service is started
again. It has no users and no TLS: put it behind something that has.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import polars as pl
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

import uyghurscreen as us

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BYTES = 1_000_000
MAX_PARTIES = 1_000

Text = Annotated[str, Field(max_length=1_000)]


class Party(BaseModel):
    """One name to screen; `id` comes back as `query_id`."""

    model_config = ConfigDict(extra="forbid")
    id: Text
    name: Text | None
    country: Text | None = None
    address: Text | None = None


class Asked(BaseModel):
    """What `/screen` takes."""

    model_config = ConfigDict(extra="forbid")
    parties: Annotated[list[Party], Field(min_length=1, max_length=MAX_PARTIES)]
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 5


class Pair(BaseModel):
    """What `/explain` takes."""

    model_config = ConfigDict(extra="forbid")
    name: Text
    entry_id: Text


class Limited:
    """Turns away bodies of more than so many bytes, before they are read to the end."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count what it brings."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most:
                raise HTTPException(413, f"a body may have {self.most:,} bytes")
            return message

        await self.app(scope, counted, send)


def create_app(screener: us.Screener | None = None) -> FastAPI:
    """Return the service; the index is built before the first request is taken."""
    screener = us.Screener() if screener is None else screener
    screener.screen_name("Hikvision")  # so that the first caller does not wait
    app = FastAPI(title="uyghurscreen", version=us.__version__)
    app.add_middleware(Limited, most=MAX_BYTES)

    def answer(code: int = 200, **parts: object) -> JSONResponse:
        told = json.dumps({"lists": dict(screener.versions)} | parts, default=str)
        return JSONResponse(json.loads(told), code)

    # Plain functions run in threads, which share the Screener.
    @app.post("/screen")
    def screen(asked: Asked) -> JSONResponse:
        frame = pl.DataFrame(
            [party.model_dump() for party in asked.parties],
            schema=dict.fromkeys(Party.model_fields, pl.String),
        )
        left_out = screener.unscreened(frame, name="name", id="id")
        hits = screener.screen(
            frame.filter(~pl.col("id").is_in(left_out["query_id"].implode())),
            id="id",
            country="country",
            address="address",
            threshold=asked.threshold,
            limit=asked.limit,
        )
        lowest = screener.threshold if asked.threshold is None else asked.threshold
        return answer(hits=_rows(hits), unscreened=_rows(left_out), threshold=lowest)

    @app.post("/explain")
    def explain(pair: Pair) -> JSONResponse:
        why = screener.explain(pair.name, entry_id=pair.entry_id)
        return answer(explanation=asdict(why))

    @app.get("/health")
    def health() -> JSONResponse:
        known = us.lists.versions().filter(
            pl.col("list_id").is_in(list(screener.versions))
        )
        ages = known.select("list_id", "version", "as_of", "age", "max_age", "stale")
        stale = bool(known["stale"].any())
        return answer(status="stale" if stale else "ok", ages=_rows(ages))

    @app.exception_handler(us.errors.UyghurscreenError)
    def refused(_: Request, error: us.errors.UyghurscreenError) -> JSONResponse:
        mine = isinstance(error, us.errors.InputError | us.errors.ListNotFoundError)
        return answer(422 if mine else 503, error=str(error), kind=type(error).__name__)

    @app.exception_handler(RequestValidationError)
    def misread(_: Request, error: RequestValidationError) -> JSONResponse:
        # Where and why, without what was sent.
        told = [f"{_place(fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        return answer(422, error="; ".join(told), kind="RequestValidationError")

    return app


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(frame.write_json())
    return found


def _place(where: tuple[int | str, ...]) -> str:
    return ".".join(map(str, where))
