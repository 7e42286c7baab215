//! The forms that every version of the app brings along.

use super::{Definition, Form};

const CEK_KEADAAN: &str = include_str!("../../definitions/cek_keadaan.v1.json");

/// *Cek keadaan lengkap*, until an office defines a newer version.
pub fn built_in() -> Vec<Form> {
    [CEK_KEADAAN]
        .iter()
        .filter_map(|text| {
            let definition: Definition = serde_json::from_str(text).ok()?;
            Form::new(definition).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_that_comes_along_is_sound() {
        let definition: Definition = serde_json::from_str(CEK_KEADAAN).unwrap();
        assert_eq!(Form::new(definition).map(|_| ()), Ok(()));
        assert_eq!(built_in().len(), 1);
    }

    #[test]
    fn an_office_can_send_it_in_one_operation() {
        let definition = built_in().remove(0).definition().clone();
        let area = crate::places::AreaCode::parse("31.71.08.1002").unwrap();
        let define = crate::assessments::operations::DefineForm { area, definition };
        let body = crate::operation::Payload::from(define).encode([0; 16]);
        assert!(
            body.len() <= crate::operation::BODY_BYTES_MAX,
            "{}",
            body.len()
        );
    }
}
