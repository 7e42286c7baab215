//! A form that nobody wrote code for goes from a file through the server to a device's own rules.

use std::path::Path;
use std::process::{Command, Output};

use rantang_core::forms::{
    Answer, Answers, Definition, Form, Setting, evaluate, registers, scores,
};
use rantang_core::registers::EntityKind;
use rantang_server::office::Office;
use serde_json::{Value, json};
use tempfile::TempDir;

fn run(data: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rantang-server"))
        .args(words)
        .arg("--data")
        .arg(data)
        .arg("--json")
        .output()
        .expect("it runs")
}

fn said(output: &Output) -> (Option<i32>, Value) {
    let document = serde_json::from_slice(&output.stdout).expect("one document");
    (output.status.code(), document)
}

fn text(text: &str) -> Value {
    json!({"id": text, "en": text})
}

/// Nothing in the program knows this form, its questions or what they add up to.
fn definition(version: u32) -> Value {
    let option =
        |code: &str, points: u32| json!({"code": code, "label": text(code), "points": points});
    json!({
        "form": "kebun_gizi",
        "version": version,
        "title": text("Kebun gizi"),
        "parts": [{
            "code": "tanaman",
            "title": text("Tanaman"),
            "questions": [
                {"code": "menanam", "ask": text("Apakah menanam?"), "required": true,
                 "kind": {"choice": {"options": [option("ya", 2), option("tidak", 0)]}}},
                {"code": "luas", "ask": text("Berapa meter?"),
                 "kind": {"number": {"least": 0, "most": 500, "unit": text("m")}},
                 "when": {"chosen": {"question": "menanam", "any_of": ["ya"]}}},
            ],
        }],
        "scores": [{
            "code": "gizi", "title": text("Gizi"), "source": text("contoh"), "caution": text("contoh"),
            "sum_of": ["menanam"],
            "bands": [{"code": "ada", "from": 0, "to": 2, "label": text("ada"), "official": text("ada")}],
        }],
    })
}

fn office(folder: &TempDir) -> std::path::PathBuf {
    let data = folder.path().join("office");
    let init = run(&data, &["init", "--area", "Kampung Rawa"]);
    assert_eq!(init.status.code(), Some(0));
    data
}

fn written(folder: &TempDir, definition: &Value) -> String {
    let file = folder.path().join("form.json");
    std::fs::write(&file, definition.to_string()).expect("it is written");
    file.display().to_string()
}

#[tokio::test]
async fn a_form_from_a_file_is_asked_and_scored_without_code_of_its_own() {
    let folder = TempDir::new().expect("a folder");
    let data = office(&folder);
    let file = written(&folder, &definition(1));
    let (exit, added) = said(&run(&data, &["form", "add", &file]));
    assert_eq!(
        (exit, added["new"].clone()),
        (Some(0), json!(true)),
        "{added}"
    );
    let (exit, again) = said(&run(&data, &["form", "add", &file]));
    assert_eq!((exit, again["new"].clone()), (Some(0), json!(false)));

    let office = Office::open_now(&data).await.expect("it opens");
    let rows = office.store.rows_after(i64::MIN, 1_000).await;
    let form = rows
        .expect("the rows")
        .into_iter()
        .find(|row| row.row.entity.kind == EntityKind::Form)
        .and_then(|row| row.row.read::<Definition>(&registers::DEFINITION))
        .expect("the form is in the plan");
    let form = Form::new(form).expect("it is sound");
    let mut answers = Answers::new();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
    let setting = Setting {
        today,
        trainings: &[],
    };
    assert_eq!(
        evaluate(&form, &answers, setting).parts[0].asked,
        ["menanam"]
    );
    answers.insert("menanam".to_owned(), Answer::Choice("ya".to_owned()));
    let setting = Setting {
        today,
        trainings: &[],
    };
    assert_eq!(
        evaluate(&form, &answers, setting).parts[0].asked,
        ["menanam", "luas"]
    );
    assert_eq!(scores(&form, &answers)[0].value, Some(2));
}

#[test]
fn a_broken_definition_is_refused_with_the_place_and_nothing_is_defined() {
    let folder = TempDir::new().expect("a folder");
    let data = office(&folder);
    let mut broken = definition(1);
    broken["parts"][0]["questions"][1]["when"]["chosen"]["any_of"] = json!(["mungkin"]);
    let (exit, refused) = said(&run(&data, &["form", "add", &written(&folder, &broken)]));
    let message = refused["error"]["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert_eq!(
        (exit, refused["error"]["code"].clone()),
        (Some(2), json!("form_broken"))
    );
    assert!(
        message.contains("luas") && message.contains("mungkin"),
        "{message}"
    );

    let file = folder.path().join("half.json");
    std::fs::write(&file, "{\"form\": \"kebun_gizi\",\n  \"versi\": 1}").expect("it is written");
    let half = file.display().to_string();
    let (exit, refused) = said(&run(&data, &["form", "add", &half]));
    let message = refused["error"]["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert_eq!(
        (exit, refused["error"]["code"].clone()),
        (Some(2), json!("form_unreadable"))
    );
    assert!(message.contains("line 2"), "{message}");
}

#[test]
fn a_version_that_visits_may_have_used_is_not_changed() {
    let folder = TempDir::new().expect("a folder");
    let data = office(&folder);
    let first = written(&folder, &definition(1));
    assert_eq!(said(&run(&data, &["form", "add", &first])).0, Some(0));
    let mut other = definition(1);
    other["title"] = text("Kebun");
    let (exit, refused) = said(&run(&data, &["form", "add", &written(&folder, &other)]));
    assert_eq!(
        (exit, refused["error"]["code"].clone()),
        (Some(2), json!("form_version_taken"))
    );
    other["version"] = json!(2);
    let (exit, added) = said(&run(&data, &["form", "add", &written(&folder, &other)]));
    assert_eq!((exit, added["version"].clone()), (Some(0), json!(2)));
}
