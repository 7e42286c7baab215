//! `rantang-server new-sealing-key`.

use clap::Args;
use serde_json::json;

use super::Common;
use super::report::{CliResult, Report};
use crate::keys;
use crate::office::existing_store;

/// Let devices seal to another key, where sealing.key is lost for good.
///
/// Makes one where the directory has none. Files that phones made before cannot be opened any more;
/// what is in them is still on the phones, and comes by the line.
#[derive(Args)]
#[command(after_help = "Example:\n  rantang-server new-sealing-key --data ./office")]
pub struct NewSealingKey {
    #[command(flatten)]
    pub common: Common,
}

pub async fn renew_sealing(args: NewSealingKey) -> CliResult {
    let site = args.common.site()?;
    let store = existing_store(&site).await?;
    let recipient = keys::renew_sealing(&*store, &site.data).await?;
    Ok(Report::new(
        format!(
            "Devices seal to {recipient} from their next hello on. Save it: rantang-server backup-keys."
        ),
        json!({"recipient": recipient}),
    ))
}
