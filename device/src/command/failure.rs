//! What a shell is told when a command failed: a stable code and a sentence for people.

use rantang_core::operation::InvalidIntent;
use rantang_core::text::InvalidText;
use serde::Serialize;
use ts_rs::TS;

use crate::platform::VaultError;
use crate::store::Error;

/// Stable: scripts and screens branch on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The command is unknown, or an argument is missing, misspelt or of the wrong form.
    BadRequest,
    /// This window does not send this command.
    NotForThisWindow,
    /// The user's role does not do this.
    NotPermitted,
    NotPaired,
    AlreadyPaired,
    /// The text is not an invitation, or is damaged.
    InvitationUnreadable,
    /// The server says that the code is wrong, used or too old.
    InvitationInvalid,
    /// It is for somebody else than whose device this is.
    InvitationOfAnother,
    /// Somebody else answers at the server's address.
    WrongServer,
    NoSignal,
    ServerBusy,
    ServerRefused,
    AppOutdated,
    /// The record that is meant is not on this device.
    NotFound,
    NameMissing,
    DatesReversed,
    SlotMissing,
    BoxesOutOfRange,
    WellbeingWithoutMeeting,
    NothingToDo,
    TooMany,
    TextTooLong,
    FileEmpty,
    FileTooLarge,
    FileTooManyRows,
    FilePassword,
    FileBroken,
    /// Something else than a table.
    FileType,
    SheetMissing,
    /// No row of a table names its columns.
    HeaderMissing,
    /// Another preview took its place, or it was committed.
    PreviewGone,
    DateInvalid,
    PhoneInvalid,
    PlaceInvalid,
    NikInvalid,
    /// No period of the programme has reached this device.
    NoPeriod,
    /// Somebody who is here already is probably meant; nothing was saved.
    ProbablyKnown,
    /// What the screen showed is no longer so.
    ChangedMeanwhile,
    /// Not a receipt code.
    CodeUnreadable,
    /// The server has not said yet whom to seal to.
    SealingKeyMissing,
    /// The server has not certified this device for the network of its office.
    NotCertified,
    /// Another program listens there.
    PortTaken,
    /// A file cannot be read as what it should be.
    FileUnreadable,
    PictureTooLarge,
    /// Damaged, or nothing that is read as a picture here.
    PictureUnreadable,
    /// A face is meant, and nobody has said that it may be photographed.
    ConsentMissing,
    /// The programme does not want this photo taken.
    PhotoNotAllowed,
    /// It is no picture, or a damaged one.
    PhotoUnreadable,
    /// More pixels than a phone can hold.
    PhotoTooLarge,
    /// The room that is left is kept for records.
    PhotoNoRoom,
    DiskFull,
    StoreInUse,
    StoreNewer,
    StoreDamaged,
    StoreKeyMissing,
    StoreDirectory,
    Internal,
}

impl ErrorCode {
    /// As it stands in JSON.
    pub fn code(self) -> String {
        crate::store::sql::code(&self)
    }
}

/// Serialized as `{"code", "message"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Failure {
    pub code: ErrorCode,
    /// Indonesian: what happened, that the data is safe where it is, and what to do.
    pub message: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// An argument that no screen sends; `detail` is for whoever wrote the script.
    pub fn bad_request(detail: impl std::fmt::Display) -> Self {
        Self::new(
            ErrorCode::BadRequest,
            format!("Permintaan tidak dimengerti: {detail}."),
        )
    }

    /// `what` in Indonesian, e.g. "Rute".
    pub fn not_found(what: &str) -> Self {
        Self::new(
            ErrorCode::NotFound,
            format!("{what} ini tidak ada di perangkat ini. Muat ulang daftar, lalu coba lagi."),
        )
    }

    /// An error of our own: logged here, once, in full; the user is told that the data is safe.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error, "a command failed");
        Self::new(
            ErrorCode::Internal,
            "Ada yang salah di aplikasi. Data yang sudah tersimpan aman. Coba sekali lagi; \
             kalau tetap gagal, tutup dan buka lagi aplikasinya.",
        )
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (code, message) = match &error {
            Error::InvalidIntent(intent) => return (*intent).into(),
            Error::Database(_) | Error::Unreadable(_) => return Self::internal(&error),
            Error::InUse => (
                ErrorCode::StoreInUse,
                "Data ini sedang dibuka program Rantang yang lain. Tutup program itu dulu, lalu coba lagi."
                    .to_owned(),
            ),
            Error::Newer { .. } => (
                ErrorCode::StoreNewer,
                "Data ini ditulis oleh Rantang yang lebih baru. Datanya aman. Perbarui aplikasi untuk membukanya."
                    .to_owned(),
            ),
            Error::Damaged(_) => (
                ErrorCode::StoreDamaged,
                "File data tidak bisa dibaca. File dibiarkan apa adanya. Simpan salinannya dan hubungi pengelola; \
                 yang sudah terkirim aman di server."
                    .to_owned(),
            ),
            Error::Key(VaultError::Missing | VaultError::Damaged) => (
                ErrorCode::StoreKeyMissing,
                "Kunci data tidak ada atau rusak, jadi data tidak bisa dibuka. File dibiarkan apa adanya. \
                 Kembalikan file kunci (key) dari salinannya, atau hubungi pengelola."
                    .to_owned(),
            ),
            Error::Key(VaultError::Io(_)) | Error::Directory(_) => (
                ErrorCode::StoreDirectory,
                "Folder data tidak bisa dibaca atau ditulis. Periksa letak dan izin foldernya, lalu coba lagi."
                    .to_owned(),
            ),
            Error::DiskFull => (
                ErrorCode::DiskFull,
                "Penyimpanan penuh, jadi catatan ini belum tersimpan. Catatan sebelumnya aman. \
                 Hapus foto atau aplikasi yang tidak dipakai, lalu simpan lagi."
                    .to_owned(),
            ),
            Error::TooLarge => (
                ErrorCode::TextTooLong,
                "Catatan ini terlalu panjang, jadi belum tersimpan. Pendekkan, lalu simpan lagi.".to_owned(),
            ),
            Error::NotPaired => (
                ErrorCode::NotPaired,
                "Perangkat ini belum dipasangkan. Minta kode undangan kepada koordinator.".to_owned(),
            ),
            Error::NotPermitted { .. } => (
                ErrorCode::NotPermitted,
                "Peran Anda tidak bisa mencatat ini. Tidak ada yang berubah. Minta koordinator melakukannya."
                    .to_owned(),
            ),
        };
        if matches!(
            code,
            ErrorCode::StoreDamaged | ErrorCode::StoreDirectory | ErrorCode::StoreKeyMissing
        ) {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the store cannot be used"
            );
        }
        Self { code, message }
    }
}

impl From<InvalidIntent> for Failure {
    fn from(intent: InvalidIntent) -> Self {
        let (code, message) = match intent {
            InvalidIntent::NameMissing => (
                ErrorCode::NameMissing,
                "Namanya belum diisi. Isi nama, lalu simpan lagi.",
            ),
            InvalidIntent::DatesReversed => (
                ErrorCode::DatesReversed,
                "Tanggal akhir lebih dulu daripada tanggal awal. Perbaiki tanggalnya, lalu simpan lagi.",
            ),
            InvalidIntent::SlotMissing => (
                ErrorCode::SlotMissing,
                "Makan pertama atau kedua belum dipilih. Pilih salah satu, lalu simpan lagi.",
            ),
            InvalidIntent::BoxesOutOfRange => (
                ErrorCode::BoxesOutOfRange,
                "Jumlah kotak tidak masuk akal. Periksa angkanya, lalu simpan lagi.",
            ),
            InvalidIntent::WellbeingWithoutMeeting => (
                ErrorCode::WellbeingWithoutMeeting,
                "Keadaan hanya bisa dicatat kalau beliau ditemui. Kosongkan keadaan, lalu simpan lagi.",
            ),
            InvalidIntent::DateMissing => (
                ErrorCode::DateInvalid,
                "Tindak lanjut ini perlu tanggal. Pilih harinya, lalu simpan lagi.",
            ),
            InvalidIntent::ConsentMissing => (
                ErrorCode::ConsentMissing,
                "Foto beliau perlu izin. Tanyakan dulu, lalu pilih siapa yang mengizinkan.",
            ),
            InvalidIntent::DocumentAtTheDoor => (
                ErrorCode::PhotoNotAllowed,
                "KTP dan KK tidak difoto. Catat nomornya saja. Foto ini tidak disimpan.",
            ),
            InvalidIntent::PhotoOutOfRange => (
                ErrorCode::PhotoUnreadable,
                "Foto ini tidak bisa disimpan. Catatan Anda aman. Ambil fotonya sekali lagi.",
            ),
            InvalidIntent::Empty => (ErrorCode::NothingToDo, "Tidak ada yang perlu disimpan."),
            InvalidIntent::TooFar => (
                ErrorCode::PlaceInvalid,
                "Pindah ke luar kecamatan dicatat sebagai keluar dari program. Belum ada yang berubah.",
            ),
            InvalidIntent::TooMany => (
                ErrorCode::TooMany,
                "Terlalu banyak sekaligus. Bagi menjadi beberapa bagian, lalu simpan lagi.",
            ),
        };
        Self::new(code, message)
    }
}

impl From<InvalidText> for Failure {
    fn from(text: InvalidText) -> Self {
        let InvalidText::TooLong { max } = text;
        Self::new(
            ErrorCode::TextTooLong,
            format!(
                "Tulisannya lebih dari {max} huruf, jadi belum tersimpan. Pendekkan, lalu simpan lagi."
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_reads_as_a_code_and_a_sentence() {
        let failure = Failure::from(Error::DiskFull);
        let json = serde_json::to_value(&failure).unwrap();
        assert_eq!(json["code"], "disk_full");
        assert!(json["message"].as_str().unwrap().contains("aman"));
    }
}
