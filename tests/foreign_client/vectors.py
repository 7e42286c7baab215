"""Computes the test vectors of docs/vectors anew, with another language's libraries."""

import json
import struct
import sys
import uuid
from pathlib import Path

import cbor2
from blake3 import blake3
from nacl.signing import SigningKey

import wire


def value(read):
    """What the vectors write as {"hex": …} and {"array": …}."""
    if isinstance(read, dict):
        if set(read) == {"hex"}:
            return bytes.fromhex(read["hex"])
        if set(read) == {"array"}:
            return list(bytes.fromhex(read["array"]))
        return {key: value(it) for key, it in read.items()}
    if isinstance(read, list):
        return [value(it) for it in read]
    return read


def operation(vector: dict) -> dict:
    op = {**vector}
    for name in ("op_id", "replica", "entity", "author", "boot"):
        op[name] = uuid.UUID(op[name])
    if op["anchor"] is not None:
        op["anchor"] = {**op["anchor"], "boot": uuid.UUID(op["anchor"]["boot"])}
    op["body"] = bytes.fromhex(vector["expected"]["body"])
    return op


def same(what: str, computed, expected) -> None:
    if computed != expected:
        sys.exit(f"{what}: computed {computed!r}, the vectors say {expected!r}")


def operations(vectors: list) -> list[dict]:
    read = [operation(vector) for vector in vectors]
    previous = wire.START
    for vector, op in zip(vectors, read):
        expected = vector["expected"]
        same("previous", previous.hex(), vector["previous"])
        same("envelope", wire.envelope(op).hex(), expected["envelope"])
        same("salt", op["body"][:16].hex(), vector["salt"])
        same("payload", cbor2.loads(op["body"][16:]), value(vector["payload"]))
        same("body hash", blake3(op["body"]).hexdigest(), expected["body_hash"])
        same("content hash", wire.content_hash(op).hex(), expected["content_hash"])
        previous = wire.next_hash(previous, op)
        same("hash", previous.hex(), expected["hash"])
    return read


def signatures(vector: dict) -> None:
    key = SigningKey(bytes.fromhex(vector["device_key"]["secret"]))
    same("public key", key.verify_key.encode().hex(), vector["device_key"]["public"])
    head, request = vector["head"], vector["request"]
    server = uuid.UUID(head["server"])
    to_sign = wire.head_to_sign(
        server, uuid.UUID(head["replica"]), head["seq"], bytes.fromhex(head["hash"])
    )
    same("head", key.sign(to_sign).signature.hex(), head["signature"])
    to_sign = wire.request_to_sign(
        server, request["path"], bytes.fromhex(request["body"]), bytes.fromhex(request["challenge"])
    )
    same("request", key.sign(to_sign).signature.hex(), request["signature"])


def challenge(vector: dict) -> None:
    secret = bytes.fromhex(vector["identity"])
    key = blake3(secret, derive_key_context=vector["context"]).digest()
    given = uuid.UUID(vector["device"]).bytes + struct.pack("<q", vector["server_ms"])
    same("challenge", (given + blake3(given, key=key).digest()).hex(), vector["challenge"])


def check(folder: Path) -> None:
    def read(name: str):
        return json.loads((folder / f"{name}.json").read_text())

    ops = operations(read("operations"))
    same("batch", wire.batch(ops), cbor2.loads(bytes.fromhex(read("batch")["cbor"])))
    signatures(read("signatures"))
    challenge(read("challenge"))
    invitation = read("invitation")
    same("invitation", wire.invitation(invitation["line"]), value(invitation["value"]))
    for name, vector in read("messages").items():
        written = bytes.fromhex(vector["cbor"])
        same(name, cbor2.loads(written), value(vector["value"]))
        same(f"{name}, written anew", cbor2.dumps(cbor2.loads(written)).hex(), written.hex())
