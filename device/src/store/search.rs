//! Finding people by the words of name, nickname, gang and patokan, however they are spelt.
//!
//! Each word is indexed as written and as it sounds. A word that begins no indexed word is taken
//! as misspelt: the known words nearest to it are looked for instead.

use rantang_core::identity::name_key::NameKey;
use rusqlite::Connection;

use super::error::Result;

/// Stands before words that are spelt as they sound; no word as written begins so.
const SOUND: char = '0';
/// A query of more words is a text, not a search.
const WORDS_MAX: usize = 8;
/// The most words that a misspelt one may stand for.
const MEANT_MAX: usize = 12;

/// Indexes a person's texts under the row number of `persons`, where nothing is yet.
pub(super) fn index(db: &Connection, n: i64, texts: &[&str]) -> Result<()> {
    let mut words: Vec<String> = texts.iter().flat_map(|text| words_of(text)).collect();
    words.sort_unstable();
    words.dedup();
    let sounds: Vec<String> = words
        .iter()
        .map(|word| (word, sound_of(word)))
        .filter(|(word, sound)| !sound.is_empty() && sound != *word)
        .map(|(_, sound)| format!("{SOUND}{sound}"))
        .collect();
    words.extend(sounds);
    db.prepare_cached("INSERT INTO persons_words (rowid, words) VALUES (?1, ?2)")?
        .execute((n, words.join(" ")))?;
    let mut known = db.prepare_cached("INSERT OR IGNORE INTO known_words (word) VALUES (?1)")?;
    for word in words.iter().filter(|word| 4 <= word.chars().count()) {
        known.execute([word])?;
    }
    Ok(())
}

pub(super) fn forget(db: &Connection, n: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM persons_words WHERE rowid = ?1")?
        .execute([n])?;
    Ok(())
}

/// The expression for `persons.n IN (SELECT rowid FROM persons_words WHERE persons_words MATCH ?)`.
///
/// Every word of the query has to begin a word of the person, as written or as it sounds.
/// `None`: the query holds no word, so everybody matches.
pub fn expression(db: &Connection, query: &str) -> Result<Option<String>> {
    let words: Vec<String> = words_of(query).take(WORDS_MAX).collect();
    let mut terms = Vec::with_capacity(words.len());
    for word in &words {
        let mut ways = vec![format!("\"{word}\"*")];
        let sound = sound_of(word);
        if !sound.is_empty() {
            ways.push(format!("\"{SOUND}{sound}\"*"));
        }
        // A word that sounds as it is written is looked for once.
        if !sound.is_empty() && sound != *word {
            ways.push(format!("\"{sound}\"*"));
        }
        let plain = ways.join(" OR ");
        if !matches_somebody(db, &plain)? {
            ways.extend(
                meant_by(db, word)?
                    .into_iter()
                    .map(|word| format!("\"{word}\"")),
            );
        }
        terms.push(format!("({})", ways.join(" OR ")));
    }
    Ok((!terms.is_empty()).then(|| terms.join(" AND ")))
}

/// The expression for people who have a word that sounds so, whole.
pub fn sounding(sound: &str) -> String {
    let sound: String = sound.chars().filter(|c| c.is_alphanumeric()).collect();
    format!("\"{SOUND}{sound}\" OR \"{sound}\"")
}

fn matches_somebody(db: &Connection, expression: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM persons_words WHERE persons_words MATCH ?1 LIMIT 1";
    Ok(db.prepare_cached(sql)?.exists([expression])?)
}

/// Known words that differ by a letter or two: "telantar" means "terlantar".
fn meant_by(db: &Connection, word: &str) -> Result<Vec<String>> {
    let sound = sound_of(word);
    let wanted = [word.to_owned(), format!("{SOUND}{sound}"), sound];
    let mut near: Vec<(usize, String)> = Vec::new();
    for wanted in wanted {
        let length = wanted.chars().count();
        let allowed = match length {
            0..=3 => continue,
            4..=7 => 1,
            _ => 2,
        };
        let sql = "SELECT word FROM known_words WHERE length(word) BETWEEN ?1 AND ?2";
        let mut statement = db.prepare_cached(sql)?;
        let known = statement.query_map(
            ((length - allowed) as i64, (length + allowed) as i64),
            |row| row.get::<_, String>(0),
        )?;
        for known in known {
            let known = known?;
            let distance = strsim::osa_distance(&wanted, &known);
            if distance <= allowed {
                near.push((distance, known));
            }
        }
    }
    near.sort();
    near.dedup();
    near.truncate(MEANT_MAX);
    Ok(near.into_iter().map(|(_, word)| word).collect())
}

/// Letters and digits only, lower case: nothing in a query is an operator of the index.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let lower = text.to_lowercase();
    let words: Vec<String> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// Empty: the word has no sound, as a title.
fn sound_of(word: &str) -> String {
    NameKey::of(word).sound().to_owned()
}
