//! Names of places as people shorten them.

/// Lower case without spaces and marks, short forms written out, kecamatan and kota cut off.
pub(super) fn plain_name(text: &str) -> String {
    let lower = text.to_lowercase();
    let first = lower
        .split([',', ';', '/', '('])
        .find(|part| !part.trim().is_empty())
        .unwrap_or_default();
    let mut name = String::new();
    for word in first
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        match word {
            "kelurahan" | "kel" | "desa" | "klurahan" if name.is_empty() => {}
            "kec" | "kecamatan" | "kota" | "jakarta" | "jakpus" | "jaksel" | "jaktim"
            | "jakbar" | "jakut"
                if !name.is_empty() =>
            {
                break;
            }
            _ => name.push_str(written_out(word)),
        }
    }
    name
}

fn written_out(word: &str) -> &str {
    match word {
        "kp" | "kpg" | "kamp" | "kampong" => "kampung",
        "tnh" | "tn" => "tanah",
        "tj" | "tjg" | "tg" | "tanj" => "tanjung",
        "pd" | "pdk" | "pondoh" => "pondok",
        "kb" | "kbn" | "kebun" => "kebon",
        "ps" | "psr" => "pasar",
        "gn" | "gng" => "gunung",
        "cemp" | "cpk" => "cempaka",
        "kby" => "kebayoran",
        "pls" => "pulau",
        "utr" | "ut" => "utara",
        "sel" | "slt" | "sltn" => "selatan",
        "brt" | "bar" => "barat",
        "tim" | "tmr" => "timur",
        _ => word,
    }
}
