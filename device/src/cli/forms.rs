//! `forms`: any form that is defined, asked and answered without a screen. Nothing here knows a question.

use rantang_core::forms::{Answer as Said, FormCode, Kind, Question};
use rantang_core::text::Note;
use serde_json::{Value, json};
use uuid::Uuid;

use super::args_visits::{AnswerArgs, FormsCommand};
use super::output::{Answer, document, table};
use crate::checks::view::CheckView;
use crate::checks::{CheckAnswer, CheckGet, CheckOpen, CheckRecord, handlers, store};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::store::Error;
use crate::visits::{VisitGet, handlers as visits};

type Told = Result<Answer, Failure>;

pub fn forms(device: &Device, command: &FormsCommand) -> Told {
    match command {
        FormsCommand::List => list(device),
        FormsCommand::Show { form, visit } => show(device, form, *visit),
        FormsCommand::Answer(args) => answer(device, args),
        FormsCommand::Submit { visit, part } => submit(device, *visit, part),
    }
}

fn list(device: &Device) -> Told {
    let forms = device.read::<_, Error>(|db| {
        let mut forms = Vec::new();
        for code in store::codes(db)? {
            forms.extend(store::form(db, &code)?);
        }
        Ok(forms)
    })?;
    let documents: Vec<Value> = forms
        .iter()
        .map(|form| {
            let it = form.definition();
            json!({"form": it.form, "version": it.version, "title": it.title,
                   "parts": it.parts.len(), "questions": form.questions().count()})
        })
        .collect();
    let mut rows = vec![
        ["formulir", "versi", "judul", "bagian"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(forms.iter().map(|form| {
        let it = form.definition();
        vec![
            it.form.0.clone(),
            it.version.to_string(),
            it.title.id.clone(),
            it.parts.len().to_string(),
        ]
    }));
    Ok(Answer::done(Value::Array(documents), table(&rows)))
}

fn show(device: &Device, form: &str, visit: Option<Uuid>) -> Told {
    if let Some(visit_id) = visit {
        let view = handlers::get(device, CheckGet { visit_id })?;
        return Ok(Answer::done(document(&view), words(&view)));
    }
    let code = FormCode(form.to_owned());
    let form = device
        .read::<_, Error>(|db| store::form(db, &code))?
        .ok_or_else(|| Failure::not_found("Formulir"))?;
    let mut rows = vec![
        ["bagian", "pertanyaan", "jenis", "isi"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(form.questions().map(|(part, question)| {
        let (kind, choices) = kind(question);
        vec![
            part.code.clone(),
            question.code.clone(),
            kind.to_owned(),
            choices,
        ]
    }));
    Ok(Answer::done(document(form.definition()), table(&rows)))
}

fn kind(question: &Question) -> (&'static str, String) {
    let options = || -> String {
        let codes = question.kind.options().iter().map(|it| it.code.as_str());
        codes.collect::<Vec<_>>().join(", ")
    };
    match &question.kind {
        Kind::Choice { .. } => ("choice", options()),
        Kind::Choices { .. } => ("choices", options()),
        Kind::Number { least, most, .. } => ("number", format!("{least}..{most}")),
        Kind::Text { chars_max } => ("text", format!("{chars_max}")),
        Kind::Date => ("date", String::new()),
    }
}

fn answer(device: &Device, args: &AnswerArgs) -> Told {
    let form = FormCode(args.form.clone());
    let person_id = person_of(device, args)?;
    let opened = handlers::open(
        device,
        CheckOpen {
            visit_id: args.visit,
            person_id,
            form,
        },
    )?;
    let parts = &opened.definition.parts;
    let question = parts
        .iter()
        .flat_map(|part| &part.questions)
        .find(|question| question.code == args.question)
        .ok_or_else(|| Failure::not_found("Pertanyaan"))?;
    let answer = match &args.answer {
        _ if args.skip => Some(Said::Skipped),
        Some(text) => Some(read(question, text)?),
        None => None,
    };
    let view = handlers::answer(
        device,
        CheckAnswer {
            visit_id: args.visit,
            question: args.question.clone(),
            answer,
        },
    )?;
    if let Some(fault) = view.faults.iter().find(|it| it.question == args.question) {
        return Err(Failure::bad_request(fault.text.id.trim_end_matches('.')));
    }
    Ok(Answer::done(document(&view), words(&view)))
}

fn person_of(device: &Device, args: &AnswerArgs) -> Result<Uuid, Failure> {
    let get = VisitGet {
        visit_id: args.visit,
        person_id: args.person,
    };
    Ok(visits::get(device, get)?.row.person_id)
}

/// What was typed, as the question asks for it.
fn read(question: &Question, text: &str) -> Result<Said, Failure> {
    let wrong = |what: &str| Failure::bad_request(format!("{}: {what}", question.code));
    Ok(match &question.kind {
        Kind::Choice { .. } => Said::Choice(text.to_owned()),
        Kind::Choices { .. } => Said::Choices(
            text.split(',')
                .map(|code| code.trim().to_owned())
                .filter(|code| !code.is_empty())
                .collect(),
        ),
        Kind::Number { .. } => Said::Number(
            text.trim()
                .parse()
                .map_err(|_| wrong("harus bilangan bulat"))?,
        ),
        Kind::Text { .. } => Said::Text(Note::parse(text)?),
        Kind::Date => Said::Date(
            text.trim()
                .parse()
                .map_err(|_| wrong("harus tanggal seperti 2026-11-24"))?,
        ),
    })
}

fn submit(device: &Device, visit_id: Uuid, part: &str) -> Told {
    let before = handlers::get(device, CheckGet { visit_id })?;
    if let Some(standing) = before.parts.iter().find(|it| it.code == part)
        && !standing.complete
        && standing.recorded.is_none()
    {
        let unanswered = standing.asked.iter().filter(|code| {
            let questions = before.definition.parts.iter().flat_map(|it| &it.questions);
            let is_required = questions.clone().any(|it| it.code == **code && it.required);
            is_required && !before.answers.contains_key(*code)
        });
        let wrong = before.faults.iter().map(|fault| &fault.question);
        let named: Vec<&str> = unanswered.chain(wrong).map(String::as_str).collect();
        return Err(Failure::new(
            ErrorCode::NothingToDo,
            format!(
                "Bagian {part} belum lengkap: {}. Jawab dulu, atau lewati dengan --skip.",
                named.join(", ")
            ),
        ));
    }
    let record = CheckRecord {
        visit_id,
        part: part.to_owned(),
    };
    let view = handlers::record(device, record)?;
    Ok(Answer::done(document(&view), words(&view)))
}

/// Each part with how far it is, and what it adds up to.
fn words(view: &CheckView) -> String {
    let mut rows = vec![["bagian", "dijawab", "keadaan"].map(str::to_owned).to_vec()];
    rows.extend(view.parts.iter().map(|part| {
        let state = match (&part.recorded, part.complete) {
            (Some(_), _) => "dicatat",
            (None, true) => "lengkap",
            (None, false) => "belum lengkap",
        };
        vec![
            part.code.clone(),
            format!("{}/{}", part.answered, part.asked.len()),
            state.to_owned(),
        ]
    }));
    let scores = view.scores.iter().filter_map(|score| {
        let label = score
            .label
            .as_ref()
            .map(|it| it.id.clone())
            .unwrap_or_default();
        Some(format!(
            "\n{}: {} dari {} ({label})",
            score.code, score.value?, score.most
        ))
    });
    table(&rows) + &scores.collect::<String>()
}
