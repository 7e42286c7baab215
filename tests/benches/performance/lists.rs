//! The coordinator's lists, searches and pages over everybody.

use anyhow::{Result, anyhow};
use rantang_device::command::Failure;
use rantang_device::people::view::NameValue;
use rantang_device::people::{
    PeopleFilter, PeopleList, PeopleSort, PersonEdit, PersonEditValue, PersonGet, handlers,
};
use rantang_device::{Device, review, routes, similar};

use crate::invented::person;
use crate::measure::{Times, ms, row};

const BUDGET: &str = "p95 50 ms";
const FILTERS: &[PeopleFilter] = &[
    PeopleFilter::All,
    PeopleFilter::WithoutRoute,
    PeopleFilter::SpecialDiet,
    PeopleFilter::LongNotMet,
    PeopleFilter::DoneToday,
    PeopleFilter::OpenToday,
];
const SORTS: &[PeopleSort] = &[
    PeopleSort::Name,
    PeopleSort::Age,
    PeopleSort::Place,
    PeopleSort::Route,
    PeopleSort::LastMet,
];
/// Names, nicknames by ear, misspellings, landmarks and what nobody has.
const QUERIES: &[&str] = &[
    "sumi",
    "siti",
    "s",
    "telantar",
    "soemijati",
    "karto musala",
    "zaenap",
    "hartono mawar",
    "ningsih",
    "bambang",
    "pintu hijau",
    "wijaya",
    "djumadi lestari",
    "rahayyu",
    "masjid",
];
const SEARCHES: usize = 60;
const PAGES: u128 = 40;
const CHECKED: usize = 20;

pub fn measure(device: &Device, people: u128) -> Result<()> {
    lists(device, people).map_err(|failure| anyhow!("a list failed: {failure:?}"))
}

fn lists(device: &Device, people: u128) -> Result<(), Failure> {
    let asked = |search: &str, filter, sort, offset| PeopleList {
        search: search.to_owned(),
        filter,
        sort,
        offset,
        limit: 100,
        ..PeopleList::default()
    };
    let all = |search: &str| asked(search, PeopleFilter::All, PeopleSort::Name, 0);
    let mut first = Times::default();
    first.run(|| handlers::list(device, all("")))?;
    row("first list after start", "", &ms(first.median()));

    let mut listed = Times::default();
    for filter in FILTERS {
        for sort in SORTS {
            for offset in [0, 5_000, 40_000] {
                listed.run(|| handlers::list(device, asked("", *filter, *sort, offset)))?;
            }
        }
    }
    report(
        &format!("a page of {people} people: filters, sorts, depths"),
        BUDGET,
        &listed,
    );

    let mut found = Times::default();
    for query in QUERIES.iter().cycle().take(SEARCHES) {
        found.run(|| handlers::list(device, all(query)))?;
    }
    report(&format!("search among {people} people"), BUDGET, &found);

    let (mut shown, mut edited, mut after) = (Times::default(), Times::default(), Times::default());
    for number in 0..PAGES {
        let person_id = person(number * 7).0;
        shown.run(|| handlers::get(device, PersonGet { person_id }))?;
        let edit = PersonEdit {
            person_id,
            edit: PersonEditValue::Name(NameValue {
                name: "Sumiati Lestari".to_owned(),
                honorific: String::new(),
                nickname: String::new(),
            }),
            saw: vec![],
        };
        edited.run(|| handlers::edit(device, edit))?;
        after.run(|| handlers::list(device, all("")))?;
    }
    report("a person's page", "", &shown);
    report("an edit, and the page again", "", &edited);
    report("the first page of the list after an edit", BUDGET, &after);

    let mut planned = Times::default();
    planned.run(|| routes::handlers::list(device))?;
    report("all routes", "", &planned);
    let (mut waited, mut compared, mut checked) =
        (Times::default(), Times::default(), Times::default());
    for _ in 0..CHECKED {
        waited.run(|| review::handlers::list(device))?;
    }
    compared.run(|| similar::compare_due(device))?;
    for _ in 0..CHECKED {
        checked.run(|| review::handlers::list(device))?;
    }
    report(
        "what needs checking, before people are compared",
        BUDGET,
        &waited,
    );
    row("everybody compared, beside it", "", &ms(compared.median()));
    report("what needs checking", BUDGET, &checked);
    Ok(())
}

fn report(what: &str, budget: &str, times: &Times) {
    let measured = format!("p50 {}, p95 {}", ms(times.median()), ms(times.at(95)));
    row(what, budget, &measured);
}
