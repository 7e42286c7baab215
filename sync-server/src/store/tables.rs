//! Every table of a store, as both kinds of store have it: for moving all of it from one to the other.

use rantang_core::sync::agreement::Tally;
use uuid::Uuid;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Id,
    Bytes,
    Text,
    Int,
    Bool,
}

pub type Column = (&'static str, Kind);

/// PostgreSQL's name of a column: `user` is a word of SQL there.
pub fn in_postgres(column: &'static str) -> &'static str {
    match column {
        "user" => "user_id",
        same => same,
    }
}

pub struct Table {
    pub name: &'static str,
    pub columns: &'static [Column],
    /// PostgreSQL gives the next number of this column.
    pub numbered: Option<&'static str>,
}

/// A value of either store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Null,
    Id(Uuid),
    Bytes(Vec<u8>),
    Text(String),
    Int(i64),
    Bool(bool),
}

/// One row: number and checksum of a table are sums of these, in any order.
pub fn tally(cells: &[Cell]) -> Tally {
    let mut hasher = blake3::Hasher::new();
    let mut field = |tag: u8, bytes: &[u8]| {
        hasher.update(&[tag]);
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    for cell in cells {
        match cell {
            Cell::Null => field(0, &[]),
            Cell::Id(id) => field(1, id.as_bytes()),
            Cell::Bytes(bytes) => field(2, bytes),
            Cell::Text(text) => field(3, text.as_bytes()),
            Cell::Int(number) => field(4, &number.to_le_bytes()),
            Cell::Bool(is) => field(5, &[u8::from(*is)]),
        }
    }
    let first = hasher.finalize().as_bytes().first_chunk().copied();
    Tally::of_digest(u64::from_le_bytes(first.unwrap_or_default()))
}

const fn table(name: &'static str, columns: &'static [Column]) -> Table {
    Table {
        name,
        columns,
        numbered: None,
    }
}

const fn numbered(name: &'static str, columns: &'static [Column]) -> Table {
    Table {
        name,
        columns,
        numbered: Some("id"),
    }
}

use Kind::{Bool, Bytes, Id, Int, Text};

/// In an order in which what is referred to comes first.
pub const TABLES: &[Table] = &[
    table(
        "server",
        &[
            ("server_id", Id),
            ("epoch", Int),
            ("area", Text),
            ("replica", Id),
            ("operator", Id),
            ("is_demo", Bool),
            ("created_ms", Int),
            ("backed_up_ms", Int),
            ("restored_ms", Int),
            ("restored_from_ms", Int),
            ("identity", Text),
            ("sealing", Text),
        ],
    ),
    table("users", &[("user", Id), ("area", Text), ("profile", Bytes)]),
    table("user_roles", &[("user", Id), ("role", Text)]),
    table("grants", &[("user", Id), ("terms", Bytes)]),
    table(
        "devices",
        &[
            ("device", Id),
            ("user", Id),
            ("public_key", Bytes),
            ("name", Text),
            ("enrolled_ms", Int),
            ("contact_ms", Int),
            ("revoked_ms", Int),
        ],
    ),
    table(
        "anchors",
        &[
            ("device", Id),
            ("boot", Id),
            ("boot_ms", Int),
            ("server_ms", Int),
        ],
    ),
    table("held", &[("device", Id), ("scope", Text), ("cursor", Int)]),
    table(
        "disagreements",
        &[
            ("device", Id),
            ("scope", Text),
            ("state", Text),
            ("head", Int),
            ("generation", Int),
            ("told_count", Int),
            ("told_checksum", Int),
            ("own_count", Int),
            ("own_checksum", Int),
            ("reported_ms", Int),
        ],
    ),
    table(
        "invitations",
        &[
            ("code_hash", Bytes),
            ("user", Id),
            ("device_name", Text),
            ("expires_ms", Int),
            ("device", Id),
        ],
    ),
    table("promises", &[("replica", Id), ("device", Id), ("seq", Int)]),
    numbered(
        "replicas",
        &[
            ("id", Int),
            ("replica", Id),
            ("device", Id),
            ("seq", Int),
            ("hash", Bytes),
            ("head_signature", Bytes),
            ("durable_seq", Int),
        ],
    ),
    numbered(
        "operations",
        &[
            ("id", Int),
            ("op_id", Id),
            ("content", Bytes),
            ("kind", Text),
            ("author", Id),
            ("device", Id),
            ("envelope", Bytes),
            ("body", Bytes),
            ("received_ms", Int),
            ("at_ms", Int),
            ("uncertainty_ms", Int),
            ("state", Text),
            ("cause", Text),
            ("verdict", Bytes),
        ],
    ),
    table(
        "log",
        &[("place", Int), ("hash", Bytes), ("operation", Int)],
    ),
    numbered(
        "scopes",
        &[
            ("id", Int),
            ("name", Text),
            ("head", Int),
            ("count", Int),
            ("checksum", Int),
            ("generation", Int),
            ("compacted_through", Int),
        ],
    ),
    table(
        "rows",
        &[
            ("place", Int),
            ("kind", Text),
            ("entity", Id),
            ("owner", Id),
            ("clear", Bytes),
            ("sealed", Bytes),
        ],
    ),
    table(
        "removals",
        &[
            ("place", Int),
            ("kind", Text),
            ("entity", Id),
            ("removed_ms", Int),
        ],
    ),
    table(
        "person_scopes",
        &[
            ("person", Id),
            ("delivery", Int),
            ("case_", Int),
            ("left_areas", Text),
        ],
    ),
    table(
        "routes",
        &[
            ("route", Id),
            ("kelurahan", Text),
            ("courier", Id),
            ("since_ms", Int),
        ],
    ),
    table(
        "route_assignments",
        &[
            ("op_id", Id),
            ("route", Id),
            ("kelurahan", Text),
            ("courier", Id),
            ("at_ms", Int),
            ("uncertainty_ms", Int),
        ],
    ),
    table(
        "covers",
        &[
            ("cover", Id),
            ("route", Id),
            ("kelurahan", Text),
            ("courier", Id),
            ("from_ms", Int),
            ("until_ms", Int),
        ],
    ),
    table(
        "acceptances",
        &[
            ("accepted_by", Id),
            ("op_id", Id),
            ("content", Bytes),
            ("user", Id),
            ("at_ms", Int),
            ("uncertainty_ms", Int),
        ],
    ),
    table(
        "media",
        &[
            ("hash", Bytes),
            ("kind", Text),
            ("entity", Id),
            ("author", Id),
            ("bytes", Int),
            ("withdrawn", Bool),
            ("begun_ms", Int),
            ("parts", Text),
            ("stored_ms", Int),
            ("durable", Bool),
        ],
    ),
];
