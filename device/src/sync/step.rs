//! What may end an attempt early, and what the state machine and the people are told of it.

use std::sync::Arc;

use rantang_core::sync::client::Failure;

use super::remote::CallError;
use super::view::SyncProblem;
use crate::device::Device;
use crate::store::Error;

pub enum StepError {
    Call(CallError),
    Store(Error),
    /// What arrived is not what was sent: asked for again.
    Torn(&'static str),
    /// The answer does not belong to the question.
    Nonsense(&'static str),
}

impl From<CallError> for StepError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<Error> for StepError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl StepError {
    /// Logs it, once, and says what the state machine and the user are told.
    pub fn judged(self) -> (Failure, SyncProblem) {
        match self {
            Self::Call(error) => {
                tracing::info!(
                    error = &error as &dyn std::error::Error,
                    "a sync ended early"
                );
                (error.failure(), error.problem())
            }
            Self::Store(Error::NotPaired) => (Failure::Refused, SyncProblem::NotPaired),
            Self::Store(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a sync failed here"
                );
                (Failure::Local, SyncProblem::Internal)
            }
            Self::Torn(what) => {
                tracing::warn!(what, "a sync ended early");
                (Failure::Network, SyncProblem::NoSignal)
            }
            Self::Nonsense(what) => {
                tracing::error!(what, "the server's answer makes no sense");
                (Failure::Refused, SyncProblem::Internal)
            }
        }
    }
}

/// The store blocks on the disk: not on the threads that drive the network.
pub async fn blocking<T: Send + 'static>(
    device: &Arc<Device>,
    work: impl FnOnce(&Device) -> Result<T, Error> + Send + 'static,
) -> Result<T, StepError> {
    let device = device.clone();
    match tokio::task::spawn_blocking(move || work(&device)).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(StepError::Nonsense("our own step failed")),
    }
}
