//! Other hosts: the only place that asks them anything, and `check --external` alone
//! has it do so. It asks whether addresses answer, and keeps nothing of what they say.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use ureq::Agent;
use ureq::http::Uri;

/// What an address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Something is there.
    There,
    /// Nothing is there, by this status.
    Gone(u16),
    /// Nobody knows, for this reason.
    Unknown(String),
}

/// How hosts are asked.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Hosts that are asked at the same time, at most. Each is asked one thing at a
    /// time.
    pub hosts: usize,
    /// Time between two questions to one host.
    pub pause: Duration,
    /// Time that an answer may take.
    pub patience: Duration,
    /// Time before an address without a clear answer is asked again, which is twice.
    /// The second time it is twice as long.
    pub retry: Duration,
    /// Whether the proxy that the environment names is used.
    pub proxy: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            hosts: 8,
            pause: Duration::from_millis(300),
            patience: Duration::from_secs(15),
            retry: Duration::from_secs(1),
            proxy: true,
        }
    }
}

const RETRIES: u32 = 2;

/// Asks each of the addresses, which begin with `http://` or `https://`. `progress`
/// is called after each.
pub fn ask<'a>(
    addresses: impl IntoIterator<Item = &'a str>,
    manners: &Manners,
    progress: &(dyn Fn() + Sync),
) -> BTreeMap<&'a str, Answer> {
    let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(host(address)).or_default().push(address);
    }
    let workers = manners.hosts.min(by_host.len());
    let queue: Mutex<VecDeque<Vec<&str>>> = Mutex::new(by_host.into_values().collect());
    let answers = Mutex::new(BTreeMap::new());
    let agent = agent(manners);
    let work = || {
        // A lock is held for a moment only, and nothing panics with it.
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        while let Some(addresses) = next() {
            for (at, address) in addresses.into_iter().enumerate() {
                if at > 0 {
                    thread::sleep(manners.pause);
                }
                let answer = ask_patiently(&agent, address, manners);
                answers.lock().unwrap_or_else(PoisonError::into_inner).insert(address, answer);
                progress();
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn agent(manners: &Manners) -> Agent {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(manners.patience))
        .user_agent(concat!("rolebook/", env!("CARGO_PKG_VERSION"), " (checks links)"))
        .accept("text/html,*/*");
    if !manners.proxy {
        config = config.proxy(None);
    }
    config.build().new_agent()
}

fn host(address: &str) -> String {
    let uri: Option<Uri> = address.parse().ok();
    uri.and_then(|uri| Some(uri.authority()?.as_str().to_ascii_lowercase())).unwrap_or_default()
}

fn ask_patiently(agent: &Agent, address: &str, manners: &Manners) -> Answer {
    let mut wait = manners.retry;
    let mut asked = ask_once(agent, address, manners.pause);
    for _ in 0..RETRIES {
        let Asked::Again(_) = asked else { break };
        thread::sleep(wait);
        wait *= 2;
        asked = ask_once(agent, address, manners.pause);
    }
    match asked {
        Asked::Clear(answer) => answer,
        Asked::Again(reason) => Answer::Unknown(reason),
    }
}

enum Asked {
    Clear(Answer),
    /// It may be otherwise in a moment.
    Again(String),
}

/// Asks for the head alone, and where that is not granted for the whole: some hosts
/// know no such question.
fn ask_once(agent: &Agent, address: &str, pause: Duration) -> Asked {
    if let Ok(answer) = agent.head(address).call()
        && answer.status().as_u16() < 400
    {
        return Asked::Clear(Answer::There);
    }
    thread::sleep(pause);
    match agent.get(address).call() {
        Ok(answer) => match answer.status().as_u16() {
            status @ (404 | 410) => Asked::Clear(Answer::Gone(status)),
            status @ 500.. => Asked::Again(format!("it answers {status}")),
            status @ 400.. => Asked::Clear(Answer::Unknown(format!("it answers {status}"))),
            _ => Asked::Clear(Answer::There),
        },
        Err(ureq::Error::BadUri(_) | ureq::Error::Http(_)) => {
            Asked::Clear(Answer::Unknown("it is no address".to_owned()))
        }
        Err(ureq::Error::TooManyRedirects) => Asked::Clear(Answer::Unknown("it leads on and on".to_owned())),
        Err(ureq::Error::Timeout(_)) => Asked::Again("it takes too long".to_owned()),
        Err(error) => Asked::Again(format!("{error}")),
    }
}
