//! The report as a PDF, set by Typst with the fonts of the app. Nothing is read from the system.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::json;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue, Str};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::PdfOptions;

use super::pictures::Picture;
use super::view::MonthlyView;
use super::words;

const TEMPLATE: &str = include_str!("monthly.typ");
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../fonts/PlusJakartaSans-Regular.ttf"),
    include_bytes!("../../fonts/PlusJakartaSans-Bold.ttf"),
];

/// The template of this program does not fit its data: an error of ours.
#[derive(Debug, thiserror::Error)]
#[error("the report could not be set: {0}")]
pub struct NotSet(String);

impl NotSet {
    fn of(errors: &[SourceDiagnostic]) -> Self {
        let mut text = String::new();
        for error in errors {
            // Writing to a string does not fail.
            _ = write!(text, "{}; ", error.message);
        }
        Self(text)
    }
}

/// `pictures`: for each row.
pub(super) fn pdf(view: &MonthlyView, pictures: &[Vec<Picture>]) -> Result<Vec<u8>, NotSet> {
    let world = Paper::new(&data(view, pictures), pictures)?;
    let document = typst::compile(&world)
        .output
        .map_err(|errors| NotSet::of(&errors))?;
    typst_pdf::pdf(&document, &PdfOptions::default()).map_err(|errors| NotSet::of(&errors))
}

/// What the template shows, as text.
fn data(view: &MonthlyView, pictures: &[Vec<Picture>]) -> String {
    let month = words::month(&view.month);
    let rows: Vec<_> = view
        .rows
        .iter()
        .zip(pictures)
        .enumerate()
        .map(|(row_at, (row, pictures))| {
            let pictures: Vec<_> = (0..)
                .zip(pictures)
                .map(|(at, it)| json!({"file": file_name(row_at, at), "what": it.what}))
                .collect();
            json!({
                "pictures": pictures,
                "date": words::date(row.date),
                "kind": words::purpose(row.purpose),
                "place": words::place(row),
                "person": row.person_name,
                "done": words::done(row),
                "next": words::next(row),
                "photos": if row.photos == 0 { String::new() } else { row.photos.to_string() },
            })
        })
        .collect();
    let sums: Vec<_> = view
        .sums
        .iter()
        .map(|sum| json!({"what": words::sum(sum.what), "count": sum.count}))
        .collect();
    let document = json!({
        "title": "Laporan kunjungan PSM",
        "month": month,
        "kelurahan": view.kelurahan_name,
        "psm": view.psm_full_name,
        "footer": format!("{}, {month}. Berisi data pribadi: simpan dan bagikan seperlunya.", view.psm_full_name),
        "sums": sums,
        "rows": rows,
        "signatures": [
            {"what": "Dibuat oleh, PSM", "name": view.psm_full_name},
            {"what": "Diperiksa oleh, koordinator", "name": view.coordinator_name},
            {"what": "Mengetahui", "name": ""},
        ],
    });
    document.to_string()
}

fn file_name(row: usize, at: usize) -> String {
    format!("{row}-{at}.jpg")
}

fn file_id(name: &str) -> Result<FileId, NotSet> {
    let path = VirtualPath::new(name).map_err(|error| NotSet(error.to_string()))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// All that Typst may see: one template, its data and pictures, two fonts.
struct Paper {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    pictures: HashMap<FileId, Bytes>,
}

impl Paper {
    fn new(data: &str, rows: &[Vec<Picture>]) -> Result<Self, NotSet> {
        let mut inputs = Dict::new();
        inputs.insert(Str::from("report"), data.into_value());
        let fonts: Vec<Font> = FONTS
            .into_iter()
            .filter_map(|font| Font::new(Bytes::new(font), 0))
            .collect();
        let mut pictures = HashMap::new();
        for (row_at, row) in rows.iter().enumerate() {
            for (at, picture) in row.iter().enumerate() {
                let id = file_id(&file_name(row_at, at))?;
                pictures.insert(id, Bytes::new(picture.jpeg.clone()));
            }
        }
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(file_id("monthly.typ")?, TEMPLATE.to_owned()),
            pictures,
        })
    }
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let picture = self.pictures.get(&id).cloned();
        picture.ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// A report is of its month, whenever it is printed.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
