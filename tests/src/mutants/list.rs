//! Which decisions are made wrongly.

/// One wrong decision.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    pub number: u32,
    pub is: &'static str,
}

/// A place in the code; `#7` in `to` asks whether mutant 7 was chosen.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub file: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub mutants: &'static [Mutant],
}

const fn mutant(number: u32, is: &'static str) -> Mutant {
    Mutant { number, is }
}

pub const CHANGES: &[Change] = &[
    Change {
        file: "core/src/registers/register.rs",
        from: ".extend(saw.iter().copied().filter(|op| *op != own));",
        to: ".extend(saw.iter().copied().filter(|op| *op != own && !(#1)));",
        mutants: &[mutant(1, "what was seen is not replaced")],
    },
    Change {
        file: "core/src/registers/register.rs",
        from: "self.heads.retain(|it| !self.past.contains(&it.op));",
        to: "if #2 { self.heads.retain(|it| it.op == own) } else { self.heads.retain(|it| !self.past.contains(&it.op)) }",
        mutants: &[mutant(2, "the last to arrive replaces everything")],
    },
    Change {
        file: "core/src/registers/register.rs",
        from: "self.heads.iter().max_by_key(|head| (head.at_ms, head.op))",
        to: "self.heads.iter().max_by_key(|head| (if #3 { -head.at_ms } else if #4 { 0 } else { head.at_ms }, head.op))",
        mutants: &[
            mutant(3, "the earliest of two values counts"),
            mutant(4, "the id decides which value counts, not the time"),
        ],
    },
    Change {
        file: "core/src/plan/mod.rs",
        from: "membership || address",
        to: "(membership && !(#5)) || (address && !(#6))",
        mutants: &[
            mutant(5, "who changes routes takes along nothing else"),
            mutant(6, "who moves to another RW leaves the case rows behind"),
        ],
    },
    Change {
        file: "core/src/plan/mod.rs",
        from: "if reads.rows.contains_key(&row.entity) {",
        to: "if reads.rows.contains_key(&row.entity) && !(#7) {",
        mutants: &[mutant(7, "nobody is told that a row left their scope")],
    },
    Change {
        file: "core/src/plan/mod.rs",
        from: "                row.scope = home;\n                touched.insert(row.entity);",
        to: "                row.scope = home;\n                if !(#8) { touched.insert(row.entity); }",
        mutants: &[mutant(
            8,
            "a row that moved is not written in its new scope",
        )],
    },
    Change {
        file: "core/src/plan/mod.rs",
        from: ".max_by_key(|head| (head.at_ms, head.op))\n        .and_then(Head::read);",
        to: ".max_by_key(|head| (head.at_ms, head.op))\n        .filter(|_| !(#9))\n        .and_then(Head::read);",
        mutants: &[mutant(
            9,
            "the route of a membership does not decide where its rows live",
        )],
    },
    Change {
        file: "core/src/plan/mod.rs",
        from: "return named.max().map(|(_, _, person)| person);",
        to: "return if #10 { named.min() } else { named.max() }.map(|(_, _, person)| person);",
        mutants: &[mutant(
            10,
            "the first who was named stood behind a door, not the last",
        )],
    },
    Change {
        file: "core/src/plan/mod.rs",
        from: "    match kind {\n        EntityKind::PersonCase",
        to: "    match kind {\n        EntityKind::DeliveryCase if #11 => scopes.delivery.clone(),\n        EntityKind::PersonCase",
        mutants: &[mutant(
            11,
            "remarks at the door live where the courier reads them",
        )],
    },
    Change {
        file: "core/src/plan/mod.rs",
        from: "let mut row = mirror.cloned();",
        to: "let mut row = if #12 { None } else { mirror.cloned() };",
        mutants: &[mutant(12, "own changes hide what the server has of a row")],
    },
    Change {
        file: "core/src/people/life.rs",
        from: "confirmed.or_else(reported)",
        to: "if #13 { reported().or(confirmed) } else { confirmed.or_else(reported) }",
        mutants: &[mutant(13, "a report weighs more than a confirmed death")],
    },
    Change {
        file: "core/src/deliveries/slot.rs",
        from: "attempts.sort_by_key(|attempt| (attempt.at_ms, attempt.op));",
        to: "attempts.sort_by_key(|attempt| (if #14 { -attempt.at_ms } else { attempt.at_ms }, attempt.op));",
        mutants: &[mutant(14, "the last hand-over counts, not the first")],
    },
    Change {
        file: "device/src/store/view/delivery.rs",
        from: "row.read::<bool>(&r::RETRACTED).unwrap_or(false)",
        to: "row.read::<bool>(&r::RETRACTED).unwrap_or(false) && !(#15)",
        mutants: &[mutant(15, "what was taken back counts all the same")],
    },
    Change {
        file: "device/src/log/verdicts.rs",
        from: "is_some_and(|complete| complete < position)",
        to: "is_some_and(|complete| complete + u64::from(#16) < position)",
        mutants: &[mutant(
            16,
            "an operation leaves the overlay one position too early",
        )],
    },
    Change {
        file: "device/src/sync/exchange.rs",
        from: "    if !pulled.more {\n        shown.touched(mirror::completed(tx, now_ms)?);",
        to: "    if !pulled.more || #17 {\n        shown.touched(mirror::completed(tx, now_ms)?);",
        mutants: &[mutant(17, "a pull counts as complete between two pages")],
    },
    Change {
        file: "sync-server/src/intake/decide.rs",
        from: "stored.iter().find(|it| it.content == content)",
        to: "stored.iter().find(|it| it.content == content && !(#18))",
        mutants: &[mutant(18, "a copy of an operation is another operation")],
    },
    Change {
        file: "sync-server/src/intake/placed.rs",
        from: "*furthest = position.max(*furthest);",
        to: "*furthest = if #19 { 0 } else { position.max(*furthest) };",
        mutants: &[mutant(19, "a receipt names no position")],
    },
    Change {
        file: "sync-server/src/intake/decide.rs",
        from: "            self.removes.remove(&(row.scope.clone(), row.entity));",
        to: "            if !(#20) { self.removes.remove(&(row.scope.clone(), row.entity)); }",
        mutants: &[mutant(
            20,
            "who left a scope and came back within a batch has left it",
        )],
    },
    Change {
        file: "core/src/time/effective.rs",
        from: "of_boot.filter(|anchor| anchor.boot == reading.boot)",
        to: "of_boot.filter(|anchor| anchor.boot == reading.boot && !(#21))",
        mutants: &[mutant(21, "the wall clock decides when something was done")],
    },
    Change {
        file: "device/src/sync/hello.rs",
        from: "take_back(tx, answer.stored.0.min(acknowledged))?",
        to: "take_back(tx, if #22 { acknowledged } else { answer.stored.0.min(acknowledged) })?",
        mutants: &[mutant(22, "what a restored server lacks is not sent again")],
    },
    Change {
        file: "device/src/log/outgoing.rs",
        from: "        hash = next_hash(hash, &operation);",
        to: "        if #23 { continue; }\n        hash = next_hash(hash, &operation);",
        mutants: &[mutant(
            23,
            "a new replica goes on with the chain of the old one",
        )],
    },
    Change {
        file: "device/src/store/rows.rs",
        from: "WHERE overlay.kind = ?1 AND overlay.id = ?2 ORDER BY overlay.seq\";",
        to: "WHERE overlay.kind = ?1 AND overlay.id = ?2 ORDER BY overlay.seq\";\n    let sql = if #24 { &sql.replace(\"WHERE\", \"WHERE log.state = 0 AND\") } else { sql };",
        mutants: &[mutant(
            24,
            "only what is not sent yet stands on top of the mirror",
        )],
    },
];
