//! Mixes: what makes one output from several samples of a batch, after all steps have run on each.
//!
//! A mix is one file and one line in [`MIXES`]. It *draws* its numbers for the samples at hand
//! ([`Mix::draw`], the only place with dice), and *runs* on fixed numbers ([`Mix::run`]). Both see
//! finished samples: mixes may look at pixels, masks and annotations.

use std::fmt;

use crate::error::{Code, Error, Result};
use crate::image::Raster;
use crate::param::{Args, Param};
use crate::policy::dice::Die;
use crate::sample::{Dropped, Sample};

mod aligned;
mod cells;
mod cover;
mod draw;
mod gather;
mod interpolate;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod library_tests;
mod masked;
#[cfg(test)]
mod object_tests;
mod objects;
mod patches;
#[cfg(test)]
mod pattern_tests;
mod ready;
mod saliency;
#[cfg(test)]
mod tests;

pub use cover::Cover;
pub use draw::{Outcome, Share, batch_key, draw, partners, run};
pub use gather::{Gather, Origin};
pub use ready::{Done, Ready};

/// Every mix, in the order a palette shows them.
pub static MIXES: &[&dyn Mix] = &[
    &interpolate::mixup::Mixup,
    &masked::cutmix::Cutmix,
    &masked::resize_mix::ResizeMix,
    &masked::fmix::FMix,
    &masked::grid_mix::GridMix,
    &masked::smooth_mix::SmoothMix,
    &saliency::saliency_mix::SaliencyMix,
    &saliency::guided_mixup::GuidedMixup,
    &saliency::attentive_mix::AttentiveMix,
    &cells::patch_mix::PatchMix,
    &cells::token_mix::TokenMix,
    &cells::mix_pro::MixPro,
    &objects::mosaic::Mosaic,
    &objects::copy_paste::CopyPaste,
];

/// The mix called `name`.
pub fn find(name: &str) -> Option<&'static dyn Mix> {
    MIXES.iter().copied().find(|m| m.meta().name == name)
}

/// What a mix declares.
#[derive(Debug)]
pub struct Meta {
    /// Name in the policy file.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// What it does; the first sentence is what a palette shows.
    pub doc: &'static str,
    /// The paper, and whose code it follows.
    pub source: &'static str,
    /// What the author sets.
    pub params: &'static [&'static Param],
    /// What an outcome fixes: its numbers, in the order they are read.
    pub numbers: &'static [&'static Param],
    /// Samples beside the target.
    pub partners: usize,
    /// Whether all pictures of the batch must have one size.
    pub one_size: bool,
}

/// A way to make one output from several samples.
pub trait Mix: Sync {
    /// Its declaration.
    fn meta(&self) -> &'static Meta;

    /// Refuses values that do not go together.
    ///
    /// # Errors
    /// Names the parameter.
    fn check(&self, _args: &Args) -> Result<()> {
        Ok(())
    }

    /// Draws the numbers of one output.
    ///
    /// # Errors
    /// If the samples at hand cannot be mixed; says why.
    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed>;

    /// Makes the output. `picks` are the target and then its partners, as many as were drawn;
    /// pictures have one size and as many channels where the declaration asks for one size.
    ///
    /// # Errors
    /// If the numbers do not fit the samples.
    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed>;
}

impl fmt::Debug for dyn Mix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.meta().name)
    }
}

/// A sample of a batch, after the steps.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Picture and annotations.
    pub sample: &'a Sample,
    /// The key its dice hang on.
    pub key: &'a str,
}

/// What a mix draws from.
pub struct Drawing<'a> {
    /// What the author set.
    pub args: &'a Args,
    /// The batch after the steps.
    pub members: &'a [Member<'a>],
    /// Which of them the output starts from.
    pub index: usize,
    /// Its partner by the batch's pairing; itself where the pairing leaves it alone.
    pub partner: usize,
    /// Dice that all outputs share whose numbers are drawn once, as the batch's `per` says.
    pub die: Die,
    /// Dice of this output alone.
    pub own: Die,
}

impl Drawing<'_> {
    /// A sample of the batch.
    pub fn sample(&self, index: usize) -> Result<&Sample> {
        let lost = || Error::new(Code::Internal, "a mix lost a sample of its batch");
        self.members.get(index).map(|m| m.sample).ok_or_else(lost)
    }

    /// The sample the output starts from.
    pub fn target(&self) -> Result<&Sample> {
        self.sample(self.index)
    }

    /// `count` partners: the one by the pairing, and others of the batch in an order of this output's
    /// own. A batch too small gives some of them again, the target too.
    pub fn partners(&self, count: usize) -> Vec<usize> {
        let order = self.own.permutation("partners", self.members.len());
        let fresh = |i: &usize| *i != self.index && *i != self.partner;
        let others: Vec<usize> = order.into_iter().filter(fresh).collect();
        let again = [self.partner, self.index];
        let first = std::iter::once(self.partner).chain(others.iter().copied());
        first
            .chain(again.iter().copied().cycle())
            .take(count)
            .collect()
    }

    /// A share by the symmetric beta law of `alpha`, from the shared dice.
    pub fn beta(&self, name: &str, alpha: f64) -> f64 {
        let parts = self.die.stream(name).dirichlet(alpha, 2);
        parts.first().copied().unwrap_or(0.5)
    }

    /// A number by the law of `param`, from the shared dice.
    pub fn number(&self, param: &Param) -> f64 {
        let whole = param.kind == crate::param::Kind::Integer;
        self.args.law(param).draw(&self.die, param.name, whole)
    }
}

/// The numbers of one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    /// Places in the batch of the partners.
    pub partners: Vec<usize>,
    /// Values of [`Meta::numbers`].
    pub numbers: Args,
    /// The target's share where one number says it, after what clipping made of it.
    pub lambda: Option<f64>,
    /// Shares of the class labels: the target's, then each partner's; their sum is 1. Empty where the
    /// method has no rule for class labels.
    pub shares: Vec<f64>,
}

impl Fixed {
    /// The target and its one partner, `lambda` the target's share.
    pub fn two(cx: &Drawing<'_>, numbers: Args, lambda: f64) -> Self {
        Self {
            partners: vec![cx.partner],
            numbers,
            lambda: Some(lambda),
            shares: vec![lambda, 1.0 - lambda],
        }
    }
}

/// An output.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixed {
    /// Picture and annotations. `index` of boxes and keypoints is a place in the lists below.
    pub sample: Sample,
    /// The target's share of every pixel, 0 to 255, where that says what was done.
    pub mask: Option<Raster<u8>>,
    /// Where each box came from; those that went too.
    pub boxes: Vec<Origin>,
    /// Where each keypoint came from; those that went too.
    pub keypoints: Vec<Origin>,
    /// What went, by the places above.
    pub dropped: Vec<Dropped>,
}

impl Mixed {
    /// A sample as it is.
    pub fn untouched(sample: &Sample) -> Self {
        let mut all = Gather::default();
        all.add(0, sample, |_| true, |_| true);
        Self {
            sample: Sample {
                boxes: all.boxes,
                keypoints: all.keypoints,
                ..sample.clone()
            },
            mask: None,
            boxes: all.boxes_from,
            keypoints: all.keypoints_from,
            dropped: Vec::new(),
        }
    }
}

/// The two pictures of a mix of two.
pub(crate) fn pair<'a>(picks: &[&'a Sample]) -> Result<[&'a Sample; 2]> {
    match picks {
        [a, b] => Ok([a, b]),
        _ => Err(Error::new(Code::Internal, "a mix of two needs two samples")),
    }
}

/// Shares as they are written down, with places in the batch.
fn merged(shares: &[f64], picks: &[usize]) -> Vec<Share> {
    let mut out: Vec<Share> = Vec::new();
    for (index, share) in picks.iter().zip(shares) {
        match out.iter_mut().find(|s| s.index == *index) {
            Some(known) => known.share += share,
            None => out.push(Share {
                index: *index,
                share: *share,
            }),
        }
    }
    out
}
