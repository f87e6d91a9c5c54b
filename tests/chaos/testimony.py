"""What the clients' logs prove: when a user was certainly there, with which preferences, and which blocks.

Where a log leaves a doubt (a request in flight, a socket just lost) the moment is left out, so that what the
checker says is certain.
"""

import math
from collections import defaultdict
from dataclasses import replace
from typing import Any

from auth_match.matching.domain.compatibility import Seeker
from tests.chaos.history import Entry, History
from tests.chaos.intervals import Span

# A client writes down what happened to it a little late when the machine is busy, seconds.
DOUBT = 1.0
# How long a join may be on its way.
CROSSING_SECONDS = 30.0
OK = (200, 201, 204)


class Testimony:
    def __init__(self, history: History) -> None:
        self.logs: dict[str, list[Entry]] = {user: [] for user in history.people}
        for entry in history.entries:
            if entry.user in self.logs:
                self.logs[entry.user].append(entry)
        self.slack = slowest_answers(history)
        self.cuts = [entry.at for entry in history.entries if entry.kind == "cut"]
        self.kills = [entry.at for entry in history.entries if entry.kind == "kill"]
        self.present = {user: connected(log) for user, log in self.logs.items()}
        joins = _joins(history, self.logs)
        self.tickets = {
            user: tickets(history.people[user], log, joins[user], self.cuts)
            for user, log in self.logs.items()
        }
        self.maybe_blocked: dict[frozenset[str], list[Span]] = defaultdict(list)
        self.surely_blocked: dict[frozenset[str], list[Span]] = defaultdict(list)
        for user, log in self.logs.items():
            self._read_blocks(user, log)

    def ticket(self, user: str, since: float, until: float) -> Seeker | None:
        """What the queue certainly knew of the user in all of this time."""
        known = self.tickets.get(user, [])
        return next((seeker for begin, end, seeker in known if begin <= since and until <= end), None)

    def _read_blocks(self, user: str, log: list[Entry]) -> None:
        requests = [request for request in _requests(log) if request[0]["what"] in ("block", "unblock")]
        by_partner = defaultdict(list)
        for request in requests:
            by_partner[request[0]["partner"]].append(request)
        for partner, asked in by_partner.items():
            pair = frozenset((user, partner))
            ends = [*(since for _, since, _, _ in asked[1:]), math.inf]
            for (body, since, until, status), end in zip(asked, ends, strict=True):
                is_done = status in OK and not _near(self.cuts, since, until)
                if body["what"] == "block":
                    self.maybe_blocked[pair].append((since, end))
                    if is_done:
                        self.surely_blocked[pair].append((until + DOUBT, end - DOUBT))
                else:
                    self.maybe_blocked[pair].append((since, until + DOUBT if is_done else end))


def slowest_answers(history: History) -> float:
    """Seconds that all but one in a hundred answers took at most: how slow this machine was, and so how late
    anything may have come that is merely late."""
    sent: dict[tuple[str, int, object], float] = {}
    took = []
    for entry in history.entries:
        if entry.kind == "sent":
            sent[entry.user, entry.socket, entry.body["id"]] = entry.at
        elif entry.kind == "received" and "re" in entry.body:
            took.append(entry.at - sent[entry.user, entry.socket, entry.body["re"]])
    return sorted(took)[len(took) * 99 // 100] if took else 0.0


def connected(log: list[Entry]) -> list[Span]:
    """From a socket's first `state` until it closed, was let go of, or a newer one was being opened."""
    spans: list[Span] = []
    socket, since = 0, 0.0
    for entry in log:
        if entry.kind == "opening" or (entry.kind in ("closed", "gone") and entry.socket == socket):
            if since:
                spans.append((since, entry.at))
            since = 0.0
            socket = entry.socket if entry.kind == "opening" else 0
        elif entry.kind == "received" and entry.socket == socket and not since:
            since = entry.at if entry.body["type"] == "state" else 0.0
    return [*spans, (since, math.inf)] if since else spans


def tickets(
    signed_up: Seeker, log: list[Entry], joins: list[Span], cuts: list[float]
) -> list[tuple[float, float, Seeker]]:
    """(since, until, as the queue knows them); nothing for times in doubt."""
    known: list[tuple[float, float, Seeker]] = []
    since, seeker, is_certain = -math.inf, signed_up, True
    for body, asked, answered, status in _requests(log):
        if body["what"] != "wishes":
            continue
        if is_certain:
            known.append((since, asked, seeker))
        seeker, since = replace(signed_up, **body["wishes"]), answered
        # a join that was on its way may have read the wishes before, and its script come after
        crossed = any(begin <= answered and asked <= end for begin, end in joins)
        is_certain = status in OK and not crossed and not _near(cuts, asked, answered)
    if is_certain:
        known.append((since, math.inf, seeker))
    return known


def _joins(history: History, logs: dict[str, list[Entry]]) -> dict[str, list[Span]]:
    """From the sending of each `join_queue`."""
    joined: dict[str, list[float]] = defaultdict(list)
    for event in history.events:
        if event["type"] == "joined":
            joined[event["user"]].append(float(event["at"]))
    found: dict[str, list[Span]] = defaultdict(list)
    for user, log in logs.items():
        sent = [e.at for e in log if e.kind == "sent" and e.body.get("action") == "join_queue"]
        for at in joined[user]:
            before = [each for each in sent if at - CROSSING_SECONDS < each <= at]
            found[user].append((min(before, default=at - 2), at))
    return found


def _requests(log: list[Entry]) -> list[tuple[dict[str, Any], float, float, int]]:
    """(body, asked at, answered at, status) of each HTTP request, in order; inf and 0 without an answer."""
    answers = {entry.body["number"]: entry for entry in log if entry.kind == "answered"}
    found = []
    for entry in log:
        if entry.kind == "asked":
            answer = answers.get(entry.body["number"])
            until, status = (answer.at, answer.body["status"]) if answer else (math.inf, 0)
            found.append((entry.body, entry.at, until, status))
    return found


def _near(moments: list[float], since: float, until: float) -> bool:
    return any(since - DOUBT < moment < until + DOUBT for moment in moments)
