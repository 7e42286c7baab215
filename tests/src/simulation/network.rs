//! The way between phones and server: what is lost on it, doubled, late, or cut.

use rantang_core::sync::wire;
use rantang_device::platform::{Reply, Request};

use super::draws::Draws;
use super::office::Office;
use super::platform::{Call, broken};
use super::sabotage::Sabotage;

/// What becomes of a call. The shares are of a thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Carried,
    Dropped,
    Twice,
    /// Arrives after others, when nobody waits for its answer any more.
    Late,
    RequestCut,
    AnswerCut,
    /// The server has taken it in; the phone does not hear of it.
    AnswerLost,
}

const SHARES: [(Fate, u32); 6] = [
    (Fate::Dropped, 100),
    (Fate::Twice, 50),
    (Fate::Late, 50),
    (Fate::RequestCut, 10),
    (Fate::AnswerCut, 10),
    (Fate::AnswerLost, 50),
];

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnTheWay {
    pub lost: usize,
    pub twice: usize,
    pub late: usize,
    pub cut: usize,
    pub answers_lost: usize,
}

pub struct Network {
    pub counts: OnTheWay,
    draws: Draws,
    /// On their way still, with whose they are.
    late: Vec<(&'static str, Request)>,
    /// The faults are over.
    pub is_healed: bool,
    sabotage: Option<Sabotage>,
}

impl Network {
    pub fn new(draws: Draws, sabotage: Option<Sabotage>) -> Self {
        Self {
            counts: OnTheWay::default(),
            draws,
            late: Vec::new(),
            is_healed: false,
            sabotage,
        }
    }

    fn fate(&mut self) -> Fate {
        if self.is_healed {
            return Fate::Carried;
        }
        let mut drawn = self.draws.between(0, 999) as u32;
        for (fate, share) in SHARES {
            if drawn < share {
                return fate;
            }
            drawn -= share;
        }
        Fate::Carried
    }

    /// Carries a call as chance will. Says what happened.
    pub async fn carry(
        &mut self,
        office: &Office,
        who: &'static str,
        call: Call,
        has_signal: bool,
    ) -> anyhow::Result<String> {
        let Call { request, answer } = call;
        let path = request.path;
        let fate = if has_signal {
            self.fate()
        } else {
            Fate::Dropped
        };
        match fate {
            Fate::Carried => {}
            Fate::Dropped => self.counts.lost += 1,
            Fate::Twice => self.counts.twice += 1,
            Fate::Late => self.counts.late += 1,
            Fate::RequestCut | Fate::AnswerCut => self.counts.cut += 1,
            Fate::AnswerLost => self.counts.answers_lost += 1,
        }
        let heard = match fate {
            Fate::Carried => Ok(self.exchange(office, request).await?),
            Fate::Dropped => Err("dropped"),
            Fate::Twice => {
                let first = self.exchange(office, request.clone()).await?;
                let second = self.exchange(office, request).await?;
                Ok(if self.draws.chance(500) {
                    first
                } else {
                    second
                })
            }
            Fate::Late => {
                self.late.push((who, request));
                Err("late")
            }
            Fate::RequestCut => {
                let mut request = request;
                let kept = self.draws.index(request.body.len().max(1));
                request.body.truncate(kept);
                Ok(self.exchange(office, request).await?)
            }
            Fate::AnswerCut => {
                let mut reply = self.exchange(office, request).await?;
                let kept = self.draws.index(reply.body.len().max(1));
                reply.body.truncate(kept);
                Ok(reply)
            }
            Fate::AnswerLost => {
                self.exchange(office, request).await?;
                Err("answer lost")
            }
        };
        let told = match &heard {
            Ok(reply) => format!("{fate:?}, {}", said(reply)),
            Err(why) => (*why).to_owned(),
        };
        // A phone that crashed meanwhile hears nothing.
        let _ = answer.send(heard.map_err(broken));
        Ok(format!("{who} {path}: {told}"))
    }

    /// Delivers a message that everybody had given up.
    pub async fn deliver_late(&mut self, office: &Office) -> anyhow::Result<Option<String>> {
        if self.late.is_empty() {
            return Ok(None);
        }
        let at = self.draws.index(self.late.len());
        let (who, request) = self.late.remove(at);
        let path = request.path;
        let reply = self.exchange(office, request).await?;
        Ok(Some(format!("late {who} {path} arrives: {}", said(&reply))))
    }

    async fn exchange(&mut self, office: &Office, request: Request) -> anyhow::Result<Reply> {
        let Some(sabotage) = self.sabotage else {
            return office.answer(request).await;
        };
        if let Some(forged) = sabotage.instead_of_server(&request, &mut self.draws) {
            return Ok(forged);
        }
        let path = request.path;
        let reply = office.answer(request).await?;
        Ok(sabotage.on_the_way_back(path, reply, &mut self.draws))
    }
}

/// An answer in a word: its code, where it is a refusal.
fn said(reply: &Reply) -> String {
    use rantang_core::sync::protocol::Refusal;
    match wire::decode::<Refusal>(&reply.body) {
        Ok(refusal) if reply.status != 200 => format!("refused {:?}", refusal.code),
        _ => reply.status.to_string(),
    }
}
