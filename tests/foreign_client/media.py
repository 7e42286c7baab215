"""The lane of photos, by a tus client that others wrote (tuspy): begun, cut, continued, fetched."""

import hashlib
import os
import socket
import time
import urllib.request
import uuid
from pathlib import Path
from urllib.parse import urlparse

from blake3 import blake3
from tusclient.client import TusClient

import vectors

PART = 40_000


def record(client, scope: str, person: uuid.UUID, delivery: uuid.UUID, full: bytes, small: bytes):
    """`photo.attach`: names two ciphertexts; the keys are for whoever may read the record."""

    def named(ciphertext: bytes) -> dict:
        return {
            "hash": blake3(ciphertext).digest(),
            "bytes": len(ciphertext),
            "key": os.urandom(32),
        }

    client.record(
        "photo.attach",
        scope,
        delivery,
        {
            "subject": {"delivery": delivery.bytes},
            "person": person.bytes,
            "photo": {
                "purpose": "hand_over",
                "izin": "no_face",
                "taken_at_ms": time.time_ns() // 1_000_000,
                "spot": None,
                "width_px": 1600,
                "height_px": 1200,
                "full": named(full),
                "thumbnail": named(small),
            },
        },
    )


def state(client, ciphertext: bytes):
    """The token of the lane, and where the server is with one ciphertext."""
    ask = {"hashes": [blake3(ciphertext).digest()]}
    answer = client.signed("/v1/media-state", ask, client.challenge)
    return answer["token"], answer["states"][0]


def cut(url: str, token: str, offset: int, rest: bytes) -> None:
    """A third of the next part, and then the line is gone."""
    target = urlparse(url)
    head = (
        f"PATCH {target.path} HTTP/1.1\r\nHost: {target.netloc}\r\nAuthorization: Bearer {token}\r\n"
        f"Tus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\n"
        "Content-Type: application/offset+octet-stream\r\n"
        f"Content-Length: {len(rest)}\r\n\r\n"
    )
    with socket.create_connection((target.hostname, target.port)) as line:
        line.sendall(head.encode() + rest[: PART // 3])
        line.shutdown(socket.SHUT_WR)
        # What the server says of half a request; it ends when the part is stored.
        while line.recv(4096):
            pass


def a_photo(client, scope: str, person: uuid.UUID, delivery: uuid.UUID, folder: Path) -> None:
    full, small = os.urandom(150_000), os.urandom(5_000)
    token, before = state(client, full)
    vectors.same("state before the record", before, "not_yet")
    first = len(client.log) + 1
    record(client, scope, person, delivery, full, small)
    vectors.same("verdict", list(client.push(first)[0]), ["applied"])
    vectors.same("state", state(client, full)[1], {"wanted": {"offset": 0}})

    file = folder / "photo"
    file.write_bytes(full)
    lane = TusClient(f"{client.url}/v1/media", headers={"Authorization": f"Bearer {token}"})
    name = blake3(full).hexdigest()
    options = {"chunk_size": PART, "metadata": {"hash": name}, "upload_checksum": True}
    uploader = lane.uploader(str(file), **options)
    uploader.upload_chunk()
    vectors.same("offset", uploader.offset, PART)
    cut(uploader.url, token, PART, full[PART:])

    again = lane.uploader(str(file), url=uploader.url, **options)
    if not PART <= again.offset < 2 * PART:
        raise SystemExit(f"continued at {again.offset}")
    print(f"tuspy continued at byte {again.offset} of {len(full)}")
    again.upload()
    vectors.same("state", state(client, full)[1], "stored")
    request = urllib.request.Request(again.url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        got = answer.read()
    vectors.same("bytes", hashlib.sha256(got).hexdigest(), hashlib.sha256(full).hexdigest())
