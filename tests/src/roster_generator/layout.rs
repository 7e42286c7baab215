//! What surrounds the people: titles, headers, columns, subtotals, signatures.

use super::{
    dates::{NOTATIONS, Notation},
    dice::Dice,
    places::{KECAMATAN, Kelurahan},
    sheet::{Cell, Merge, Sheet},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Number,
    Name,
    Nik,
    Kk,
    Birth,
    /// "Jakarta, 31-12-1941".
    BirthPlaceAndDate,
    Age,
    Sex,
    RtRw,
    Rt,
    Rw,
    Kelurahan,
    Kecamatan,
    Address,
    Phone,
    Aid,
    Note,
    Signature,
}

/// How one office keeps its list.
pub struct Layout {
    pub columns: Vec<Column>,
    /// Empty columns before the table.
    pub indent: usize,
    /// How this office mostly writes dates.
    pub notation: Notation,
    pub headers_in_capitals: bool,
    /// The list goes from RW to RW, as the boxes do.
    pub sorted_by_rw: bool,
    /// The RW stands once, in a merged cell beside all who live there.
    pub merged_rw: bool,
    /// "RT" and "RW" stand under a merged "Alamat", and the other headers span both rows.
    pub two_header_rows: bool,
    /// Official tables number their columns below the header.
    pub numbers_below_header: bool,
    /// The header stands again where a printed page begins.
    pub repeats_headers: bool,
    pub subtotals: bool,
    pub signatures: bool,
}

impl Layout {
    pub fn draw(dice: &mut Dice) -> Self {
        let mut columns = Vec::new();
        let mut maybe = |dice: &mut Dice, percent: u32, column: Column| {
            if dice.chance(percent) {
                columns.push(column);
            }
        };
        maybe(dice, 85, Column::Number);
        let nik_first = dice.chance(25);
        if nik_first {
            maybe(dice, 40, Column::Kk);
            maybe(dice, 100, Column::Nik);
        }
        maybe(dice, 100, Column::Name);
        if !nik_first {
            maybe(dice, 100, Column::Nik);
            maybe(dice, 40, Column::Kk);
        }
        maybe(dice, 55, Column::Sex);
        let with_place = dice.chance(15);
        maybe(
            dice,
            100,
            if with_place {
                Column::BirthPlaceAndDate
            } else {
                Column::Birth
            },
        );
        maybe(dice, 20, Column::Age);
        maybe(dice, 50, Column::Address);
        let apart = dice.chance(35);
        if apart {
            maybe(dice, 100, Column::Rt);
            maybe(dice, 100, Column::Rw);
        } else {
            maybe(dice, 100, Column::RtRw);
        }
        maybe(dice, 55, Column::Kelurahan);
        maybe(dice, 20, Column::Kecamatan);
        maybe(dice, 25, Column::Phone);
        maybe(dice, 15, Column::Aid);
        maybe(dice, 45, Column::Note);
        maybe(dice, 15, Column::Signature);
        let sorted_by_rw = dice.chance(40);
        Self {
            sorted_by_rw,
            merged_rw: apart && sorted_by_rw && dice.chance(50),
            two_header_rows: apart && dice.chance(35),
            columns,
            indent: if dice.chance(20) {
                dice.between(1, 2) as usize
            } else {
                0
            },
            notation: dice.pick(NOTATIONS),
            headers_in_capitals: dice.chance(40),
            numbers_below_header: dice.chance(15),
            repeats_headers: dice.chance(8),
            subtotals: dice.chance(45),
            signatures: dice.chance(45),
        }
    }

    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    fn width(&self) -> usize {
        self.indent + self.columns.len()
    }

    /// A row with one text in it, in the given column of the table.
    fn row_with(&self, column: usize, text: &str) -> Vec<Cell> {
        let mut row = vec![Cell::Empty; self.width()];
        let last = row.len() - 1;
        row[(self.indent + column).min(last)] = Cell::text(text);
        row
    }

    pub fn column_of(&self, column: Column) -> usize {
        self.columns
            .iter()
            .position(|found| *found == column)
            .unwrap_or(0)
    }

    pub fn push_titles(&self, dice: &mut Dice, sheet: &mut Sheet, kelurahan: &Kelurahan) {
        for _ in 0..dice.pick(&[0, 0, 0, 1, 2]) {
            sheet.push(Vec::new());
        }
        let titles = [
            "DAFTAR PENERIMA MANFAAT PERMAKANAN LANJUT USIA".to_owned(),
            format!("KELURAHAN {} KECAMATAN {KECAMATAN}", kelurahan.name).to_uppercase(),
            "TAHUN ANGGARAN 2026".to_owned(),
            format!("Kelurahan : {}", kelurahan.name),
            "Nama Pokmas : Melati Bersatu".to_owned(),
        ];
        for title in titles {
            if !dice.chance(55) {
                continue;
            }
            let row = sheet.push(self.row_with(0, &title)) - 1;
            let first = u16::try_from(self.indent).expect("a table is narrow");
            let last = u16::try_from(self.width() - 1).expect("a table is narrow");
            if dice.chance(70) && first < last {
                sheet.merges.push(Merge {
                    first: (row, first),
                    last: (row, last),
                });
            }
        }
        if dice.chance(50) {
            sheet.push(Vec::new());
        }
    }

    /// One row, two where RT and RW stand under a common header, and one more where the columns
    /// are numbered.
    pub fn headers(&self, dice: &mut Dice, multiline: bool) -> Vec<Vec<Cell>> {
        let mut upper = vec![Cell::Empty; self.indent];
        let mut lower = upper.clone();
        for column in &self.columns {
            let header = Cell::Text(self.header(dice, *column, multiline));
            match column {
                Column::Rt if self.two_header_rows => {
                    upper.push(Cell::text("Alamat"));
                    lower.push(header);
                }
                Column::Rw if self.two_header_rows => {
                    upper.push(Cell::Empty);
                    lower.push(header);
                }
                _ => {
                    upper.push(header);
                    lower.push(Cell::Empty);
                }
            }
        }
        let mut rows = vec![upper];
        if self.two_header_rows {
            rows.push(lower);
        }
        if self.numbers_below_header {
            let as_text = dice.chance(50);
            let number = |number: usize| match as_text {
                true => Cell::text(format!("({number})")),
                false => Cell::Number(number as f64),
            };
            let mut numbers = vec![Cell::Empty; self.indent];
            numbers.extend((1..=self.columns.len()).map(number));
            rows.push(numbers);
        }
        rows
    }

    fn header(&self, dice: &mut Dice, column: Column, multiline: bool) -> String {
        let mut header = dice.pick(header_words(column)).to_owned();
        if self.headers_in_capitals {
            header = header.to_uppercase();
        }
        if multiline && dice.chance(15) {
            header = header.replacen(' ', "\n", 1);
        }
        if dice.chance(8) {
            header.push(' ');
        }
        header
    }

    /// Where a printed page begins, the same rows stand again.
    pub fn push_headers(&self, sheet: &mut Sheet, headers: &[Vec<Cell>]) {
        let row = u32::try_from(sheet.rows.len()).expect("a roster is short");
        sheet.rows.extend(headers.iter().cloned());
        if self.two_header_rows {
            self.merge_headers(sheet, row);
        }
    }

    fn merge_headers(&self, sheet: &mut Sheet, row: u32) {
        for (index, column) in self.columns.iter().enumerate() {
            let at = u16::try_from(self.indent + index).expect("a table is narrow");
            sheet.merges.push(match column {
                Column::Rt => Merge {
                    first: (row, at),
                    last: (row, at + 1),
                },
                Column::Rw => continue,
                _ => Merge {
                    first: (row, at),
                    last: (row + 1, at),
                },
            });
        }
    }

    /// Sums of what stands above; no person.
    pub fn push_subtotal(&self, dice: &mut Dice, sheet: &mut Sheet, rw: u32, people: usize) {
        let at_name = self.column_of(Column::Name);
        let mut row = match dice.between(0, 3) {
            0 => self.row_with(0, "JUMLAH"),
            1 => self.row_with(at_name, &format!("Total RW {rw:02}: {people} orang")),
            2 => self.row_with(at_name, &format!("Sub Total RW {rw:02}")),
            _ => self.row_with(at_name, &format!("Jumlah : {people} jiwa")),
        };
        if dice.chance(40) && self.columns.last() == Some(&Column::Note) {
            *row.last_mut().expect("a table has columns") = Cell::Number(people as f64);
        }
        sheet.push(row);
    }

    pub fn push_signatures(&self, dice: &mut Dice, sheet: &mut Sheet, kelurahan: &Kelurahan) {
        let left = if dice.chance(50) {
            0
        } else {
            self.column_of(Column::Name)
        };
        let column = if dice.chance(50) {
            left
        } else {
            self.columns.len().saturating_sub(3)
        };
        sheet.push(Vec::new());
        if dice.chance(50) {
            sheet.push(self.row_with(column, &format!("{}, 24 November 2026", kelurahan.name)));
        }
        sheet.push(self.row_with(column, "Mengetahui,"));
        sheet.push(self.row_with(column, &format!("Lurah {}", kelurahan.name)));
        sheet.push(Vec::new());
        sheet.push(Vec::new());
        sheet.push(self.row_with(
            column,
            dice.pick(&["SUTRISNO HADI, S.Sos", "( Dra. Hj. Mulyani )"]),
        ));
        sheet.push(self.row_with(column, "NIP. 19650312 199003 1 004"));
    }
}

fn header_words(column: Column) -> &'static [&'static str] {
    match column {
        Column::Number => &["No", "No.", "NO", "No Urut"],
        Column::Name => &[
            "Nama",
            "NAMA LANSIA",
            "Nama Lengkap",
            "Nama Penerima Manfaat",
            "Nama Penerima",
            "Nama Lansia",
        ],
        Column::Nik => &[
            "NIK",
            "No. KTP",
            "No KTP/NIK",
            "N.I.K",
            "Nomor Induk Kependudukan",
        ],
        Column::Kk => &["No. KK", "NO KK", "Nomor KK", "No. Kartu Keluarga"],
        Column::Birth => &["Tgl Lahir", "Tanggal Lahir", "Tgl. Lahir", "TGL LAHIR"],
        Column::BirthPlaceAndDate => &["Tempat, Tgl Lahir", "Tempat/Tanggal Lahir", "TTL"],
        Column::Age => &["Umur", "Usia", "Usia (th)"],
        Column::Sex => &["L/P", "JK", "Jenis Kelamin", "Jns. Kelamin"],
        Column::RtRw => &["RT/RW", "RT / RW", "RT-RW", "Rt/Rw", "RT RW"],
        Column::Rt => &["RT", "Rt", "RT."],
        Column::Rw => &["RW", "Rw", "RW."],
        Column::Kelurahan => &["Kelurahan", "Kel.", "Desa/Kelurahan", "Kel"],
        Column::Kecamatan => &["Kecamatan", "Kec."],
        Column::Address => &["Alamat", "Alamat Tinggal", "Alamat Lengkap"],
        Column::Phone => &["No. HP", "Telepon", "No Telp"],
        Column::Aid => &["Bantuan Lain", "Bansos"],
        Column::Note => &["Ket.", "Keterangan", "Ket"],
        Column::Signature => &["Tanda Tangan", "Paraf", "TTD"],
    }
}
