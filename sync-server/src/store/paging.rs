//! Pages: how much of what changed an answer holds.

use rantang_core::registers::EntityRef;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::{Page, Pull};

use super::halves::RawRow;
use super::place::position_of;
use super::{ScopeState, StoreResult};

/// The most changes in one answer, whatever is asked for.
const LIMIT_MAX: u32 = 2_000;
/// An answer ends with the change that reaches this many bytes of registers.
const BYTES_MAX: usize = 2 * 1024 * 1024;

/// One change behind a cursor.
pub enum Change {
    Put(RawRow),
    Remove(i64, EntityRef),
}

impl Change {
    pub fn place(&self) -> i64 {
        match self {
            Self::Put(raw) => raw.place,
            Self::Remove(place, _) => *place,
        }
    }
}

/// What an answer may still hold.
pub struct Rest {
    pub changes: usize,
    pub bytes: usize,
}

impl Rest {
    pub fn of(pull: &Pull) -> Self {
        Self {
            changes: pull.limit.clamp(1, LIMIT_MAX) as usize,
            bytes: BYTES_MAX,
        }
    }

    pub fn is_used_up(&self) -> bool {
        self.changes == 0 || self.bytes == 0
    }

    /// The next page, of a scope that stands so; `load` gives the changes behind a position in
    /// order, at most so many.
    pub fn page(
        &mut self,
        scope: &Scope,
        cursor: u64,
        state: ScopeState,
        load: impl FnOnce(u64, usize) -> StoreResult<Vec<Change>>,
    ) -> StoreResult<Page> {
        let head = state.manifest.head;
        // A cursor from before a restore points behind all there is: from the beginning.
        let anew = head < cursor;
        let cursor = if anew { 0 } else { cursor };
        let mut page = Page {
            anew,
            ..Page::empty(scope.clone(), cursor)
        };
        // Who left before that is not known any more. From 0 on nobody has left.
        if 0 < cursor && cursor < state.compacted_through {
            page.must_snapshot = true;
            page.more = true;
            return Ok(page);
        }
        if cursor < head && !self.is_used_up() {
            for change in load(cursor, self.changes)? {
                if self.bytes == 0 {
                    break;
                }
                page.cursor = position_of(change.place());
                self.changes -= 1;
                match change {
                    Change::Put(raw) => {
                        self.bytes = self.bytes.saturating_sub(raw.bytes());
                        page.puts.push(raw.into_row(scope.clone())?);
                    }
                    Change::Remove(_, entity) => page.removes.push(entity),
                }
            }
        }
        if !self.is_used_up() {
            // Positions behind the last change were given to rows that have moved on.
            page.cursor = head;
        }
        page.more = page.cursor < head;
        page.manifest = (!page.more).then_some(state.manifest);
        Ok(page)
    }
}
