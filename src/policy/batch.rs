//! `batch`: which mixes make outputs of the samples of a batch. What a mix is stands in `mix`.

use serde_json::{Map, Value as Json, json};

use crate::error::{Code, Error, Result};
use crate::mix::{self, MIXES, Mix};
use crate::param::{Args, Param, number, tidy};
use crate::policy::parse::{carried, entries, read_args, words};
use crate::policy::text::{Data, Node};
use crate::policy::tree;

/// The most mixes a batch stage may choose among.
const MAX_MIXES: usize = 100;

pub(crate) const SIZE: Param = Param::integer(
    "size",
    "Samples in a batch; previews take consecutive samples in chunks of this size.",
)
.value(8.0)
.hard(1.0, 4096.0)
.slider(2.0, 64.0)
.fixed();
pub(crate) const PAIRING: Param = Param::choice(
    "pairing",
    "Whose partner is whom: a random permutation, the batch reversed (timm), rolled by one (torchvision), or a random derangement, in which nobody is his own partner.",
    &["permutation", "reverse", "roll", "derangement"],
    "permutation",
);
pub(crate) const PER: Param = Param::choice(
    "per",
    "How often method and numbers are drawn: once for the batch, for each pair (pairing: reverse), or for each element.",
    &["batch", "pair", "elem"],
    "batch",
);
pub(crate) const NONE: Param = Param::number("none", "Weight of leaving samples as they are.")
    .value(0.0)
    .hard(0.0, 1e6)
    .slider(0.0, 10.0)
    .fixed();
pub(crate) const SMOOTHING: Param = Param::number(
    "label_smoothing",
    "Share of the label that is spread over all classes alike.",
)
.value(0.0)
.hard(0.0, 1.0)
.fixed();
const WEIGHT: Param = Param::number("weight", "Share of this mix among all and none.")
    .value(1.0)
    .hard(0.0, 1e6)
    .slider(0.0, 10.0)
    .fixed();
const ENABLED: Param = Param::switch("enabled", "Off keeps the mix but never draws it.", true);

/// What `batch` itself may say.
pub const BATCH: &[&Param] = &[&SIZE, &PAIRING, &PER, &NONE, &SMOOTHING];
/// Parameters that every mix has.
pub const MIX_COMMON: &[&Param] = &[&WEIGHT, &ENABLED];

/// The batch stage of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Values of [`BATCH`].
    pub args: Args,
    /// What is chosen among.
    pub mixes: Vec<BatchMix>,
}

/// A mix in a batch stage.
#[derive(Clone, Debug)]
pub struct BatchMix {
    /// What it does.
    pub mix: &'static dyn Mix,
    /// Its values.
    pub args: Args,
    /// Its share.
    pub weight: f64,
    /// Switched off: never drawn, but kept.
    pub enabled: bool,
    /// Note for people.
    pub note: Option<String>,
    /// Comments that stand by it.
    pub comments: Vec<String>,
}

impl PartialEq for BatchMix {
    fn eq(&self, o: &Self) -> bool {
        let name = |m: &Self| m.mix.meta().name;
        name(self) == name(o)
            && self.args == o.args
            && self.weight == o.weight
            && self.enabled == o.enabled
            && self.note == o.note
            && self.comments == o.comments
    }
}

impl BatchMix {
    /// Its weight, 0 when switched off.
    pub fn live(&self) -> f64 {
        if self.enabled { self.weight } else { 0.0 }
    }
}

impl Batch {
    /// Samples in a batch.
    pub fn size(&self) -> usize {
        self.args.int(&SIZE).max(1) as usize
    }

    /// `permutation`, `reverse`, `roll` or `derangement`.
    pub fn pairing(&self) -> &'static str {
        self.args.word(&PAIRING)
    }

    /// `batch`, `pair` or `elem`.
    pub fn per(&self) -> &'static str {
        self.args.word(&PER)
    }

    /// Weight of leaving samples as they are.
    pub fn none(&self) -> f64 {
        self.args.num(&NONE)
    }

    /// Share of the label that is spread over all classes alike.
    pub fn label_smoothing(&self) -> f64 {
        self.args.num(&SMOOTHING)
    }

    /// Reads the value of `batch`; comments above its keys are added to `comments`.
    pub(super) fn read(node: &Node, comments: &mut Vec<String>) -> Result<Self> {
        let keys = entries(node, "a mapping such as {mixes: [{mix: mixup}]}")?;
        let args = read_args(keys, BATCH, |k| matches!(k, "mixes" | "#"))?;
        comments.extend(keys.iter().flat_map(|(_, v)| v.comments.iter().cloned()));
        let list = node.get("mixes").ok_or_else(|| {
            node.error(Code::Missing, "must be given: a list of mixes")
                .at_param("mixes")
        })?;
        let Data::List(items) = &list.data else {
            return Err(list.expected("a list of mixes").at_param("mixes"));
        };
        if items.len() > MAX_MIXES {
            let e = list.error(Code::Limit, format!("has more than {MAX_MIXES} mixes"));
            return Err(e.at_param("mixes"));
        }
        let mixes = items
            .iter()
            .enumerate()
            .map(|(i, item)| one(item).map_err(|e| e.at_step(&format!("batch.mixes[{i}]"))))
            .collect::<Result<Vec<_>>>()?;
        let batch = Self { args, mixes };
        batch.check(node)?;
        Ok(batch)
    }

    fn check(&self, node: &Node) -> Result<()> {
        let total: f64 = self.mixes.iter().map(|m| m.weight).sum();
        if !self.mixes.is_empty() && total + self.none() <= 0.0 {
            return Err(node
                .error(
                    Code::Range,
                    "every weight is 0, and so is none: nothing can be chosen",
                )
                .at_param("mixes"));
        }
        if self.per() == "pair" && self.pairing() != "reverse" {
            return Err(node
                .error(
                    Code::Unsupported,
                    "needs pairing: reverse, the one pairing that makes pairs",
                )
                .at_param("per")
                .with_value("pair"));
        }
        Ok(())
    }

    /// As it stands in the file; `all` spells defaults out, `prose` keeps notes and comments.
    pub fn to_json(&self, all: bool, prose: bool) -> Json {
        let mut out = tree::args(&self.args, all);
        let mixes = self.mixes.iter().map(|m| m.to_json(all, prose)).collect();
        out.insert("mixes".into(), Json::Array(mixes));
        Json::Object(out)
    }
}

impl BatchMix {
    fn to_json(&self, all: bool, prose: bool) -> Json {
        let mut out = Map::new();
        out.insert("mix".into(), json!(self.mix.meta().name));
        if all || self.weight != 1.0 {
            out.insert("weight".into(), tidy(self.weight));
        }
        if all || !self.enabled {
            out.insert("enabled".into(), json!(self.enabled));
        }
        out.extend(tree::args(&self.args, all));
        if prose {
            if let Some(note) = &self.note {
                out.insert("note".into(), json!(note));
            }
            if !self.comments.is_empty() {
                out.insert("#".into(), json!(self.comments));
            }
        }
        Json::Object(out)
    }
}

/// One mix of the list.
fn one(node: &Node) -> Result<BatchMix> {
    let at = |e: Error| {
        if node.line > 0 {
            e.at_line(node.line)
        } else {
            e
        }
    };
    one_at(node).map_err(at)
}

fn one_at(node: &Node) -> Result<BatchMix> {
    let keys = entries(node, "a mix such as {mix: mixup, alpha: 0.2}")?;
    let head = node
        .get("mix")
        .ok_or_else(|| node.error(Code::Missing, "needs 'mix'"))?;
    let name = words(head).map_err(|e| e.at_param("mix"))?;
    let mix = mix::find(&name).ok_or_else(|| {
        let known: Vec<_> = MIXES.iter().map(|m| m.meta().name).collect();
        head.error(
            Code::UnknownName,
            format!("is not a mix; mixes are {}", known.join(", ")),
        )
        .at_param("mix")
    })?;
    let other = |k: &str| matches!(k, "mix" | "weight" | "enabled" | "note" | "#");
    let args = read_args(keys, mix.meta().params, other)?;
    mix.check(&args)?;
    let mut out = BatchMix {
        mix,
        args,
        weight: 1.0,
        enabled: true,
        note: None,
        comments: node.comments.clone(),
    };
    for (key, value) in keys {
        let on = |e: Error| e.at_param(key);
        match key.as_str() {
            "weight" => out.weight = number(value, WEIGHT.min, WEIGHT.max).map_err(on)?,
            "enabled" => {
                let Data::Bool(b) = value.data else {
                    return Err(on(value.expected("true or false")));
                };
                out.enabled = b;
            }
            "note" => out.note = Some(words(value).map_err(on)?),
            "#" => out.comments.extend(carried(value)?),
            _ => {}
        }
        out.comments.extend(value.comments.iter().cloned());
    }
    Ok(out)
}
