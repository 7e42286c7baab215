//! How much load a server stands: a city's couriers in their morning, ever faster, and all of them coming
//! back at once.

use std::time::Duration;

use anyhow::{Result, ensure};
use clap::Parser;
use rantang_tests::load::{
    City, Figures, Phone, Plan, Serving, StoreKind, database, found, morning, reconnect,
};
use rantang_tests::throwaway_postgres::ThrowawayPostgres;

/// Above it a pace does not hold.
const PUSH_P99_MAX: Duration = Duration::from_millis(500);

/// Prints a table for each store and the fastest pace at which a push is durable within 500 ms (p99).
#[derive(Parser)]
struct Arguments {
    /// Virtual phones.
    #[arg(long, default_value_t = 6_000)]
    devices: usize,
    /// So many times as fast as a city's day, one after the other; ends at the first that does not hold.
    #[arg(long, value_delimiter = ',', default_value = "5,10,20,30,40,60")]
    k: Vec<f64>,
    /// Of each pace, at most; the morning itself is shorter at a fast one.
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// All phones come back within so many minutes.
    #[arg(long, default_value_t = 5.0)]
    reconnect_minutes: f64,
    /// That each of them has recorded meanwhile.
    #[arg(long, default_value_t = 20)]
    records: usize,
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "sqlite,postgres"
    )]
    store: Vec<StoreKind>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    for store in &arguments.store {
        measure(*store, &arguments).await?;
    }
    Ok(())
}

async fn measure(store: StoreKind, arguments: &Arguments) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = match store {
        StoreKind::Sqlite => None,
        StoreKind::Postgres => Some(database()),
    };
    let address = database.as_ref().map(ThrowawayPostgres::database);
    let office = found(folder.path(), address.as_deref()).await?;
    let city = City::found(&office, arguments.devices).await?;
    let mut serving = Serving::start(folder.path(), address.as_deref())?;
    let phones = city.pair(&serving.url, &office).await?;
    println!(
        "\n{store:?}, {} devices\n\n{}",
        phones.len(),
        Figures::HEADER
    );

    // Everybody fetches the lists first.
    let within = Duration::from_secs_f64(arguments.reconnect_minutes * 60.0);
    let (mut phones, first, took) = reconnect(phones, within, 1, arguments.seed).await;
    report(&first, "all begin", took, &mut serving)?;
    let mut holds = None;
    for (at, pace) in (1..).zip(&arguments.k) {
        let plan = Plan {
            pace: *pace,
            lasts: Duration::from_secs_f64(arguments.minutes * 60.0),
            seed: arguments.seed + at,
        };
        let rate = plan.rate(phones.len());
        let (back, figures, took) = morning(phones, plan).await;
        phones = back;
        let what = format!("the morning ×{pace}: {rate:.0} operations/s");
        report(&figures, &what, took, &mut serving)?;
        if PUSH_P99_MAX < figures.pushes.at(99) || 0 < figures.given_up {
            break;
        }
        holds = Some(*pace);
    }
    let back = come_back(phones, within, arguments).await;
    let what = format!("all come back within {:.0} s", within.as_secs_f64());
    report(&back.0, &what, back.1, &mut serving)?;
    match holds {
        Some(pace) => println!("\nHolds ×{pace}: 99 of 100 pushes within 500 ms."),
        None => println!("\nHolds none of the paces."),
    }
    Ok(())
}

async fn come_back(
    phones: Vec<Phone>,
    within: Duration,
    arguments: &Arguments,
) -> (Figures, Duration) {
    let (_, figures, took) = reconnect(phones, within, arguments.records, arguments.seed).await;
    (figures, took)
}

fn report(figures: &Figures, what: &str, took: Duration, serving: &mut Serving) -> Result<()> {
    ensure!(serving.is_alive(), "the server ended: {what}");
    println!("{}", figures.row(what, took, &serving.memory_mb()));
    ensure!(
        figures.without_effect == 0,
        "{} operations had no effect: the load is not what phones send",
        figures.without_effect
    );
    Ok(())
}
