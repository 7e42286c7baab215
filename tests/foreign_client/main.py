"""A client in another language, written from docs/sync-protocol.md, docs/messages.md and docs/operations.md.

Usage: main.py SERVER_PROGRAM FOLDER
Computes the test vectors, then starts the server with the sample day in FOLDER, enrols as the courier,
says hello, pulls, pushes two operations, pushes them again, and finds them in the rows that it pulls. Then
a photo goes by a tus client of others.
"""

import json
import os
import subprocess
import sys
import time
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

import cbor2

import media
import vectors
import wire


def run(*words: str) -> dict:
    return json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)


class Client:
    """One device: its key, its log, its rows. A real one keeps them on a disk."""

    def __init__(self, line: str):
        invitation = wire.invitation(line)
        self.url = invitation["url"]
        self.key = wire.new_key()
        answer = wire.call(
            self.url,
            "/v1/enroll",
            {
                "code": invitation["code"],
                "public_key": list(self.key.verify_key.encode()),
                "device_name": "Python",
            },
        )
        for known in ("server", "server_key"):
            vectors.same(known, answer[known], invitation[known])
        self.server = uuid.UUID(bytes=answer["server"])
        self.device = uuid.UUID(bytes=answer["device"])
        self.user = uuid.UUID(bytes=answer["user"])
        self.replica = uuid.uuid4()
        self.boot = uuid.uuid4()
        self.epoch = 0
        self.anchor = None
        self.log: list[dict] = []
        self.hashes = [wire.START]
        self.acknowledged = 0
        self.cursors: dict[str, int] = {}
        self.rows: dict[tuple, dict] = {}
        self.challenge = b""

    def boot_ms(self) -> int:
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000

    def signed(self, path: str, message: dict, challenge: bytes) -> dict:
        return wire.call(self.url, path, message, (self.key, self.server, self.device, challenge))

    def hello(self) -> None:
        sent = self.boot_ms()
        answer = self.signed(
            "/v1/hello",
            {
                "replica": self.replica.bytes,
                "head": [len(self.log), list(self.hashes[-1])],
                "acknowledged": [self.acknowledged, list(self.hashes[self.acknowledged])],
                "epoch": self.epoch,
                "schema": 1,
                "wall_ms": time.time_ns() // 1_000_000,
                "boot": self.boot.bytes,
                "boot_ms": sent,
                "cursors": [[scope, cursor] for scope, cursor in self.cursors.items()],
            },
            b"",
        )
        vectors.same("verdict", answer["verdict"], "ok")
        self.challenge = answer["challenge"]
        self.epoch = answer["epoch"]
        middle = sent + (self.boot_ms() - sent) // 2
        self.anchor = {"boot": self.boot, "boot_ms": middle, "server_ms": answer["server_ms"]}
        for scope in answer["scopes"]:
            self.cursors.setdefault(scope, 0)

    def record(self, kind: str, scope: str, entity: uuid.UUID, payload: dict) -> None:
        op = {
            "op_id": uuid.uuid4(),
            "replica": self.replica,
            "seq": len(self.log) + 1,
            "kind": kind,
            "schema": 1,
            "scope": scope,
            "entity": entity,
            "author": self.user,
            "wall_ms": time.time_ns() // 1_000_000,
            "boot": self.boot,
            "boot_ms": self.boot_ms(),
            "anchor": self.anchor,
            "body": wire.body(os.urandom(16), payload),
        }
        self.log.append(op)
        self.hashes.append(wire.next_hash(self.hashes[-1], op))

    def push(self, first: int) -> list[dict]:
        """Pushes the log from an operation on; gives the verdicts."""
        head = self.hashes[-1]
        to_sign = wire.head_to_sign(self.server, self.replica, len(self.log), head)
        answer = self.signed(
            "/v1/push",
            {
                "previous": list(self.hashes[first - 1]),
                "batch": wire.batch(self.log[first - 1 :]),
                "head": {
                    "replica": self.replica.bytes,
                    "seq": len(self.log),
                    "hash": list(head),
                    "signature": self.key.sign(to_sign).signature,
                },
            },
            self.challenge,
        )
        told = [op for op, _ in answer["verdicts"]]
        vectors.same("operations", told, [op["op_id"].bytes for op in self.log[first - 1 :]])
        vectors.same("stored", answer["stored"], [len(self.log), list(head)])
        self.acknowledged = len(self.log)
        return [verdict for _, verdict in answer["verdicts"]]

    def pull(self) -> None:
        more = True
        while more:
            cursors = [[scope, cursor] for scope, cursor in self.cursors.items()]
            answer = self.signed("/v1/pull", {"cursors": cursors, "limit": 500}, self.challenge)
            for page in answer["pages"]:
                for gone in page["removes"]:
                    row = self.rows.get((gone["kind"], gone["id"]))
                    if row is not None and row["scope"] == page["scope"]:
                        del self.rows[gone["kind"], gone["id"]]
                for row in page["puts"]:
                    self.rows[row["entity"]["kind"], row["entity"]["id"]] = row
                self.cursors[page["scope"]] = page["cursor"]
            more = any(page["more"] for page in answer["pages"])

    def register(self, kind: str, entity: uuid.UUID, name: str):
        registers = wire.registers(self.rows[kind, entity.bytes]["registers"])
        heads = registers[name]["heads"]
        winner = max(heads, key=lambda head: (head["at_ms"], head["op"]))
        return cbor2.loads(winner["value"])


def a_day(client: Client, folder: Path) -> None:
    client.hello()
    client.pull()
    person, row = next(
        (uuid.UUID(bytes=key[1]), row) for key, row in client.rows.items() if key[0] == "person"
    )
    delivery = uuid.uuid4()
    today = datetime.now(timezone(timedelta(hours=7))).date().isoformat()
    record = {
        "delivery": delivery.bytes,
        "person": person.bytes,
        "door": None,
        "attempt": {
            "run": uuid.uuid4().bytes,
            "date": today,
            "sitting": "morning",
            "slots": ["first", "second"],
            "courier": client.user.bytes,
        },
        "value": {
            "outcome": "received_self",
            "flags": [],
            "wellbeing": "well",
            "boxes": 2,
            "received_by": "",
            "contact": None,
            "seen_by_neighbor": None,
            "bring_back": False,
            "until": None,
        },
        "case": {"complaints": [], "note": ""},
    }
    client.record("delivery.record", row["scope"], delivery, record)
    retract = {"delivery": delivery.bytes, "person": person.bytes}
    client.record("delivery.retract", row["scope"], delivery, retract)

    verdicts = client.push(1)
    vectors.same("verdicts", [list(it) for it in verdicts], [["applied"], ["applied"]])
    again = client.push(1)
    vectors.same("verdicts again", [list(it) for it in again], [["duplicate"], ["duplicate"]])
    client.pull()
    value = client.register("delivery", delivery, "value")
    vectors.same("value", value, record["value"])
    vectors.same("retracted", client.register("delivery", delivery, "retracted"), True)
    for verdict in verdicts:
        for scope, position in verdict["applied"]["positions"]:
            if scope in client.cursors and client.cursors[scope] < position:
                sys.exit(f"{scope}: the cursor {client.cursors[scope]} did not pass {position}")
    client.hello()
    media.a_photo(client, row["scope"], person, delivery, folder)


def main() -> None:
    server, folder = sys.argv[1], Path(sys.argv[2])
    vectors.check(Path(__file__).parents[2] / "docs/vectors")
    print("the vectors of docs/vectors agree")
    data = str(folder / "office")
    run(server, "demo", "--json", "--data", data)
    serving = subprocess.Popen(
        [server, "serve", "--json", "--listen", "127.0.0.1:0", "--data", data],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = json.loads(serving.stdout.readline())["listening"]
        demo = run(server, "demo", "--json", "--data", data, "--url", f"http://{address}")
        a_day(Client(demo["invitations"]["kurir"]), folder)
    finally:
        serving.terminate()
        serving.wait()
    checked = run(server, "check", "--json", "--data", data)
    vectors.same("check", checked["ok"], True)
    print("a client written from the pages enrolled, pushed two operations, and found them again;")
    print("a tus client sent a photo, was cut, went on, and got it back")


if __name__ == "__main__":
    main()
