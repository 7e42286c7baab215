//! How long a device keeps what it recorded itself: the server may lose everything but its backups.

/// Own operations stay so long at least, durable or not.
pub const KEEP_MS: i64 = 60 * 24 * 3_600_000;

/// One operation of a device's own log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub seq: u64,
    /// Its effective time.
    pub at_ms: i64,
    /// Applied, and nothing of it stands on top of the mirror.
    pub is_settled: bool,
}

/// The last operation of the log that may go, with all before it; `None`: none may.
///
/// `log` is in order from its beginning. An operation may go when it is settled, contained in a
/// verified backup (`durable`), and older than [`KEEP_MS`]; the first one that has to stay keeps
/// all behind it, so that the chain has no hole, and the head stays for what is recorded next.
pub fn may_go(
    log: impl IntoIterator<Item = Kept>,
    head: u64,
    durable: u64,
    now_ms: i64,
) -> Option<u64> {
    let oldest_kept_ms = now_ms.saturating_sub(KEEP_MS);
    log.into_iter()
        .take_while(|it| {
            it.is_settled && it.seq <= durable && it.seq < head && it.at_ms < oldest_kept_ms
        })
        .last()
        .map(|it| it.seq)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_485_600_000;
    const OLD: i64 = NOW - KEEP_MS - 1;

    fn log(times: &[i64]) -> Vec<Kept> {
        let numbered = (1..).zip(times);
        numbered
            .map(|(seq, at_ms)| Kept {
                seq,
                at_ms: *at_ms,
                is_settled: true,
            })
            .collect()
    }

    #[test]
    fn what_is_old_and_in_a_backup_may_go() {
        assert_eq!(may_go(log(&[OLD, OLD, OLD]), 3, 2, NOW), Some(2));
    }

    #[test]
    fn without_a_backup_nothing_goes_however_old() {
        assert_eq!(may_go(log(&[0, 0]), 2, 0, NOW), None);
    }

    #[test]
    fn sixty_days_are_kept_however_durable() {
        assert_eq!(may_go(log(&[OLD, OLD + 1, OLD]), 3, 3, NOW), Some(1));
    }

    #[test]
    fn the_head_stays_for_what_is_recorded_next() {
        assert_eq!(may_go(log(&[OLD, OLD]), 2, 2, NOW), Some(1));
    }

    #[test]
    fn what_is_not_settled_keeps_all_behind_it() {
        let mut log = log(&[OLD, OLD, OLD, OLD]);
        log[1].is_settled = false;
        assert_eq!(may_go(log, 4, 4, NOW), Some(1));
    }
}
