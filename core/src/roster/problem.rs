//! What is wrong with a row, and what could stand there instead.

/// Every code that a row can get. Codes are stable: scripts of offices read them.
///
/// | code | kind | when |
/// |---|---|---|
/// | `name_missing` | error | no name, or nothing in it that is one |
/// | `nik_precision_lost` | error | the spreadsheet threw the last digits away |
/// | `nik_length` | error | not sixteen digits |
/// | `nik_invalid` | error | sixteen digits that no office can have issued |
/// | `birth_date_invalid` | error | a date that cannot be, or cannot be read |
/// | `rt_rw_missing` | error | RT or RW is not there |
/// | `rt_rw_invalid` | error | RT and RW cannot be read, or the spreadsheet made a date of them |
/// | `kelurahan_unknown` | error | no kelurahan of that name or code, or none named at all |
/// | `text_too_long` | error | more than a name, an address or a note can hold |
/// | `nik_missing` | warning | without NIK; allowed |
/// | `nik_birth_mismatch` | warning | the NIK has another birth date |
/// | `nik_sex_mismatch` | warning | the NIK has the other sex |
/// | `nik_area_mismatch` | warning | the NIK was first registered in another kecamatan |
/// | `birth_missing` | warning | neither birth date nor age |
/// | `birth_year_only` | warning | only the year is known, or only an age |
/// | `kk_invalid` | warning | the No. KK is left out |
/// | `phone_invalid` | warning | the telephone number is left out |
/// | `sex_unreadable` | warning | the sex is left out |
/// | `person_left` | warning | known, and left the programme: stays so |
/// | `person_deceased` | warning | known, and passed away: stays so |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    NameMissing,
    NikPrecisionLost,
    NikLength,
    NikInvalid,
    BirthDateInvalid,
    RtRwMissing,
    RtRwInvalid,
    KelurahanUnknown,
    TextTooLong,
    NikMissing,
    NikBirthMismatch,
    NikSexMismatch,
    NikAreaMismatch,
    BirthMissing,
    BirthYearOnly,
    KkInvalid,
    PhoneInvalid,
    SexUnreadable,
    PersonLeft,
    PersonDeceased,
}

impl Code {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NameMissing => "name_missing",
            Self::NikPrecisionLost => "nik_precision_lost",
            Self::NikLength => "nik_length",
            Self::NikInvalid => "nik_invalid",
            Self::BirthDateInvalid => "birth_date_invalid",
            Self::RtRwMissing => "rt_rw_missing",
            Self::RtRwInvalid => "rt_rw_invalid",
            Self::KelurahanUnknown => "kelurahan_unknown",
            Self::TextTooLong => "text_too_long",
            Self::NikMissing => "nik_missing",
            Self::NikBirthMismatch => "nik_birth_mismatch",
            Self::NikSexMismatch => "nik_sex_mismatch",
            Self::NikAreaMismatch => "nik_area_mismatch",
            Self::BirthMissing => "birth_missing",
            Self::BirthYearOnly => "birth_year_only",
            Self::KkInvalid => "kk_invalid",
            Self::PhoneInvalid => "phone_invalid",
            Self::SexUnreadable => "sex_unreadable",
            Self::PersonLeft => "person_left",
            Self::PersonDeceased => "person_deceased",
        }
    }

    /// Whether the row cannot enter. The others enter and are marked.
    pub fn is_error(self) -> bool {
        matches!(
            self,
            Self::NameMissing
                | Self::NikPrecisionLost
                | Self::NikLength
                | Self::NikInvalid
                | Self::BirthDateInvalid
                | Self::RtRwMissing
                | Self::RtRwInvalid
                | Self::KelurahanUnknown
                | Self::TextTooLong
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 0.
    pub row: usize,
    /// From 0; `None`: the whole row.
    pub column: Option<usize>,
    pub code: Code,
    /// In Indonesian: what is wrong, then what to do.
    pub message: String,
    pub suggestions: Vec<Suggestion>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// In Indonesian, for a button.
    pub label: String,
    pub fix: Fix,
}

/// A mend of one row, made by a person; the file stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// This text stands in the cell.
    Text {
        column: usize,
        text: String,
    },
    NikUnknown,
    SkipRow,
    /// The row and its twin are one person.
    SamePerson,
    DifferentPeople,
}
