//! Times at which phones are due, set before, and what became of each.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::figures::Figures;
use super::phone::{Phone, Refused};

/// Each phone's share of a day: 300,000 operations by 6,000.
const OF_A_DAY: usize = 50;
/// Eight of ten of them fall into two hours.
const IN_THE_MORNING: f64 = 0.8;
const MORNING: Duration = Duration::from_secs(2 * 3_600);
/// A phone that is not through so long after its last record gives up and is counted.
const PATIENCE: Duration = Duration::from_secs(120);
/// After an error, before the same is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// A stretch of the morning at a pace.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// So many times as fast as a city's day.
    pub pace: f64,
    /// At most; the whole morning at that pace where it is shorter.
    pub lasts: Duration,
    pub seed: u64,
}

impl Plan {
    fn lasts(&self) -> Duration {
        self.lasts.min(MORNING.div_f64(self.pace))
    }

    /// Operations of all phones in a second.
    pub fn rate(&self, phones: usize) -> f64 {
        (phones * OF_A_DAY) as f64 * IN_THE_MORNING / MORNING.as_secs_f64() * self.pace
    }
}

/// Couriers at their doors, each record followed by a sync as the app does it: hello, push, pull.
pub async fn morning(phones: Vec<Phone>, plan: Plan) -> (Vec<Phone>, Figures, Duration) {
    let lasts = plan.lasts();
    let mut random = StdRng::seed_from_u64(plan.seed);
    let count = (plan.rate(phones.len()) * lasts.as_secs_f64()) as usize;
    let mut due: Vec<Vec<Duration>> = vec![Vec::new(); phones.len()];
    for _ in 0..count {
        let phone = random.random_range(0..phones.len());
        due[phone].push(lasts.mul_f64(random.random()));
    }
    let each = phones.into_iter().zip(due).map(|(phone, mut due)| {
        due.sort();
        (phone, due, 1)
    });
    run(each.collect()).await
}

/// All phones come back within a time, each with so many records that nobody has yet.
pub async fn reconnect(
    phones: Vec<Phone>,
    within: Duration,
    records: usize,
    seed: u64,
) -> (Vec<Phone>, Figures, Duration) {
    let mut random = StdRng::seed_from_u64(seed);
    let each = phones
        .into_iter()
        .map(|phone| (phone, vec![within.mul_f64(random.random())], records));
    run(each.collect()).await
}

async fn run(each: Vec<(Phone, Vec<Duration>, usize)>) -> (Vec<Phone>, Figures, Duration) {
    let now_ms = chrono::Utc::now().timestamp_millis();
    let mut prepared = Vec::with_capacity(each.len());
    for (mut phone, due, records) in each {
        phone.record(due.len() * records, now_ms);
        prepared.push((phone, due, records));
    }
    // What is prepared costs nothing while it is measured.
    let begins = Instant::now() + Duration::from_millis(200);
    let mut running = JoinSet::new();
    for (phone, due, records) in prepared {
        running.spawn(live(phone, due, records, begins));
    }
    let (mut phones, mut figures) = (Vec::new(), Figures::default());
    while let Some(ended) = running.join_next().await {
        match ended {
            Ok((phone, of_phone)) => {
                phones.push(phone);
                figures.join(of_phone);
            }
            Err(_) => figures.errors += 1,
        }
    }
    (phones, figures, begins.elapsed())
}

async fn live(
    mut phone: Phone,
    due: Vec<Duration>,
    records: usize,
    begins: Instant,
) -> (Phone, Figures) {
    let mut figures = Figures::default();
    let last = due.last().copied().unwrap_or_default();
    let patience = begins + last + PATIENCE;
    let mut left = due.len() * records;
    for at in due {
        let intended = begins + at;
        sleep_until(intended).await;
        left -= records;
        // A push that was answered too late may have taken these along.
        while left < phone.unsent() {
            match sync(&mut phone, left, &mut figures, intended).await {
                Ok(()) => {}
                Err(_) if patience < Instant::now() => {
                    figures.given_up += phone.unsent() - left;
                    return (phone, figures);
                }
                Err(Refused::Busy { retry_after }) => {
                    figures.busy += 1;
                    // As the app does: couriers of one office do not come back in step.
                    sleep(retry_after.mul_f64(1.0 + rand::random::<f64>() / 2.0)).await;
                }
                Err(Refused::Other(error)) => {
                    if figures.errors == 0 {
                        eprintln!("a call failed: {error:#}");
                    }
                    figures.errors += 1;
                    sleep(AGAIN).await;
                }
            }
        }
    }
    (phone, figures)
}

/// From hello to the last page; `later`: operations that are not recorded yet.
async fn sync(
    phone: &mut Phone,
    later: usize,
    figures: &mut Figures,
    intended: Instant,
) -> Result<(), Refused> {
    phone.hello().await?;
    if later < phone.unsent() {
        let pushed = phone.push(phone.unsent() - later).await?;
        figures.pushes.add(intended.elapsed());
        figures.operations += pushed.operations;
        figures.without_effect += pushed.without_effect;
    }
    let answered = Instant::now();
    match phone.pull().await {
        Ok(()) => figures.pulls.add(answered.elapsed()),
        // What was to be sent is sent: the next sync fetches.
        Err(Refused::Busy { .. }) => figures.busy += 1,
        Err(Refused::Other(_)) => figures.errors += 1,
    }
    Ok(())
}
