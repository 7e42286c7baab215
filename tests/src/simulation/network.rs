//! The way between phones and server: what is lost on it, doubled, late, or cut.

use rantang_core::sync::wire;
use rantang_device::platform::{Method, Reply, Request};

use super::draws::Draws;
use super::office::Office;
use super::platform::{Call, LaneCall, broken};
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

pub struct Network {
    draws: Draws,
    /// On their way still, with whose they are.
    late: Vec<(String, Request)>,
    /// The faults are over.
    pub is_healed: bool,
    sabotage: Option<Sabotage>,
}

/// What came of a call that was carried.
pub struct Carried {
    pub told: String,
    /// The fault, if there was one.
    pub fault: Option<&'static str>,
    /// The phone hears an answer that was not cut, and it is no refusal.
    pub is_answered: bool,
}

impl Network {
    pub fn new(draws: Draws, sabotage: Option<Sabotage>) -> Self {
        Self {
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
        who: &str,
        call: Call,
        has_signal: bool,
    ) -> anyhow::Result<Carried> {
        let Call { request, answer } = call;
        let path = request.path;
        let fate = if has_signal {
            self.fate()
        } else {
            Fate::Dropped
        };
        let fault = match fate {
            Fate::Carried => None,
            Fate::Dropped if has_signal => Some("messages dropped"),
            Fate::Dropped => Some("calls without a signal"),
            Fate::Twice => Some("messages doubled"),
            Fate::Late => Some("messages late"),
            Fate::RequestCut | Fate::AnswerCut => Some("messages cut"),
            Fate::AnswerLost => Some("answers lost after the commit"),
        };
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
                self.late.push((who.to_owned(), request));
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
        let is_whole = fate != Fate::AnswerCut;
        let is_answered = is_whole && heard.as_ref().is_ok_and(|reply| reply.status == 200);
        // A phone that crashed meanwhile hears nothing.
        let _ = answer.send(heard.map_err(broken));
        Ok(Carried {
            told: format!("{who} {path}: {told}"),
            fault,
            is_answered,
        })
    }

    /// Carries what the lane of photos asks, by the faults of `draws`. Says what happened.
    pub async fn carry_photos(
        &self,
        office: &Office,
        who: &str,
        call: LaneCall,
        has_signal: bool,
        draws: &mut Draws,
    ) -> anyhow::Result<Carried> {
        let drawn = draws.between(0, 999);
        let fate = match drawn {
            _ if !has_signal => Fate::Dropped,
            _ if self.is_healed => Fate::Carried,
            0..=99 => Fate::Dropped,
            100..=149 => Fate::Twice,
            150..=179 => Fate::RequestCut,
            180..=209 => Fate::AnswerCut,
            210..=269 => Fate::AnswerLost,
            _ => Fate::Carried,
        };
        let heard = match call {
            LaneCall::States(Call {
                mut request,
                answer,
            }) => {
                cut(fate, &mut request.body, draws);
                let mut heard =
                    carried(fate, async || office.answer(request.clone()).await).await?;
                if let (Fate::AnswerCut, Ok(reply)) = (fate, &mut heard) {
                    cut(Fate::RequestCut, &mut reply.body, draws);
                }
                let status = heard.as_ref().ok().map(|reply| reply.status);
                let _ = answer.send(heard.map_err(broken));
                ("states", status)
            }
            LaneCall::Part {
                mut request,
                answer,
            } => {
                cut(fate, &mut request.body, draws);
                let told = match request.method {
                    Method::Get => "GET",
                    Method::Head => "HEAD",
                    Method::Patch => "PATCH",
                    Method::Post => "POST",
                };
                let carry = async || office.answer_lane(request.clone()).await;
                let mut heard = carried(fate, carry).await?;
                if let (Fate::AnswerCut, Ok(reply)) = (fate, &mut heard) {
                    cut(Fate::RequestCut, &mut reply.body, draws);
                }
                let status = heard.as_ref().ok().map(|reply| reply.status);
                // A lane that made way hears nothing.
                let _ = answer.send(heard.map_err(broken));
                (told, status)
            }
        };
        let (asked, status) = heard;
        Ok(Carried {
            told: format!("{who} photos {asked}: {fate:?} {status:?}"),
            fault: (fate != Fate::Carried && has_signal).then_some("requests of photos that fail"),
            is_answered: status.is_some(),
        })
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
        let now_ms = office.now_ms();
        if let Some(forged) = sabotage.instead_of_server(&request, now_ms, &mut self.draws) {
            return Ok(forged);
        }
        let path = request.path;
        let reply = office.answer(request).await?;
        Ok(sabotage.on_the_way_back(path, reply))
    }
}

/// What is heard of a request in the lane.
async fn carried<T>(
    fate: Fate,
    ask: impl AsyncFn() -> anyhow::Result<T>,
) -> anyhow::Result<Result<T, &'static str>> {
    Ok(match fate {
        Fate::Carried | Fate::AnswerCut => Ok(ask().await?),
        Fate::Twice => {
            ask().await?;
            Ok(ask().await?)
        }
        Fate::RequestCut | Fate::AnswerLost => {
            ask().await?;
            Err("broken")
        }
        Fate::Dropped | Fate::Late => Err("dropped"),
    })
}

fn cut(fate: Fate, body: &mut Vec<u8>, draws: &mut Draws) {
    if fate == Fate::RequestCut {
        let kept = draws.index(body.len().max(1));
        body.truncate(kept);
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
