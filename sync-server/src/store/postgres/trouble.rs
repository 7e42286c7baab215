//! Why a transaction did not come to its end, and what follows.

use tokio_postgres::error::SqlState;

use super::locks::Locks;
use crate::store::StoreError;

pub type PgResult<T> = Result<T, Trouble>;

#[derive(Debug)]
pub enum Trouble {
    /// Others were quicker: try again from the beginning.
    Conflict,
    /// A key is there that was not when it was looked for: others were quicker, or a constraint
    /// speaks against what was decided.
    Taken(String),
    /// What was decided needs these locks as well.
    Unlocked(Box<Locks>),
    /// What was decided cannot be written, or deciding failed: of one operation, others are fine.
    Refused(String),
    Store(StoreError),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<tokio_postgres::Error> for Trouble {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(answer) = error.as_db_error() else {
            return Self::Store(StoreError::Unreachable(error.into()));
        };
        let state = answer.code();
        let is_one_of = |states: &[SqlState]| states.contains(state);
        if is_one_of(&[
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            // An earlier statement failed; trying again shows why.
            SqlState::IN_FAILED_SQL_TRANSACTION,
        ]) {
            Self::Conflict
        } else if is_one_of(&[SqlState::UNIQUE_VIOLATION]) {
            Self::Taken(error.to_string())
        } else if is_one_of(&[SqlState::LOCK_NOT_AVAILABLE, SqlState::QUERY_CANCELED]) {
            Self::Store(StoreError::Busy)
        } else if is_one_of(&[SqlState::DISK_FULL]) {
            Self::Store(StoreError::Full)
        } else if is_one_of(&[
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::READ_ONLY_SQL_TRANSACTION,
        ]) {
            Self::Store(StoreError::Unreachable(error.into()))
        } else if matches!(state.code().get(..2), Some("22" | "23" | "P0")) {
            // Data exceptions, constraints, and what a trigger raises.
            Self::Refused(error.to_string())
        } else {
            Self::Store(StoreError::Failed(error.into()))
        }
    }
}

/// Where nothing can be tried again.
impl From<Trouble> for StoreError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Conflict | Trouble::Unlocked(_) => Self::Busy,
            Trouble::Taken(detail) | Trouble::Refused(detail) => {
                Self::Failed(anyhow::anyhow!(detail))
            }
            Trouble::Store(error) => error,
        }
    }
}
