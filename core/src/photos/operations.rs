//! What is attached to a delivery or a visit, and taken away again.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Entry, Izin, Object, PHOTO_BYTES_MAX, Paraf, Photo, Purpose, SIDE_PX_MAX, Subject,
    THUMBNAIL_BYTES_MAX, registers as r,
};
use crate::ids::{OpId, PersonId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};

fn set(subject: Subject, person: Option<PersonId>, entry: &Entry, saw: &[OpId]) -> Vec<Effect> {
    let home = match (subject, person) {
        (Subject::Delivery(_), Some(person)) => Home::Delivery(person),
        (Subject::Visit(_), Some(person)) => Home::Case(person),
        // A door off the list: beside its delivery.
        (_, None) => Home::Addressed,
    };
    let entity = subject.entity();
    vec![Effect::set(
        (entity.kind, entity.id),
        home,
        r::PHOTOS,
        entry,
        saw,
    )]
}

/// A visit is always to somebody.
fn check_subject(subject: Subject, person: Option<PersonId>) -> Result<(), InvalidIntent> {
    match (subject, person) {
        (Subject::Visit(_), None) => Err(InvalidIntent::NameMissing),
        _ => Ok(()),
    }
}

/// `photo.attach`: recorded when the ciphertext is durable on the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attach {
    pub subject: Subject,
    /// `None`: a door off the list.
    pub person: Option<PersonId>,
    pub photo: Photo,
}

impl Intent for Attach {
    fn entity(&self) -> Uuid {
        self.subject.entity().id
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        check_subject(self.subject, self.person)?;
        let Photo {
            purpose,
            izin,
            width_px,
            height_px,
            ref full,
            ref thumbnail,
            ..
        } = self.photo;
        if purpose == Purpose::Person && izin == Izin::NoFace {
            return Err(InvalidIntent::ConsentMissing);
        }
        if purpose.is_document() && matches!(self.subject, Subject::Delivery(_)) {
            return Err(InvalidIntent::DocumentAtTheDoor);
        }
        let fits = |object: &Object, most| 0 < object.bytes && object.bytes <= most;
        let has_size = |side| 0 < side && side <= SIDE_PX_MAX;
        if !fits(full, PHOTO_BYTES_MAX)
            || !fits(thumbnail, THUMBNAIL_BYTES_MAX)
            || !has_size(width_px)
            || !has_size(height_px)
        {
            return Err(InvalidIntent::PhotoOutOfRange);
        }
        Ok(())
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let entry = Entry::Photo(self.photo.clone());
        set(self.subject, self.person, &entry, &[])
    }
}

/// `paraf.draw`: a drawn mark instead of a photo, or beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    pub subject: Subject,
    pub person: Option<PersonId>,
    pub paraf: Paraf,
}

impl Intent for Draw {
    fn entity(&self) -> Uuid {
        self.subject.entity().id
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        check_subject(self.subject, self.person)?;
        if Paraf::POINTS_MAX < self.paraf.points() {
            return Err(InvalidIntent::TooMany);
        }
        if !self.paraf.is_drawn() {
            return Err(InvalidIntent::Empty);
        }
        Ok(())
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let entry = Entry::Paraf(self.paraf.clone());
        set(self.subject, self.person, &entry, &[])
    }
}

/// `photo.decline`: *Tidak difoto*. Remembered, and nobody asks again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    pub subject: Subject,
    pub person: Option<PersonId>,
}

impl Intent for Decline {
    fn entity(&self) -> Uuid {
        self.subject.entity().id
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        check_subject(self.subject, self.person)
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        set(self.subject, self.person, &Entry::Declined, &[])
    }
}

/// `photo.remove`: what `saw` names is shown no more, and its ciphertext is given to nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub subject: Subject,
    pub person: Option<PersonId>,
    /// The operations that attached it.
    pub saw: Vec<OpId>,
}

impl Intent for Remove {
    fn entity(&self) -> Uuid {
        self.subject.entity().id
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        check_subject(self.subject, self.person)?;
        if self.saw.is_empty() {
            return Err(InvalidIntent::Empty);
        }
        Ok(())
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        set(self.subject, self.person, &Entry::Removed, &self.saw)
    }
}
