//! The law of forms: what is asked, what is wrong, what it adds up to.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

const NOBODY: Setting<'static> = Setting {
    today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
    trainings: &[],
};

fn check() -> Form {
    built_in().remove(0)
}

fn text(text: &str) -> Text {
    Text {
        id: text.into(),
        en: text.into(),
    }
}

fn yes_no(code: &str) -> Question {
    let option = |code: &str| Choice {
        code: code.into(),
        label: text(code),
        points: None,
    };
    Question {
        code: code.into(),
        ask: text(code),
        help: None,
        kind: Kind::Choice {
            options: vec![option("yes"), option("no")],
        },
        required: true,
        intimate: false,
        observed: false,
        when: None,
    }
}

fn form_of(questions: Vec<Question>) -> Result<Form, Vec<DefinitionFault>> {
    Form::new(Definition {
        form: FormCode("trial".into()),
        version: 1,
        title: text("Trial"),
        parts: vec![Part {
            code: "only".into(),
            title: text("Only"),
            lead: None,
            training: None,
            untrained: None,
            questions,
        }],
        scores: Vec::new(),
        doubts: Vec::new(),
        overheard: None,
    })
}

fn choice(code: &str) -> Answer {
    Answer::Choice(code.into())
}

fn part<'a>(state: &'a State, code: &str) -> &'a PartState {
    state.parts.iter().find(|part| part.code == code).unwrap()
}

/// Barthel answers that sum to `value`: as many points as fit, question by question.
fn barthel(mut value: u32) -> Answers {
    let form = check();
    let score = &form.definition().scores[0];
    let mut answers = Answers::new();
    for code in &score.sum_of {
        let options = form.question(code).unwrap().kind.options();
        let best = options
            .iter()
            .filter(|option| option.points.unwrap() <= value)
            .max_by_key(|option| option.points)
            .unwrap();
        value -= best.points.unwrap();
        answers.insert(code.clone(), choice(&best.code));
    }
    answers
}

#[test]
fn a_question_is_asked_only_when_its_condition_holds() {
    let form = check();
    let mut answers = Answers::from([("keadaan".to_owned(), choice("baik"))]);
    let asked = |answers: &Answers| {
        let state = evaluate(&form, answers, NOBODY);
        part(&state, "kabar").asked.contains(&"keluhan".to_owned())
    };
    assert!(!asked(&answers));
    answers.insert("keadaan".to_owned(), choice("kurang_sehat"));
    assert!(asked(&answers));
}

#[test]
fn intimate_questions_wait_until_the_visitors_have_gone() {
    let form = check();
    let asks_bab = |visitors: &str| {
        let answers = Answers::from([("ada_tamu".to_owned(), choice(visitors))]);
        let state = evaluate(&form, &answers, NOBODY);
        part(&state, "kegiatan").asked.contains(&"bab".to_owned())
    };
    assert!(!asks_bab("ya"));
    assert!(asks_bab("tidak"));
}

#[test]
fn only_trained_users_are_asked_for_the_screening_and_others_are_told_what_to_do() {
    let form = check();
    let state = evaluate(&form, &Answers::new(), NOBODY);
    assert!(part(&state, "skilas").asked.is_empty());
    assert!(part(&state, "skilas").instead.is_some());
    let trained = Setting {
        trainings: &["skilas".to_owned()],
        ..NOBODY
    };
    let state = evaluate(&form, &Answers::new(), trained);
    assert_eq!(part(&state, "skilas").asked.len(), 6);
}

#[test]
fn what_cannot_be_is_a_fault_and_what_is_unlikely_only_asks() {
    let form = check();
    let meals = |number| Answers::from([("makan_sehari".to_owned(), Answer::Number(number))]);
    let state = evaluate(&form, &meals(40), NOBODY);
    let out_of_range = FaultKind::OutOfRange { least: 0, most: 6 };
    assert_eq!(state.faults[0].kind, out_of_range);
    let state = evaluate(&form, &meals(6), NOBODY);
    assert!(state.faults.is_empty());
    assert_eq!(state.doubts[0].0, "makan_sehari");
    let state = evaluate(&form, &meals(3), NOBODY);
    assert!(state.doubts.is_empty());
}

#[test]
fn answers_that_contradict_each_other_are_asked_about() {
    let alone = BTreeSet::from(["sendiri".to_owned()]);
    let answers = Answers::from([
        ("tinggal_dengan".to_owned(), Answer::Choices(alone)),
        ("perawat".to_owned(), choice("keluarga_serumah")),
    ]);
    let state = evaluate(&check(), &answers, NOBODY);
    assert_eq!(state.doubts.len(), 1);
    assert_eq!(state.doubts[0].0, "perawat");
}

#[test]
fn skipping_answers_a_required_question_and_leaves_the_score_open() {
    let form = check();
    let mut answers = barthel(20);
    assert_eq!(scores(&form, &answers)[0].value, Some(20));
    answers.insert("bab".to_owned(), Answer::Skipped);
    let state = evaluate(&form, &answers, NOBODY);
    assert!(part(&state, "kegiatan").complete);
    let open = &scores(&form, &answers)[0];
    assert_eq!((open.value, open.counted), (None, 9));
}

#[test]
fn every_sum_of_the_index_falls_into_its_class() {
    let form = check();
    let classes = [
        (0..=4, "total"),
        (5..=8, "berat"),
        (9..=11, "sedang"),
        (12..=19, "ringan"),
        (20..=20, "mandiri"),
    ];
    for (range, class) in classes {
        for value in range {
            let answers = barthel(value);
            let score = &scores(&form, &answers)[0];
            assert_eq!(score.value, Some(value));
            assert_eq!(score.band().map(|band| band.code.as_str()), Some(class));
        }
    }
}

#[test]
fn a_draft_opens_in_the_next_version_with_its_answers_kept() {
    let mut definition = check().definition().clone();
    definition.version = 2;
    let kabar = &mut definition.parts[1];
    kabar.questions.retain(|question| question.code != "obat");
    if let Kind::Choice { options } = &mut kabar.questions[0].kind {
        options.retain(|option| option.code != "baik");
    }
    let next = Form::new(definition).unwrap();
    let draft = Answers::from([
        ("izin".to_owned(), choice("setuju_lisan")),
        ("keadaan".to_owned(), choice("baik")),
        ("obat".to_owned(), choice("teratur")),
    ]);
    let carried = carry_over(&draft, &next);
    assert_eq!(carried.asked_again, ["keadaan"]);
    assert_eq!(carried.answers["izin"], choice("setuju_lisan"));
    assert_eq!(carried.answers["obat"], choice("teratur"));
    assert_eq!(carried.answers["keadaan.former"], choice("baik"));
    assert!(!carried.answers.contains_key("keadaan"));
}

#[test]
fn a_broken_definition_is_refused_with_everything_that_is_wrong() {
    let mut ahead = yes_no("first");
    ahead.when = Some(Condition::Chosen {
        question: "second".into(),
        any_of: vec!["yes".into()],
    });
    let mut second = yes_no("second");
    second.when = Some(Condition::Chosen {
        question: "first".into(),
        any_of: vec!["maybe".into()],
    });
    let mut nameless = yes_no("Not A Code");
    nameless.ask.en.clear();
    let faults = form_of(vec![ahead, second, nameless, yes_no("first")]).unwrap_err();
    assert_eq!(
        faults,
        [
            DefinitionFault::LooksAhead {
                at: "first".into(),
                question: "second".into()
            },
            DefinitionFault::OptionUnknown {
                at: "second".into(),
                question: "first".into(),
                option: "maybe".into()
            },
            DefinitionFault::Code("Not A Code".into()),
            DefinitionFault::TextMissing("Not A Code".into()),
            DefinitionFault::Twice("first".into()),
        ]
    );
    assert_eq!(form_of(Vec::new()).unwrap_err(), [DefinitionFault::Empty]);
}

#[test]
fn classes_with_a_gap_are_refused() {
    let mut definition = check().definition().clone();
    definition.scores[0].bands[2].from = 10;
    let faults = Form::new(definition).unwrap_err();
    assert_eq!(faults, [DefinitionFault::BandsIncomplete("barthel".into())]);
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        "[a-z_]{0,12}".prop_map(Answer::Choice),
        prop::collection::btree_set("[a-z_]{0,8}", 0..4).prop_map(Answer::Choices),
        any::<i64>().prop_map(Answer::Number),
        Just(Answer::Date(today())),
        Just(Answer::Skipped),
    ]
}

proptest! {
    #[test]
    fn no_answers_from_outside_panic_and_no_asked_question_counts_twice(
        given in prop::collection::vec((any::<prop::sample::Index>(), any_answer()), 0..40),
    ) {
        let form = check();
        let codes: Vec<String> = form.questions().map(|(_, it)| it.code.clone()).collect();
        let answers: Answers = given
            .into_iter()
            .map(|(index, answer)| (codes[index.index(codes.len())].clone(), answer))
            .collect();
        let state = evaluate(&form, &answers, NOBODY);
        for part in &state.parts {
            prop_assert!(part.answered as usize <= part.asked.len());
        }
        let carried = carry_over(&answers, &form);
        prop_assert_eq!(carried.answers.len(), answers.len());
        let _ = scores(&form, &answers);
    }
}
