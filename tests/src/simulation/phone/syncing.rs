//! The sync of one phone, stopped at every call.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use rantang_core::sync::protocol::path;
use rantang_device::platform::Clock;
use rantang_device::sync::worker::{Report, attempt};
use tokio::task::JoinHandle;

use super::Phone;
use crate::simulation::platform::Call;

pub type Task = JoinHandle<(Report, Duration)>;

/// A sync that waits for an answer.
pub struct Sync {
    task: Task,
    call: Option<Call>,
    /// Since when, by the boot clock.
    asks_since_ms: i64,
}

/// What came of a sync that went on.
pub enum Went {
    /// It asks the server something.
    Asks,
    Ended(Report, Duration),
}

impl Phone {
    pub fn is_syncing(&self) -> bool {
        self.sync.is_some()
    }

    /// Begins a sync: it runs to its first call.
    pub async fn start_sync(&mut self) -> anyhow::Result<Went> {
        let task = self.attempt()?;
        self.goes(task);
        self.go_on().await
    }

    /// Begins another while one is under way: it has to wait.
    pub fn start_second_sync(&mut self) -> anyhow::Result<()> {
        if self.sync.is_some() && self.second.is_none() {
            self.second = Some(self.attempt()?);
        }
        Ok(())
    }

    fn attempt(&self) -> anyhow::Result<Task> {
        let device: Arc<_> = self.device()?.clone();
        Ok(tokio::spawn(async move { attempt(&device).await }))
    }

    fn goes(&mut self, task: Task) {
        self.sync = Some(Sync {
            task,
            call: None,
            asks_since_ms: 0,
        });
    }

    /// Where the sync asks: the path of its call.
    pub fn asks(&self) -> Option<&'static str> {
        Some(self.sync.as_ref()?.call.as_ref()?.request.path)
    }

    /// The call that the sync waits with.
    pub fn take_call(&mut self) -> Option<Call> {
        let sync = self.sync.as_mut()?;
        let call = sync.call.take()?;
        if call.request.path == path::HELLO {
            let took_ms = self.clock.boot_ms() - sync.asks_since_ms;
            self.slowest_hello_ms = self.slowest_hello_ms.max(took_ms);
        }
        Some(call)
    }

    /// Runs to the next call or to the end: nothing else moves meanwhile.
    pub async fn go_on(&mut self) -> anyhow::Result<Went> {
        let went = self.next().await?;
        if let Went::Ended(..) = went
            && let Some(second) = self.second.take()
        {
            self.goes(second);
            if let Went::Ended(..) = Box::pin(self.next()).await? {
                self.sync = None;
            }
        }
        Ok(went)
    }

    async fn next(&mut self) -> anyhow::Result<Went> {
        let sync = self.sync.as_mut().context("no sync is under way")?;
        tokio::select! {
            biased;
            ended = &mut sync.task => {
                self.sync = None;
                let (report, wait) = ended.context("the sync failed by a panic")?;
                Ok(Went::Ended(report, wait))
            }
            call = self.calls.records.recv() => {
                sync.call = call;
                sync.asks_since_ms = self.clock.boot_ms();
                Ok(Went::Asks)
            }
        }
    }

    pub(super) async fn give_up_syncs(&mut self) {
        // The one that waits first: it must not begin when the other ends.
        let sync = self.sync.take().map(|it| (it.task, it.call));
        let (task, call) = sync.unzip();
        for task in self.second.take().into_iter().chain(task) {
            task.abort();
            // Cancelled, or it ended just before: both are ends.
            let _ = task.await;
        }
        // It hears nothing: not even that nobody answers.
        drop(call);
    }
}
