//! A hint whether there is a way out. Only a hint: the sync loop believes the server alone.

/// Says whether trying makes sense.
pub trait Network: Send + Sync {
    /// `None`: this platform does not say.
    fn has_route(&self) -> Option<bool>;
}

/// The routing table of Linux; other systems do not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemNetwork;

impl Network for SystemNetwork {
    fn has_route(&self) -> Option<bool> {
        let table = std::fs::read_to_string("/proc/net/route").ok()?;
        Some(has_default_route(&table))
    }
}

/// Columns: interface, destination, gateway, flags, …; flag 1 means that it is up.
fn has_default_route(table: &str) -> bool {
    table.lines().skip(1).any(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let flags = columns
            .get(3)
            .and_then(|flags| u32::from_str_radix(flags, 16).ok())
            .unwrap_or(0);
        columns.get(1) == Some(&"00000000") && flags & 1 == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_a_way_out_says_so() {
        let head = "Iface\tDestination\tGateway\tFlags\n";
        assert!(!has_default_route(head));
        assert!(!has_default_route(&format!(
            "{head}wlan0\t0001A8C0\t00000000\t0001\n"
        )));
        assert!(has_default_route(&format!(
            "{head}wlan0\t00000000\t0101A8C0\t0003\n"
        )));
    }
}
