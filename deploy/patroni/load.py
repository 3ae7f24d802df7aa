"""Clients that use both replicas all the time, and remember everything that was acknowledged to them."""

import http.client
import itertools
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PASSWORD = "violet tram over the harbour"

# What a revocation may take until every replica has heard of it.
REVOCATION_SECONDS = 1


@dataclass
class Answer:
    sent: float
    received: float
    status: int
    body: dict
    retry_after: str | None = None

    def says_unavailable(self):
        return self.status == 503


@dataclass
class Session:
    access: str
    refresh: str
    email: str

    @staticmethod
    def of(email, body):
        return Session(body["access_token"], body["refresh_token"], email)


@dataclass
class Memory:
    """What the clients were told, which must stay true."""

    registered: dict = field(default_factory=dict)
    unanswered: list = field(default_factory=list)
    refreshed: list = field(default_factory=list)
    revoked: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    violations: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def violate(self, text):
        with self.lock:
            self.violations.append(text)


class Client:
    """Calls a replica over one connection, each time from another address."""

    _addresses = itertools.count(random.randrange(1 << 20))

    def __init__(self, origins):
        self._origins = itertools.cycle(origins)
        self._connections = {}

    def call(self, method, path, body=None, access=None):
        origin = next(self._origins)
        number = next(self._addresses)
        headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if access:
            headers["Authorization"] = "Bearer " + access
        if body is not None:
            headers["Content-Type"] = "application/json"
        sent = time.monotonic()
        try:
            connection = self._connections.get(origin)
            if connection is None:
                connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=30)
                self._connections[origin] = connection
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connections.pop(origin, None)
            return Answer(sent, time.monotonic(), 0, {"error": repr(error)})
        return Answer(
            sent, time.monotonic(), answer.status, json.loads(text) if text[:1] == b"{" else {}, answer.getheader("Retry-After"))


class Load:
    # How many clients of each kind, and the pause of each after an answer.
    KINDS = {
        "registration": (3, 0.1), "sign-in": (3, 0.1), "refresh": (8, 0.1), "sign-out": (3, 0.1), "profile": (3, 0.05),
        "revoked token": (3, 0.05),
    }

    def __init__(self, origins):
        self._origins = origins
        self._stop = threading.Event()
        self._numbers = itertools.count()
        self._threads = []
        self.memory = Memory()

    def start(self):
        # So that no client has to wait for what it needs.
        for _ in range(4):
            self._register(Client(self._origins))
        for kind, (count, pause) in self.KINDS.items():
            work = getattr(self, "_" + kind.replace("-", "_").replace(" ", "_"))
            for _ in range(count):
                thread = threading.Thread(target=self._repeat, args=(work, Client(self._origins), pause), daemon=True)
                thread.start()
                self._threads.append(thread)

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, work, client, pause):
        state = {}
        while not self._stop.is_set():
            try:
                work(client, state)
            except Exception as error:
                self.memory.violate(f"a client failed: {error!r}")
            self._stop.wait(pause)

    def _call(self, kind, expected, client, method, path, body=None, access=None):
        """Calls, remembers the answer, and demands that it is one of the expected ones or an honest 503."""
        answer = client.call(method, path, body, access)
        self.memory.answers.append((kind, answer.sent, answer.received, answer.status))
        if answer.status not in (*expected, 503):
            self.memory.violate(f"{kind}: {answer.status} {answer.body.get('code', answer.body.get('error', ''))}")
        if answer.says_unavailable() and not answer.retry_after:
            self.memory.violate(f"{kind}: 503 without Retry-After")
        return answer

    def _register(self, client, kind="registration"):
        email = f"user{next(self._numbers)}@example.com"
        answer = self._call(kind, [201], client, "POST", "/api/v1/auth/register", {"email": email, "password": PASSWORD})
        if answer.status == 201:
            with self.memory.lock:
                self.memory.registered[email] = answer.body["id"]
        else:
            self.memory.unanswered.append(email)

    def _sign_in(self, client, _state=None):
        """Of somebody whose registration was acknowledged, so that any other answer is a loss."""
        with self.memory.lock:
            email = random.choice(list(self.memory.registered))
        answer = self._call("sign-in", [200], client, "POST", "/api/v1/auth/login", {"email": email, "password": PASSWORD})
        return Session.of(email, answer.body) if answer.status == 200 else None

    def _registration(self, client, _state):
        self._register(client)

    def _refresh(self, client, state):
        """Repeats a refresh that was not answered, with the same token, as clients do."""
        session = state.get("session")
        if session is None:
            session = self._sign_in(client)
            if session is not None:
                state["session"] = session
                self.memory.refreshed.append(session)
            return
        answer = self._call("refresh", [200], client, "POST", "/api/v1/auth/refresh", {"refresh_token": session.refresh})
        if answer.status == 200:
            session.access, session.refresh = answer.body["access_token"], answer.body["refresh_token"]
        elif answer.status == 401:
            # It has been reported. Another session takes over.
            self.memory.refreshed.remove(session)
            state.clear()

    def _sign_out(self, client, state):
        session = state.get("session") or self._sign_in(client)
        if session is None:
            return
        state["session"] = session
        answer = self._call(
            "sign-out", [204], client, "POST", "/api/v1/auth/logout", {"refresh_token": session.refresh}, session.access)
        if answer.status == 204:
            self.memory.revoked.append((answer.received, session))
            state.clear()

    def _profile(self, client, state):
        """Of a session that nobody ends."""
        session = state.get("session") or self._sign_in(client)
        if session is not None:
            state["session"] = session
            self._call("profile", [200], client, "GET", "/api/v1/users/me", access=session.access)

    def _revoked_token(self, client, _state):
        """Half of the tokens are among the last ten, which have had the least time to be told to everybody."""
        old = [session for at, session in self.memory.revoked[:] if at < time.monotonic() - REVOCATION_SECONDS]
        if old:
            session = random.choice(old if random.random() < 0.5 else old[-10:])
            self._call("revoked token", [401], client, "GET", "/api/v1/users/me", access=session.access)


class Outage:
    """What the clients saw around an event."""

    WRITES = ("registration", "sign-in", "refresh", "sign-out")

    def __init__(self, answers, begin, promoted):
        seen = [answer for answer in answers if answer[2] >= begin]
        self.promoted = promoted - begin
        self.statuses = Counter(status for _, _, _, status in seen)
        self.slowest = max(received - sent for _, sent, received, _ in seen)
        self.longest_gap = max(longest_gap(answers, kind, begin) for kind in self.WRITES)


def have_all_worked(answers, since):
    """Whether each kind of write that was sent since then has been acknowledged."""
    return {kind for kind, sent, _, status in answers if sent >= since and 200 <= status < 300} >= set(Outage.WRITES)


def longest_gap(answers, kind, begin):
    """The longest time, from a moment on, in which no write of a kind was acknowledged to anybody."""
    served = sorted(received for k, _, received, status in answers if k == kind and 200 <= status < 300)
    before = max((at for at in served if at < begin), default=begin)
    times = [before, *(at for at in served if at >= begin)]
    return max(later - earlier for earlier, later in zip(times, times[1:]))
