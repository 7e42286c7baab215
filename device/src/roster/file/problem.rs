//! Why a file is refused as a whole.

/// Each has a stable code and a sentence in Indonesian that says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum FileProblem {
    Empty,
    TooLarge,
    TooManyRows,
    Password,
    Broken,
    /// Something else than a spreadsheet or a table as text.
    WrongType,
    SheetMissing,
    HeaderMissing,
}

impl FileProblem {
    pub const ALL: [FileProblem; 8] = [
        Self::Empty,
        Self::TooLarge,
        Self::TooManyRows,
        Self::Password,
        Self::Broken,
        Self::WrongType,
        Self::SheetMissing,
        Self::HeaderMissing,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge => "file_too_large",
            Self::TooManyRows => "file_too_many_rows",
            Self::Password => "file_password",
            Self::Broken => "file_broken",
            Self::WrongType => "file_type",
            Self::SheetMissing => "sheet_missing",
            Self::HeaderMissing => "header_missing",
        }
    }

    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => {
                "Berkas ini kosong. Belum ada yang disimpan. Pilih berkas daftar yang berisi."
            }
            Self::TooLarge => {
                "Berkas ini lebih dari 50 MB. Belum ada yang disimpan. \
                 Hapus gambar dan lembar lain di dalamnya, lalu coba lagi."
            }
            Self::TooManyRows => {
                "Lembar ini lebih dari 50.000 baris. Belum ada yang disimpan. \
                 Bagi menjadi beberapa berkas, misalnya per kelurahan."
            }
            Self::Password => {
                "Berkas ini dikunci kata sandi. Belum ada yang disimpan. \
                 Buka di Excel, hapus kata sandinya, simpan, lalu coba lagi."
            }
            Self::Broken => {
                "Berkas ini rusak atau terpotong. Belum ada yang disimpan. \
                 Buka di Excel dan simpan ulang, atau minta salinannya lagi."
            }
            Self::WrongType => {
                "Ini bukan berkas tabel. Belum ada yang disimpan. \
                 Pilih berkas XLSX, XLS, ODS atau CSV; berkas lain buka di Excel lalu simpan sebagai XLSX."
            }
            Self::SheetMissing => {
                "Lembar itu tidak ada di berkas ini. Belum ada yang disimpan. Pilih lembar lain."
            }
            Self::HeaderMissing => {
                "Judul kolom tidak ketemu. Belum ada yang disimpan. \
                 Beri satu baris judul di atas daftar, paling tidak “Nama” dan “RT/RW”."
            }
        }
    }
}
