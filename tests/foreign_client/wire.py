"""The bytes of the protocol, written from docs/sync-protocol.md and docs/messages.md alone."""

import base64
import io
import struct
import urllib.error
import urllib.request
import uuid

import cbor2
import zstandard
from blake3 import blake3
from nacl.signing import SigningKey

MEDIA_TYPE = "application/vnd.rantang.v1+cbor+zstd"
UNPACKED_MAX = 32 * 1024 * 1024
START = bytes(32)


def fields(*parts: bytes) -> bytes:
    """Each part with its length before it."""
    return b"".join(struct.pack("<I", len(part)) + part for part in parts)


def envelope(op: dict, replica: uuid.UUID | None = None, seq: int | None = None) -> bytes:
    anchor = op["anchor"]
    anchor_bytes = b""
    if anchor is not None:
        anchor_bytes = anchor["boot"].bytes + struct.pack("<qq", anchor["boot_ms"], anchor["server_ms"])
    return fields(
        b"rantang.op.v1",
        op["op_id"].bytes,
        (op["replica"] if replica is None else replica).bytes,
        struct.pack("<Q", op["seq"] if seq is None else seq),
        op["kind"].encode(),
        struct.pack("<H", op["schema"]),
        op["scope"].encode(),
        op["entity"].bytes,
        op["author"].bytes,
        struct.pack("<q", op["wall_ms"]),
        op["boot"].bytes,
        struct.pack("<q", op["boot_ms"]),
        anchor_bytes,
    )


def body(salt: bytes, payload: dict) -> bytes:
    return salt + cbor2.dumps(payload)


def next_hash(previous: bytes, op: dict) -> bytes:
    return blake3(previous + envelope(op) + blake3(op["body"]).digest()).digest()


def content_hash(op: dict) -> bytes:
    plain = envelope(op, uuid.UUID(int=0), 0)
    return blake3(plain + blake3(op["body"]).digest()).digest()


def dictionary(values: list) -> list:
    words: list = []
    for value in values:
        if value not in words:
            words.append(value)
    return [words, [words.index(value) for value in values]]


def differences(values: list[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values)]


def group(strings: list[bytes]) -> bytes:
    """Byte strings of one length: what differs, what is the same, the columns of what differs."""
    columns = list(zip(*strings))
    differs = [len(set(column)) > 1 for column in columns]
    bits = sum(1 << at for at, it in enumerate(differs) if it)
    same = bytes(column[0] for column, it in zip(columns, differs) if not it)
    drawn = b"".join(bytes(column) for column, it in zip(columns, differs) if it)
    return bits.to_bytes((len(columns) + 7) // 8, "little") + same + drawn


def batch(operations: list[dict]) -> dict:
    def column(name: str) -> list:
        return [op[name] for op in operations]

    groups: dict[int, list[int]] = {}
    for at, op in enumerate(operations):
        groups.setdefault(len(op["body"]), []).append(at)

    def packed(strings: list[bytes]) -> bytes:
        return b"".join(group([strings[at] for at in places]) for places in groups.values())

    def anchor(value: dict | None) -> dict | None:
        return value and {**value, "boot": value["boot"].bytes}

    return {
        "replica": operations[0]["replica"].bytes,
        "first_seq": operations[0]["seq"],
        "op_ids": packed([op.bytes for op in column("op_id")]),
        "entities": packed([entity.bytes for entity in column("entity")]),
        "kinds": dictionary(column("kind")),
        "scopes": dictionary(column("scope")),
        "authors": dictionary([author.bytes for author in column("author")]),
        "boots": dictionary([boot.bytes for boot in column("boot")]),
        "anchors": dictionary([anchor(it) for it in column("anchor")]),
        "schemas": column("schema"),
        "wall_ms": differences(column("wall_ms")),
        "boot_ms": differences(column("boot_ms")),
        "body_lengths": [len(it) for it in column("body")],
        "bodies": packed(column("body")),
    }


def head_to_sign(server: uuid.UUID, replica: uuid.UUID, seq: int, head: bytes) -> bytes:
    return fields(b"rantang.head.v1", server.bytes, replica.bytes, struct.pack("<Q", seq), head)


def request_to_sign(server: uuid.UUID, path: str, sent: bytes, challenge: bytes) -> bytes:
    return fields(
        b"rantang.request.v1", server.bytes, b"POST", path.encode(), blake3(sent).digest(), challenge
    )


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def invitation(line: str) -> dict:
    text = line.removeprefix("rantang:")
    return cbor2.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def registers(packed: bytes) -> dict:
    """Name to {heads, past} of a row's registers."""
    rest = io.BytesIO(packed)

    def number() -> int:
        value = shift = 0
        while True:
            (byte,) = rest.read(1)
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def stamp() -> dict:
        op, author = rest.read(16), rest.read(16)
        return {"op": op, "author": author, "at_ms": struct.unpack("<q", rest.read(8))[0]}

    def head() -> dict:
        at = number()
        return {**stamps[at >> 1], "is_uncertain": at & 1 == 1, "value": rest.read(number())}

    stamps = [stamp() for _ in range(number())]
    read = {}
    for _ in range(number()):
        name = rest.read(number()).decode()
        heads = [head() for _ in range(number())]
        read[name] = {"heads": heads, "past": [rest.read(16) for _ in range(number())]}
    return read


def pack(message: dict) -> bytes:
    return zstandard.ZstdCompressor().compress(cbor2.dumps(message))


def unpack(data: bytes) -> dict:
    plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=UNPACKED_MAX)
    return cbor2.loads(plain)


class Refused(Exception):
    def __init__(self, status: int, refusal: dict):
        super().__init__(f"{status} {refusal['code']}: {refusal['detail']}")
        self.code = refusal["code"]


def call(url: str, path: str, message: dict, signed: tuple | None = None) -> dict:
    """`signed`: key, server, device, challenge."""
    sent = pack(message)
    headers = {"content-type": MEDIA_TYPE}
    if signed is not None:
        key, server, device, challenge = signed
        signature = key.sign(request_to_sign(server, path, sent, challenge)).signature
        headers["rantang-device"] = str(device)
        headers["rantang-challenge"] = base64url(challenge)
        headers["rantang-signature"] = base64url(signature)
    request = urllib.request.Request(url + path, data=sent, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return unpack(answer.read())
    except urllib.error.HTTPError as error:
        raise Refused(error.code, unpack(error.read())) from None


def new_key() -> SigningKey:
    return SigningKey.generate()
