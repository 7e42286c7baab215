//! Byte strings that are alike, told once.
//!
//! Strings of one length form a group. What is the same in all of a group stands once; the rest stands
//! by column: the first differing bytes of all, then the second ones, … So the compressor meets drawn
//! bytes beside drawn bytes, and needs no word for what it would say again for each string.

/// Which strings form a group: their length, and their numbers.
pub type Group = (usize, Vec<usize>);

/// Groups by length, in the order in which each length comes first.
pub fn groups(lengths: impl IntoIterator<Item = usize>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, length) in lengths.into_iter().enumerate() {
        match groups.iter_mut().find(|(known, _)| *known == length) {
            Some((_, places)) => places.push(at),
            None => groups.push((length, vec![at])),
        }
    }
    groups
}

/// Appends the strings of one group: a bit for each byte that differs (the lowest bit first), the bytes
/// that do not, the columns of those that do.
pub fn put(strings: &[&[u8]], into: &mut Vec<u8>) {
    let Some((first, others)) = strings.split_first() else {
        return;
    };
    let differs = |at: usize| others.iter().any(|other| other.get(at) != first.get(at));
    let differing: Vec<bool> = (0..first.len()).map(differs).collect();
    for eight in differing.chunks(8) {
        let bits = eight
            .iter()
            .rev()
            .fold(0, |bits, bit| bits << 1 | u8::from(*bit));
        into.push(bits);
    }
    let at = |differs: bool| {
        let places = differing.iter().enumerate();
        places
            .filter(move |(_, it)| **it == differs)
            .map(|(at, _)| at)
    };
    into.extend(at(false).map(|at| first[at]));
    for at in at(true) {
        into.extend(strings.iter().filter_map(|string| string.get(at)));
    }
}

/// Takes the strings of one group from the front of `bytes`; `None`: they end too early.
pub fn take(bytes: &mut &[u8], length: usize, count: usize) -> Option<Vec<Vec<u8>>> {
    let (bits, rest) = bytes.split_at_checked(length.div_ceil(8))?;
    let differs = |at: usize| bits[at / 8] >> (at % 8) & 1 == 1;
    let differing = (0..length).filter(|at| differs(*at)).count();
    let (same, rest) = rest.split_at_checked(length - differing)?;
    let (columns, rest) = rest.split_at_checked(differing * count)?;
    *bytes = rest;
    let mut strings = vec![Vec::with_capacity(length); count];
    let (mut same, mut columns) = (same.iter(), columns.chunks(count.max(1)));
    for at in 0..length {
        if differs(at) {
            let column = columns.next()?;
            strings
                .iter_mut()
                .zip(column)
                .for_each(|(string, byte)| string.push(*byte));
        } else {
            let byte = *same.next()?;
            strings.iter_mut().for_each(|string| string.push(byte));
        }
    }
    Some(strings)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn strings_of_one_length_read_back(
            (length, strings) in (0usize..20).prop_flat_map(|length| {
                let string = prop::collection::vec(0u8..3, length);
                (Just(length), prop::collection::vec(string, 1..6))
            }),
        ) {
            let slices: Vec<&[u8]> = strings.iter().map(Vec::as_slice).collect();
            let mut bytes = Vec::new();
            put(&slices, &mut bytes);
            bytes.push(7);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(take(&mut rest, length, strings.len()), Some(strings));
            prop_assert_eq!(rest, &[7]);
        }

        #[test]
        fn any_bytes_are_strings_or_nothing(
            bytes in prop::collection::vec(any::<u8>(), 0..60), length in 0usize..30, count in 0usize..5,
        ) {
            let _ = take(&mut bytes.as_slice(), length, count);
        }
    }
}
