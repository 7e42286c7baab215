//! What the windows work on: an open device, or the reason why there is none.

use std::path::Path;
use std::sync::Arc;

use rantang_device::command::{self, Failure, Window};
use rantang_device::device::Device;
use rantang_device::platform::Platform;

pub enum Shell {
    Open(Arc<Device>),
    Closed(Failure),
}

impl Shell {
    pub fn open(directory: &Path) -> Self {
        match Device::open(directory, Platform::desktop(directory)) {
            Ok(device) => Self::Open(Arc::new(device)),
            Err(error) => Self::Closed(error.into()),
        }
    }

    pub fn device(&self) -> Option<Arc<Device>> {
        match self {
            Self::Open(device) => Some(device.clone()),
            Self::Closed(_) => None,
        }
    }

    /// The windows of the user's roles.
    pub fn windows(&self) -> Vec<Window> {
        self.device()
            .and_then(|device| command::windows_of_user(&device).ok())
            .unwrap_or_default()
    }
}
