"""Compares what the clients were told with what is there afterwards."""

from concurrent.futures import ThreadPoolExecutor

from load import Client, PASSWORD

REGISTERED, SIGNED_OUT = 100, 303


def prove(memory, origins, database):
    """Returns the findings as lines: what was checked, how much of it, and how much of it was lost."""
    return [
        *registrations(memory, database),
        sign_ins(memory, origins),
        refresh_tokens(memory, origins),
        *revocations(memory, origins),
        sign_out_rows(memory, database),
    ]


def registrations(memory, database):
    with database.cursor() as cursor:
        cursor.execute("SELECT email FROM users")
        present = {email for (email,) in cursor}
        cursor.execute(
            "SELECT user_id::text, count(*) FROM audit_events WHERE event = %s AND outcome = 1 GROUP BY 1", (REGISTERED,))
        rows = dict(cursor.fetchall())
    return [
        ("acknowledged registrations", len(memory.registered), len(set(memory.registered) - present)),
        ("… with exactly one audit row", len(memory.registered), sum(rows.get(id) != 1 for id in memory.registered.values())),
    ]


def sign_ins(memory, origins):
    sample = list(memory.registered)[-200:]
    return ("… of the last ones, sign-ins", len(sample), failures(
        origins, sample, lambda client, email: client.call(
            "POST", "/api/v1/auth/login", {"email": email, "password": PASSWORD}).status == 200))


def refresh_tokens(memory, origins):
    return ("refresh tokens as last acknowledged", len(memory.refreshed), failures(
        origins, memory.refreshed, lambda client, session: client.call(
            "POST", "/api/v1/auth/refresh", {"refresh_token": session.refresh}).status == 200))


def revocations(memory, origins):
    revoked = [session for _, session in memory.revoked]
    return [
        ("revoked access tokens, on each replica", len(revoked) * len(origins), sum(
            failures([origin], revoked, lambda client, session: client.call(
                "GET", "/api/v1/users/me", access=session.access).status == 401) for origin in origins)),
        ("revoked refresh tokens", len(revoked), failures(
            origins, revoked, lambda client, session: client.call(
                "POST", "/api/v1/auth/refresh", {"refresh_token": session.refresh}).status == 401)),
    ]


def sign_out_rows(memory, database):
    with database.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT session_id), count(*) FROM audit_events WHERE event = %s", (SIGNED_OUT,))
        sessions, rows = cursor.fetchone()

    # A sign-out that was committed and not acknowledged has a row too.
    return ("… with exactly one audit row", len(memory.revoked), max(0, len(memory.revoked) - sessions) + rows - sessions)


def failures(origins, items, works):
    """How many items do not work. A replica that is busy may say so once."""
    def fails(chunk):
        client = Client(origins)
        return sum(not (works(client, item) or works(client, item)) for item in chunk)

    items = list(items)
    with ThreadPoolExecutor(4) as threads:
        return sum(threads.map(fails, [items[i::4] for i in range(4)]))
