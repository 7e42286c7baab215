//! RT and RW as offices write them: "4/7", "004/007", "RT 04 RW 07", "RT.004/RW.07".

use crate::places::{Rt, Rw};

/// What a cell says about RT and RW.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtRwText {
    Nothing,
    /// At least one of the two.
    Found {
        rt: Option<Rt>,
        rw: Option<Rw>,
    },
    Unreadable,
}

/// Which of two bare numbers comes first, by the column's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    RtFirst,
    RwFirst,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Rt,
    Rw,
}

enum Token<'a> {
    Label(Label),
    Number(&'a str),
    Word,
}

/// Reads a cell that should hold RT and RW. Bare numbers follow `order`, labels beat it.
pub fn parse(text: &str, order: Order) -> RtRwText {
    let tokens = tokens(text);
    if !tokens.iter().any(|token| matches!(token, Token::Number(_))) {
        let has_word = tokens.iter().any(|token| matches!(token, Token::Word)) && !is_nothing(text);
        return if has_word {
            RtRwText::Unreadable
        } else {
            RtRwText::Nothing
        };
    }
    let run_together = run_together(&tokens);
    let tokens = run_together.unwrap_or(tokens);
    let mut labels: Vec<Label> = Vec::new();
    let (mut rt, mut rw): (Option<&str>, Option<&str>) = (None, None);
    let mut bare: Vec<&str> = Vec::new();
    for token in &tokens {
        match token {
            Token::Label(label) => labels.push(*label),
            Token::Number(number) if labels.is_empty() => bare.push(number),
            Token::Number(number) => {
                let place = if labels.remove(0) == Label::Rt {
                    &mut rt
                } else {
                    &mut rw
                };
                if place.replace(number).is_some() {
                    return RtRwText::Unreadable;
                }
            }
            Token::Word => return RtRwText::Unreadable,
        }
    }
    let mut bare = bare.into_iter();
    let places = match order {
        Order::RtFirst => [&mut rt, &mut rw],
        Order::RwFirst => [&mut rw, &mut rt],
    };
    for place in places {
        if place.is_none() {
            *place = bare.next();
        }
    }
    if bare.next().is_some() {
        return RtRwText::Unreadable;
    }
    let read_rt = rt.and_then(|rt| Rt::parse(rt).ok());
    let read_rw = rw.and_then(|rw| Rw::parse(rw).ok());
    if rt.is_some() != read_rt.is_some() || rw.is_some() != read_rw.is_some() {
        return RtRwText::Unreadable;
    }
    RtRwText::Found {
        rt: read_rt,
        rw: read_rw,
    }
}

/// Finds "RT 04 RW 07" or "RT/RW 04/07" inside an address; bare numbers there are house numbers.
pub fn in_address(text: &str) -> (Option<Rt>, Option<Rw>) {
    let mut labels: Vec<Label> = Vec::new();
    let (mut rt, mut rw) = (None, None);
    let mut after_rt = false;
    for token in tokens(text) {
        match token {
            Token::Label(label) => labels.push(label),
            Token::Number(number) if !labels.is_empty() => {
                after_rt = labels.remove(0) == Label::Rt;
                if after_rt {
                    rt = rt.or(Rt::parse(number).ok());
                } else {
                    rw = rw.or(Rw::parse(number).ok());
                }
            }
            // "RT 004/007": the second number is the RW.
            Token::Number(number) if after_rt => {
                rw = rw.or(Rw::parse(number).ok());
                after_rt = false;
            }
            Token::Number(_) => {}
            Token::Word => {
                labels.clear();
                after_rt = false;
            }
        }
    }
    (rt, rw)
}

/// "004007" or "00407" without anything between. The zero shows that both were written out.
fn run_together<'a>(tokens: &[Token<'a>]) -> Option<Vec<Token<'a>>> {
    let numbers: Vec<&'a str> = tokens
        .iter()
        .filter_map(|token| {
            if let Token::Number(n) = token {
                Some(*n)
            } else {
                None
            }
        })
        .collect();
    match numbers.as_slice() {
        [one] if (5..=6).contains(&one.len()) && one.starts_with('0') => {
            Some(vec![Token::Number(&one[..3]), Token::Number(&one[3..])])
        }
        _ => None,
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = 0;
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        let now = if c.is_ascii_digit() {
            1
        } else {
            i32::from(c.is_alphabetic()) * 2
        };
        if now != before {
            let piece = &text[start..at];
            match (before, piece.to_lowercase().as_str()) {
                (1, _) => found.push(Token::Number(piece)),
                (2, "rt" | "r t") => found.push(Token::Label(Label::Rt)),
                (2, "rw") => found.push(Token::Label(Label::Rw)),
                (2, "rtrw") => found.extend([Token::Label(Label::Rt), Token::Label(Label::Rw)]),
                (2, _) => found.push(Token::Word),
                _ => {}
            }
            start = at;
            before = now;
        }
    }
    found
}

fn is_nothing(text: &str) -> bool {
    let plain: String = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    matches!(
        plain.as_str(),
        "tidakada" | "tdkada" | "tidaktahu" | "tdktahu" | "kosong" | "belum" | "na" | "x" | "xx"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Option<(String, String)> {
        match parse(text, Order::RtFirst) {
            RtRwText::Found { rt, rw } => Some((
                rt.map(|rt| rt.to_string()).unwrap_or_default(),
                rw.map(|rw| rw.to_string()).unwrap_or_default(),
            )),
            _ => None,
        }
    }

    #[test]
    fn rt_and_rw_are_read_however_they_are_written() {
        for text in [
            "4/7",
            "004/007",
            "04 / 07",
            "RT 04 RW 07",
            "RT.004/RW.07",
            "RT004RW007",
            "rt 4 / rw 7",
            "RW 07 RT 04",
            "RT/RW 004/007",
            "RT/RW : 04/07",
            "4-7",
            "4 7",
            "004007",
            "00407",
            "'004/07",
            "RT:004 RW:007",
        ] {
            assert_eq!(found(text), Some(("004".into(), "07".into())), "{text}");
        }
        assert_eq!(found("12/115"), Some(("012".into(), "115".into())));
        assert_eq!(found("RT 8"), Some(("008".into(), String::new())));
        assert_eq!(found("RW 04"), Some((String::new(), "04".into())));
    }

    #[test]
    fn a_column_with_rw_first_is_read_in_its_order() {
        let expected = RtRwText::Found {
            rt: Rt::new(4).ok(),
            rw: Rw::new(7).ok(),
        };
        assert_eq!(parse("07/004", Order::RwFirst), expected);
        assert_eq!(parse("RT 04 RW 07", Order::RwFirst), expected);
    }

    #[test]
    fn what_is_no_rt_and_rw_is_not_bent_into_one() {
        for text in [
            "0/0",
            "4/0",
            "1/2/3",
            "4-Jul",
            "belakang pos",
            "1234",
            "RT 4 RT 5",
        ] {
            assert_eq!(parse(text, Order::RtFirst), RtRwText::Unreadable, "{text}");
        }
        for text in ["", "-", "/", "tidak ada", "RT RW"] {
            assert_eq!(parse(text, Order::RtFirst), RtRwText::Nothing, "{text}");
        }
    }

    #[test]
    fn an_address_gives_its_rt_and_rw_but_not_its_house_number() {
        let both = (Rt::new(4).ok(), Rw::new(7).ok());
        assert_eq!(in_address("Jl. Mawar No. 12 RT 004/07 Kp Rawa"), both);
        assert_eq!(in_address("Gg. Melati III RT.04 RW.07"), both);
        assert_eq!(in_address("Gg. Melati RT/RW 04/07"), both);
        assert_eq!(in_address("Gg. Melati 4/7"), (None, None));
    }

    proptest! {
        #[test]
        fn every_pair_survives_its_writing(rt in 1_u16..=999, rw in 1_u16..=999, style in 0_usize..4) {
            let text = match style {
                0 => format!("{rt}/{rw}"),
                1 => format!("{rt:03}/{rw:03}"),
                2 => format!("RT {rt:02} RW {rw:02}"),
                _ => format!("RW.{rw:02}/RT.{rt:03}"),
            };
            let expected = RtRwText::Found { rt: Rt::new(rt).ok(), rw: Rw::new(rw).ok() };
            prop_assert_eq!(parse(&text, Order::RtFirst), expected);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,30}") {
            parse(&text, Order::RtFirst);
            in_address(&text);
        }
    }
}
