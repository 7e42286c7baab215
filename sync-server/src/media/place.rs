//! Where the bytes of photos lie: a folder, or a bucket that speaks S3.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::MediaStore;

const SCHEME: &str = "s3://";

/// `--photos`: a folder, or `s3://BUCKET/PREFIX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaPlace {
    Folder(PathBuf),
    Bucket {
        bucket: String,
        /// Empty: the whole bucket is ours.
        prefix: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlace {
    #[error(
        "an address in S3 reads s3://BUCKET or s3://BUCKET/PREFIX; keys belong into the environment"
    )]
    NoBucket,
}

impl FromStr for MediaPlace {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        let Some(rest) = text.strip_prefix(SCHEME) else {
            return Ok(Self::Folder(text.into()));
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let may_name =
            |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || ".-".contains(it);
        if bucket.is_empty() || !bucket.chars().all(may_name) {
            return Err(InvalidPlace::NoBucket);
        }
        Ok(Self::Bucket {
            bucket: bucket.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
        })
    }
}

impl fmt::Display for MediaPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket { bucket, prefix } => write!(f, "{SCHEME}{bucket}/{prefix}"),
        }
    }
}

impl MediaPlace {
    pub fn open(&self) -> anyhow::Result<MediaStore> {
        self.open_with(std::env::vars())
    }

    /// `variables`: of a bucket its keys, region and address, under the names that every tool of S3 reads:
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ALLOW_HTTP`.
    pub fn open_with(
        &self,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<MediaStore> {
        match self {
            Self::Folder(folder) => MediaStore::in_folder(folder),
            Self::Bucket { bucket, prefix } => in_bucket(bucket, prefix, variables),
        }
    }
}

#[cfg(feature = "s3")]
fn in_bucket(
    bucket: &str,
    prefix: &str,
    variables: impl IntoIterator<Item = (String, String)>,
) -> anyhow::Result<MediaStore> {
    use std::sync::Arc;

    use anyhow::Context;
    use object_store::aws::AmazonS3Builder;
    use object_store::prefix::PrefixStore;

    let mut options = AmazonS3Builder::new();
    for (name, value) in variables {
        // Other variables of that beginning are for other programs.
        if let ("AWS_", Ok(key)) = (name.get(..4).unwrap_or(""), name.to_lowercase().parse()) {
            options = options.with_config(key, value);
        }
    }
    let objects = options
        .with_bucket_name(bucket)
        .build()
        .with_context(|| format!("cannot use the bucket {bucket}"))?;
    Ok(MediaStore::over(match prefix {
        "" => Arc::new(objects),
        _ => Arc::new(PrefixStore::new(objects, prefix)),
    }))
}

#[cfg(not(feature = "s3"))]
fn in_bucket(
    bucket: &str,
    _prefix: &str,
    _variables: impl IntoIterator<Item = (String, String)>,
) -> anyhow::Result<MediaStore> {
    anyhow::bail!(
        "cannot use the bucket {bucket}: this server was built without S3 (--features s3)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_folder_or_a_bucket() {
        let bucket = |bucket: &str, prefix: &str| {
            Ok(MediaPlace::Bucket {
                bucket: bucket.to_owned(),
                prefix: prefix.to_owned(),
            })
        };
        assert_eq!("s3://foto".parse(), bucket("foto", ""));
        assert_eq!("s3://foto/rw/03/".parse(), bucket("foto", "rw/03"));
        assert_eq!(
            "/srv/foto".parse(),
            Ok(MediaPlace::Folder("/srv/foto".into()))
        );
        for wrong in ["s3://", "s3:///foto", "s3://KEY:secret@foto"] {
            assert_eq!(
                wrong.parse::<MediaPlace>(),
                Err(InvalidPlace::NoBucket),
                "{wrong}"
            );
        }
    }
}
