from __future__ import annotations

import gzip
import logging
import random
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from uyghurscreen.errors import DownloadError
from uyghurscreen.lists import clock
from uyghurscreen.lists.pull import Client, Request

if TYPE_CHECKING:
    from tests.lists.conftest import Publishers

Fields = Mapping[str, Any]

HOST = "data.trade.gov"
ELSEWHERE = "api.trade.gov"
LIST = b'{"results": [], "note": "' + b"x" * 500 + b'"}'
REQUEST = Request(
    name="csl.json",
    url=f"https://{HOST}/list.json",
    kind="json",
    hosts=frozenset({ELSEWHERE}),
    max_bytes=10_000,
)
PAGE = b"<!DOCTYPE html>\n<html><body>Request Access</body></html>"
GOOD = {"body": LIST}
NOISE = random.Random(7).randbytes(5_000)


@pytest.fixture
def client(publishers: Publishers, tmp_path: Path) -> Client:
    hosts = (HOST, ELSEWHERE, "evil.example")
    return Client(
        folder=tmp_path / "downloads",
        connect=0.5,
        read=0.5,
        total=2,
        tries=3,
        pause=0.01,
        reroute=dict.fromkeys(hosts, publishers.origin),
    )


def packed(body: bytes, **fields: object) -> Fields:
    headers = {"Content-Encoding": "gzip"}
    return {"body": gzip.compress(body), "headers": headers, **fields}


# what the server says first, and last
GOOD_IN_THE_END: dict[str, list[Fields]] = {
    "at once": [GOOD],
    "packed": [packed(LIST)],
    "packed, and in chunks": [packed(LIST, chunked=True)],
    "in chunks": [{"body": LIST, "chunked": True}],
    "of no type": [{"body": LIST, "kind": None}],
    "of a type with a charset": [
        {"body": LIST, "kind": "application/json; charset=utf-8"}
    ],
    "as plain bytes": [{"body": LIST, "kind": "application/octet-stream"}],
    "after a byte-order mark": [{"body": b"\xef\xbb\xbf" + LIST}],
    "dripped, but in time": [{"body": LIST[:40], "drip": 0.001}],
    "busy once": [{"status": 503}, GOOD],
    "busy twice": [{"status": 502}, {"status": 504}, GOOD],
    "told to wait": [{"status": 429, "headers": {"Retry-After": "0"}}, GOOD],
    "cut off once": [{"body": LIST, "send": 100}, GOOD],
    "cut off once, in chunks": [{"body": LIST, "send": 100, "chunked": True}, GOOD],
    "cut off once, packed": [packed(LIST, send=20), GOOD],
    "cut off at its packing": [
        {"body": gzip.compress(LIST)[:30], "headers": {"Content-Encoding": "gzip"}},
        GOOD,
    ],
    "damaged once in its packing": [
        {"body": b"\x1f\x8b" + NOISE, "headers": {"Content-Encoding": "gzip"}},
        GOOD,
    ],
    "silent once": [{"body": LIST, "wait": 0.8}, GOOD],
    "redirected within its hosts": [
        {"status": 302, "headers": {"Location": f"https://{ELSEWHERE}/there.json"}}
    ],
    "redirected on its own host": [
        {"status": 308, "headers": {"Location": "/there.json"}},
    ],
}


@pytest.mark.parametrize("replies", GOOD_IN_THE_END.values(), ids=GOOD_IN_THE_END)
def test_what_is_good_in_the_end_is_fetched(
    replies: list[Fields], publishers: Publishers, client: Client
) -> None:
    publishers.serve(REQUEST.url, *replies)
    for host in (HOST, ELSEWHERE):
        publishers.serve(f"https://{host}/there.json", GOOD)
    pulled = client.pull(REQUEST)
    assert pulled.raw.removeprefix(b"\xef\xbb\xbf") in (LIST, LIST[:40])
    assert (pulled.changed, pulled.retrieved_at) == (True, clock.today())
    assert publishers.paths().count("/list.json") == len(replies)


# what the server says, words in the message, how often it is asked
REFUSED: dict[str, tuple[Fields, str, int]] = {
    "busy for good": ({"status": 503}, r"answers 503 \(3 tries\)", 3),
    "told to wait for long": (
        {"status": 429, "headers": {"Retry-After": "3600"}},
        r"answers 429, and asks to wait 3600 s \(1 try\)",
        1,
    ),
    "forbidden": ({"status": 403}, "answers 403", 1),
    "not there": ({"status": 404}, "answers 404", 1),
    "not acceptable": ({"status": 406}, "answers 406", 1),
    "unchanged, though nobody asked": ({"status": 304}, "answers 304", 1),
    "a part": ({"status": 206, "body": LIST}, "answers 206", 1),
    "cut off for good": (
        {"body": LIST, "send": 100},
        r"cut off .* \(3 tries\)",
        3,
    ),
    "cut off before it begins": ({"body": LIST, "send": 0}, "cut off", 3),
    "dripped": ({"body": LIST, "drip": 0.1}, "too slow", 1),
    "dripped in its headers": (
        {"body": LIST, "drip_headers": 0.1},
        r"does not answer \(\d tr",
        3,
    ),
    "silent": ({"body": LIST, "wait": 60}, "ReadTimeout", 3),
    "an error page": ({"body": PAGE, "kind": "text/html"}, "check for robots", 1),
    "an error page in disguise": ({"body": PAGE}, "an HTML page came, not JSON", 1),
    "an error in words": (
        {"body": b"Service unavailable", "kind": "text/plain"},
        "something else came, not JSON",
        1,
    ),
    "another type": ({"body": LIST, "kind": "image/png"}, "'image/png' came", 1),
    "nothing": ({"body": b""}, "nothing came, not JSON", 1),
    "too large, and says so": ({"body": LIST * 50}, "larger than the 10,000", 1),
    "too large, in chunks": (
        {"body": LIST * 50, "chunked": True},
        "larger than the 10,000",
        1,
    ),
    "a bomb": (packed(b"{" + b" " * 200_000_000), "larger than the 10,000", 1),
    "a bomb, in chunks": (
        packed(b"{" + b" " * 200_000_000, chunked=True),
        "larger than the 10,000",
        1,
    ),
    "packed in another way": (
        {"body": LIST, "headers": {"Content-Encoding": "br"}},
        "unknown way, 'br'",
        1,
    ),
    "packed twice, in a row": (
        {
            "body": gzip.compress(LIST) + gzip.compress(LIST),
            "headers": {"Content-Encoding": "gzip"},
        },
        "something follows its gzip",
        1,
    ),
    "redirected elsewhere": (
        {"status": 302, "headers": {"Location": "https://evil.example/list.json"}},
        r"leads to https://evil\.example, .* https://api\.trade\.gov or data",
        1,
    ),
    "redirected to plain http": (
        {"status": 301, "headers": {"Location": f"http://{HOST}/list.json"}},
        "leads to http://data",
        1,
    ),
    "redirected to another port": (
        {"status": 301, "headers": {"Location": f"https://{HOST}:8443/list.json"}},
        "leads to https://data.trade.gov:8443",
        1,
    ),
    "redirected to a name like its own": (
        {"status": 301, "headers": {"Location": f"https://{HOST}@evil.example/"}},
        "evil.example, which is not",
        1,
    ),
    "redirected to a file": (
        {"status": 301, "headers": {"Location": "file:///etc/passwd"}},
        "leads to file://",
        1,
    ),
    "redirected for ever": (
        {"status": 307, "headers": {"Location": f"https://{HOST}/list.json"}},
        "more than 3 redirects",
        4,
    ),
    "redirected nowhere": ({"status": 302}, "more than 3 redirects", 4),
}


@pytest.mark.parametrize(("reply", "words", "asked"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_good_is_refused_and_leaves_nothing(
    reply: Fields, words: str, asked: int, publishers: Publishers, client: Client
) -> None:
    publishers.serve(REQUEST.url, reply)
    with pytest.raises(DownloadError, match=words) as caught:
        client.pull(REQUEST)
    assert str(caught.value).startswith(f"{REQUEST.url}: ")
    assert "save it from there and give the file to update" in str(caught.value)
    assert len(publishers.asked) <= asked
    assert {asked.host for asked in publishers.asked} == {HOST}
    assert not client.folder.exists()


def test_a_server_that_asks_to_wait_is_waited_for(
    publishers: Publishers, client: Client
) -> None:
    wait = {"status": 429, "headers": {"Retry-After": "1"}}
    publishers.serve(REQUEST.url, wait, GOOD)
    began = time.monotonic()
    client.pull(REQUEST)
    assert 1 <= time.monotonic() - began < 2


def test_a_date_to_wait_for_is_understood(
    publishers: Publishers, client: Client
) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    publishers.serve(REQUEST.url, {"status": 503, "headers": {"Retry-After": then}})
    with pytest.raises(DownloadError, match=r"asks to wait 3[56]\d\d s \(1 try"):
        client.pull(REQUEST)


def test_no_server_is_an_error_that_says_so(client: Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        origin = f"http://127.0.0.1:{taken.getsockname()[1]}"
        away = replace(client, reroute={HOST: origin})
        with pytest.raises(DownloadError, match=r"refused.* \(3 tries\)"):
            away.pull(REQUEST)


@pytest.mark.parametrize(
    ("sent", "asked"),
    {
        ("ETag", '"abc"'): "If-None-Match",
        ("Last-Modified", "Fri, 31 Jul 2026 14:14:59 GMT"): "If-Modified-Since",
    }.items(),
)
def test_a_copy_that_still_stands_is_not_sent_again(
    sent: tuple[str, str], asked: str, publishers: Publishers, client: Client
) -> None:
    first = {"body": LIST, "headers": dict([sent])}
    publishers.serve(REQUEST.url, first, {"status": 304}, {"body": b"{}"})
    assert client.pull(REQUEST).changed
    again = client.pull(REQUEST)
    assert (again.raw, again.changed) == (LIST, False)
    assert again.retrieved_at == clock.today()
    assert publishers.asked[1].headers[asked] == sent[1]
    changed = client.pull(REQUEST)
    assert (changed.raw, changed.changed) == (b"{}", True)


# what happened to the copy
SPOILED = {
    "its file is cut off": lambda folder: (folder / "csl.json").write_bytes(b"{"),
    "its file is gone": lambda folder: (folder / "csl.json").unlink(),
    "its note is gone": lambda folder: (folder / "csl.json.note.json").unlink(),
    "its note is cut off": lambda folder: (folder / "csl.json.note.json").write_bytes(
        b'{"address":'
    ),
    "its note is another": lambda folder: (folder / "csl.json.note.json").write_bytes(
        b"[]"
    ),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_copy_that_is_not_whole_is_fetched_anew(
    spoil: Callable[[Path], object], publishers: Publishers, client: Client
) -> None:
    tagged = {"body": LIST, "headers": {"ETag": '"abc"'}}
    publishers.serve(REQUEST.url, tagged)
    client.pull(REQUEST)
    spoil(client.folder)
    assert client.pull(REQUEST).raw == LIST
    assert "If-None-Match" not in publishers.asked[1].headers


def test_a_copy_of_another_address_is_not_asked_about(
    publishers: Publishers, client: Client
) -> None:
    publishers.serve(REQUEST.url, {"body": LIST, "headers": {"ETag": '"abc"'}})
    client.pull(REQUEST)
    client.pull(replace(REQUEST, query=(("part", "744"),)))
    assert publishers.asked[1].target == "/list.json?part=744"
    assert "If-None-Match" not in publishers.asked[1].headers


def test_what_is_asked_names_no_one_and_allows_packing(
    publishers: Publishers,
    client: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords = tmp_path / "netrc"
    passwords.write_text("machine 127.0.0.1 login me password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(passwords))
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:3128")  # which is nowhere
    publishers.serve(REQUEST.url, GOOD)
    client.pull(REQUEST)
    headers = publishers.asked[0].headers
    assert headers["Accept"] == "application/json, text/json"
    assert headers["Accept-Encoding"] == "gzip"  # the eCFR answers 406 without
    assert headers["User-Agent"] == "uyghurscreen (list update)"
    assert not {"Authorization", "Cookie"} & set(headers)


def test_a_server_without_tls_is_refused(
    publishers: Publishers, client: Client
) -> None:
    publishers.serve(REQUEST.url, GOOD)
    origin = publishers.origin.replace("http:", "https:")
    with pytest.raises(DownloadError, match="no secure connection, SSLError"):
        replace(client, reroute={HOST: origin}).pull(REQUEST)
    assert publishers.asked == []


def test_only_the_loopback_stands_in_for_a_publisher(client: Client) -> None:
    with pytest.raises(ValueError, match="no loopback"):
        replace(client, reroute={HOST: "http://192.0.2.1:8000"})


@pytest.mark.parametrize("url", ["http://data.trade.gov/x", "file:///etc/passwd"])
def test_only_https_is_asked_for(url: str, client: Client) -> None:
    with pytest.raises(DownloadError, match="it leads to"):
        client.pull(replace(REQUEST, url=url))


def test_the_log_says_what_was_fetched(
    publishers: Publishers, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    publishers.serve(REQUEST.url, {"status": 503}, GOOD)
    with caplog.at_level(logging.INFO, logger="uyghurscreen"):
        client.pull(REQUEST)
    assert caplog.messages == [
        f"{REQUEST.url}: the server answers 503, try 1",
        f"{REQUEST.url}: {len(LIST)} bytes",
    ]
