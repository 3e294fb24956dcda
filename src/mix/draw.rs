//! From a batch of finished samples to the outcome of one of them, and to its pixels.

use std::fmt::Write as _;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::error::{Code, Error, Result};
use crate::mix::{Drawing, Member, Mixed, find, merged};
use crate::param::Args;
use crate::policy::dice::{Dice, Die};
use crate::policy::law::pick;
use crate::policy::{Batch, Policy, tree};
use crate::sample::{Sample, State};

/// The id that the batch stage's dice hang on.
const ID: &str = "batch";
/// Permutations that are tried for one that leaves nobody in place; each fits with chance 1/e.
const TRIES: usize = 100;

/// One output of a batch: fixed numbers, no chance left.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// The mix's name; `none` where the sample stays as it is.
    pub method: &'static str,
    /// The target's place in the batch.
    pub index: usize,
    /// Its partners' places.
    pub partners: Vec<usize>,
    /// The target's share where one number says it, after clipping.
    pub lambda: Option<f64>,
    /// Shares of the class labels, one a sample, the target first; they sum to 1. Empty where the
    /// method has no rule for class labels.
    pub shares: Vec<Share>,
    /// The numbers that [`run`] needs.
    #[serde(serialize_with = "keys")]
    pub numbers: Args,
    /// What the reader should know.
    pub note: Option<String>,
}

/// A sample's share of the label.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Its place in the batch.
    pub index: usize,
    /// 0 to 1.
    pub share: f64,
}

fn keys<S: Serializer>(numbers: &Args, to: S) -> std::result::Result<S::Ok, S::Error> {
    let keys = tree::args(numbers, true);
    let mut map = to.serialize_map(Some(keys.len()))?;
    for (key, value) in &keys {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

/// The key of a batch: SHA-256 over its members' keys in order, each with its length before it, as
/// lower-case hex digits.
pub fn batch_key<'a>(keys: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for key in keys {
        hash.update((key.len() as u64).to_le_bytes());
        hash.update(key.as_bytes());
    }
    hash.finalize().iter().fold(String::new(), |mut hex, b| {
        let _ = write!(hex, "{b:02x}");
        hex
    })
}

/// Whose partner is whom in a batch of `count`.
pub fn partners(pairing: &str, die: &Die, count: usize) -> Vec<usize> {
    let roll = |i: usize| (i + count - 1) % count.max(1);
    match pairing {
        "reverse" => (0..count).rev().collect(),
        "roll" => (0..count).map(roll).collect(),
        "derangement" if count > 1 => {
            let mut stream = die.stream("pairing");
            let mut tries = (0..TRIES).map(|_| stream.permutation(count));
            let stays = |order: &Vec<usize>| order.iter().enumerate().any(|(i, to)| i == *to);
            tries
                .find(|order| !stays(order))
                .unwrap_or_else(|| (0..count).map(roll).collect())
        }
        _ => die.permutation("pairing", count),
    }
}

/// Draws the outcome of sample `index` of a batch whose `members` have been through the policy's
/// steps in `view`. A pure function of policy, members' keys and pixels, view and index: the order in
/// which outcomes are computed changes nothing.
///
/// # Errors
/// If the policy has no batch stage, or the drawn mix cannot mix these samples; names the batch's
/// part and the sample.
pub fn draw(policy: &Policy, members: &[Member<'_>], index: usize, view: u32) -> Result<Outcome> {
    let Some(batch) = &policy.batch else {
        return Err(Error::new(Code::Missing, "the policy has no batch stage").at_param(ID));
    };
    if index >= members.len() {
        let most = members.len().saturating_sub(1) as f64;
        return Err(Error::range("index", index, 0.0, most).at_step(ID));
    }
    let untouched = |note: Option<&str>| Outcome {
        method: "none",
        index,
        partners: Vec::new(),
        lambda: Some(1.0),
        shares: vec![Share { index, share: 1.0 }],
        numbers: Args::defaults(&[]),
        note: note.map(str::to_owned),
    };
    if members.len() < 2 {
        return Ok(untouched(Some(
            "a batch of one: there is no partner, so nothing is mixed; give at least two samples",
        )));
    }
    let dice = Dice::new(policy.seed, &batch_key(members.iter().map(|m| m.key)), view);
    let order = partners(batch.pairing(), &dice.at(ID, &[]), members.len());
    let partner = order.get(index).copied().unwrap_or(index);
    let die = match batch.per() {
        "elem" => dice.at(ID, &[index as u32]),
        "pair" => dice.at(ID, &[index.min(partner) as u32]),
        _ => dice.at(ID, &[]),
    };
    let Some(entry) = choose(batch, &die) else {
        return Ok(untouched(None));
    };
    let meta = entry.mix.meta();
    let within = |e: Error| e.at_step(&format!("{ID}: {}", meta.name));
    if meta.one_size {
        one_size(members, meta.name).map_err(within)?;
    }
    let cx = Drawing {
        args: &entry.args,
        members,
        index,
        partner,
        die,
        own: dice.at("batch/own", &[index as u32]),
    };
    let fixed = entry.mix.draw(&cx).map_err(within)?;
    let picks: Vec<usize> = std::iter::once(index)
        .chain(fixed.partners.iter().copied())
        .collect();
    let alone = fixed.partners.iter().all(|p| *p == index);
    Ok(Outcome {
        method: meta.name,
        index,
        lambda: fixed.lambda,
        shares: merged(&fixed.shares, &picks),
        partners: fixed.partners,
        numbers: fixed.numbers,
        note: alone.then(|| "the pairing makes this sample its own partner".to_owned()),
    })
}

/// The mix whose share of the weights is hit; nothing for `none`.
fn choose<'a>(batch: &'a Batch, die: &Die) -> Option<&'a crate::policy::BatchMix> {
    let weights: Vec<f64> = std::iter::once(batch.none())
        .chain(batch.mixes.iter().map(crate::policy::BatchMix::live))
        .collect();
    let at = pick(&weights, die.uniform("method"));
    batch.mixes.get(at.checked_sub(1)?)
}

/// Refuses pictures of more than one size: a training loop could not stack them either.
fn one_size(members: &[Member<'_>], name: &str) -> Result<()> {
    let shape = |m: &Member<'_>| (m.sample.image.size(), m.sample.image.channels());
    let Some(first) = members.first().map(shape) else {
        return Ok(());
    };
    match members.iter().find(|m| shape(m) != first) {
        None => Ok(()),
        Some(other) => {
            let text =
                |(size, c): (crate::Size, usize)| format!("{} × {} × {c}", size.width, size.height);
            Err(Error::new(
                Code::Unsupported,
                format!(
                    "{name} needs pictures of one size, and this batch has {} and {}; add a resize or crop as the last step",
                    text(first),
                    text(shape(other))
                ),
            ))
        }
    }
}

/// Runs an outcome on the batch it was drawn for.
///
/// # Errors
/// If the samples are not those of the outcome.
pub fn run(policy: &Policy, members: &[Member<'_>], outcome: &Outcome) -> Result<Mixed> {
    let within = |e: Error| e.at_step(&format!("{ID}: {}", outcome.method));
    let sample = |i: usize| -> Result<&Sample> {
        let lost = || Error::new(Code::Range, "the batch has fewer samples").with_value(i);
        members.get(i).map(|m| m.sample).ok_or_else(lost)
    };
    let places: Vec<usize> = std::iter::once(outcome.index)
        .chain(outcome.partners.iter().copied())
        .collect();
    let picks: Vec<&Sample> = places
        .iter()
        .map(|i| sample(*i))
        .collect::<Result<_>>()
        .map_err(within)?;
    let mut mixed = match find(outcome.method) {
        Some(mix) => mix.run(&outcome.numbers, &picks).map_err(within)?,
        None => Mixed::untouched(sample(outcome.index).map_err(within)?),
    };
    for origin in mixed.boxes.iter_mut().chain(&mut mixed.keypoints) {
        origin.member = places.get(origin.member).copied().unwrap_or(outcome.index);
    }
    if outcome.method != "none" {
        settle(policy, &mut mixed);
    }
    Ok(mixed)
}

/// Applies the policy's rules to what is left of boxes and keypoints.
fn settle(policy: &Policy, mixed: &mut Mixed) {
    let sample = &mut mixed.sample;
    let mut state = State::of(sample.image.size(), sample.image.channels());
    state.boxes = std::mem::take(&mut sample.boxes);
    state.keypoints = std::mem::take(&mut sample.keypoints);
    state.rules = policy.rules();
    state.settle(ID);
    state.finish();
    sample.boxes = state.boxes;
    sample.keypoints = state.keypoints;
    mixed.dropped.append(&mut state.dropped);
}
