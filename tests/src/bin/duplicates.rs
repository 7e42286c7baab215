//! Precision and recall of the scorer on sets of which the truth is known.

use std::path::PathBuf;

use clap::Parser;
use rantang_tests::duplicates::{Figures, asked, febrl, indonesian, measure};

/// Holds every record of a set against all others and counts what was found, missed and mistaken.
#[derive(Parser)]
struct Arguments {
    /// Where the CSV files of FEBRL lie; `make duplicates` fetches them.
    #[arg(long, value_name = "DIR")]
    febrl: Option<PathBuf>,
    /// Of the Indonesian set.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Elders of the Indonesian set, before a third of them is written down twice.
    #[arg(long, default_value_t = 5_000)]
    people: usize,
    /// Also ask a device that knows so many people, by its encrypted store, and say how long it takes.
    #[arg(long, value_name = "PEOPLE")]
    device: Option<usize>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    println!(
        "| set | records | true pairs | precision | recall | among the five shown | one question |"
    );
    println!("|---|---|---|---|---|---|---|");
    if let Some(folder) = &arguments.febrl {
        for (name, files) in febrl::SETS {
            print(name, &measure(&febrl::read(folder, files)?));
        }
    }
    let name = format!("Indonesian, seed {}", arguments.seed);
    let set = indonesian::generate(arguments.seed, arguments.people);
    print(&name, &measure(&set));
    if let Some(people) = arguments.device {
        let times = asked::times(people)?;
        println!(
            "\nA device with {people} people, {} questions: p50 {} ms, p95 {} ms",
            times.len(),
            times[times.len() / 2].as_millis(),
            times[times.len() * 95 / 100].as_millis(),
        );
    }
    Ok(())
}

fn print(name: &str, figures: &Figures) {
    let Figures {
        records,
        pairs,
        precision,
        recall,
        shown,
        per_question,
    } = figures;
    println!(
        "| {name} | {records} | {pairs} | {:.1} % | {:.1} % | {:.1} % | {} µs |",
        precision * 100.0,
        recall * 100.0,
        shown * 100.0,
        per_question.as_micros(),
    );
}
