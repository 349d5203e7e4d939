"""A vantage point played by a test: leases over HTTP and answers what it likes."""
import json

import running


class Played:
    def __init__(self, told, token, contract=None):
        self.client = running.Client(told["address"], contract)
        self.headers = {"Authorization": f"Bearer {token}"}

    def lease(self, room=1, expect=200):
        """(head, [(errand head, [visit, ...]), ...])"""
        answer = self.client.call("POST", "/vantage/lease", {"room": room, "version": "played"}, expect, self.headers)
        if answer.status != 200:
            return answer.json
        lines = [json.loads(line) for line in answer.body.decode().splitlines()]
        head, rest, errands = lines[0], lines[1:], []
        while rest:
            count = rest[0]["count"]
            errands.append((rest[0], rest[1:1 + count]))
            rest = rest[1 + count:]
        assert len(errands) == head["errands"], head
        return head, errands

    def wait_for_errand(self):
        return running.until(lambda: self.lease()[1], "an errand")[0]

    def tell(self, body, expect=200):
        sent = dict(self.headers, **{"Content-Type": "application/x-ndjson"})
        return self.client.call("POST", "/vantage/results", body.encode() if isinstance(body, str) else body, expect, sent).json


def record(visit, outcome="connect_refused"):
    never = {"resolved": -1, "connected": -1, "secured": -1, "first_byte": -1, "total": -1}
    at = "2026-01-01T00:00:00.000Z"
    attempt = {"scheme": "https", "number": 2, "asked_url": f"https://{visit['host']}/", "outcome": outcome, "status": 0,
               "reason": outcome, "address": "", "timing": never, "at": at}
    fetch = {"outcome": outcome, "reason": outcome, "asked_url": attempt["asked_url"], "final_url": "", "chain": [],
             "status": 0, "headers": [], "truncated": False, "tls": None, "timing": never, "at": at}
    return {"visit": visit, "fetch": fetch, "attempts": [] if outcome == "not_visited" else [attempt], "facts": None,
            "findings": [], "body_sha256": "", "vantage": "played", "body": "", "page_key": "", "as_known": False}


def result(errand, visits, **changes):
    head = {"type": "results", "lease": errand["lease"], "errand": errand["errand"], "count": len(visits), **changes}
    return "".join(json.dumps(line) + "\n" for line in [head] + [record(visit) for visit in visits])
