//! Composition nodes. In this library the p of a child of `OneOf` is its weight and nothing else,
//! `SomeOf` keeps its children's p and sorts what it drew, `RandomOrder` does not sort.

use serde_json::{Map, Value as Json};

use super::{around, nothing, ops};
use crate::export::{Report, Verdict, laws};
use crate::ops::Node;
use crate::ops::compose::{CHANCE, N, ORDER, REPLACE, TIMES, channels};
use crate::param::{Args, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step, What, opened};

/// The most copies that one law of a count is written out to.
const MOST: f64 = 16.0;

/// Steps in order; what is off or cannot be said is left out.
pub(super) fn list(policy: &Policy, steps: &[Step], report: &mut Report) -> Vec<Json> {
    steps
        .iter()
        .filter_map(|step| write(policy, step, report))
        .collect()
}

/// Steps of which one is chosen: each keeps its place, so that shares stay.
fn places(policy: &Policy, steps: &[Step], report: &mut Report) -> Vec<Json> {
    steps
        .iter()
        .map(|step| {
            write(policy, step, report).unwrap_or_else(|| {
                if step.enabled {
                    report.say(
                        step,
                        Verdict::unsupported("its place in the choice does nothing"),
                    );
                }
                nothing()
            })
        })
        .collect()
}

/// A step with its own p; nothing where it is off or cannot be said.
pub(super) fn write(policy: &Policy, step: &Step, report: &mut Report) -> Option<Json> {
    if !step.enabled {
        return None;
    }
    match &step.what {
        What::Op(op, args) => {
            // The library has no automatic policies.
            if let Some(opened) = opened(step, policy.target) {
                let mut inside = Report::default();
                let out = write(policy, &opened, &mut inside);
                report.fold(step, inside, op.near(args));
                return out;
            }
            ops::write(policy, step, *op, args, report)
        }
        What::Node(node, args, children) => {
            write_node(policy, step, *node, args, children, report).map(Json::Object)
        }
    }
}

fn write_node(
    policy: &Policy,
    step: &Step,
    node: Node,
    args: &Args,
    children: &[Step],
    report: &mut Report,
) -> Option<Map<String, Json>> {
    let p = step.p;
    if node == Node::WeightedSum {
        report.say(
            step,
            Verdict::unsupported("Albumentations has no weighted sum of chains"),
        );
        for (child, ()) in walk(children) {
            report.say(child, Verdict::unsupported("inside a weighted sum"));
        }
        return None;
    }
    if children.is_empty() {
        return Some(around("Sequential", p, Vec::new()));
    }
    Some(match node {
        Node::Sequence => around("Sequential", p, list(policy, children, report)),
        Node::RandomOrder => {
            let inside = list(policy, children, report);
            let n = inside.len();
            if n == 0 {
                around("Sequential", p, inside)
            } else {
                counted("RandomOrder", p, inside, n as f64, false)
            }
        }
        Node::OneOf => {
            let shares = children.iter().map(|c| c.weight);
            one_of(p, shares.zip(places(policy, children, report)).collect())
        }
        Node::SomeOf => {
            let (replace, listed) = (args.on(&REPLACE), args.word(&ORDER) == "listed");
            let weights: Vec<f64> = children.iter().map(|c| c.weight).collect();
            let even = weights.iter().all(|w| *w == weights[0] && *w > 0.0);
            let inside = places(policy, children, report);
            counts(step, &args.law(&N), p, report, |n| {
                if n == 0.0 {
                    return around("Sequential", 1.0, Vec::new());
                }
                if !even && replace && !listed {
                    // Weighted, with replacement, as drawn: as many independent choices.
                    let one = one_of(1.0, weights.iter().copied().zip(inside.clone()).collect());
                    let all = vec![Json::Object(one); n as usize];
                    return around("Sequential", 1.0, all);
                }
                let class = if listed { "SomeOf" } else { "RandomOrder" };
                counted(class, 1.0, inside.clone(), n, replace)
            })
            .inspect(|_| {
                if !even && (listed || !replace) {
                    report.say(
                        step,
                        Verdict::approximate("weights are dropped: all children are drawn alike"),
                    );
                }
            })?
        }
        Node::Repeat => {
            let inside = list(policy, children, report);
            counts(step, &args.law(&TIMES), p, report, |n| {
                let all = (0..n as usize).flat_map(|_| inside.clone()).collect();
                around("Sequential", 1.0, all)
            })?
        }
        Node::IfElse => {
            let chance = args.num(&CHANCE);
            let mut both = places(policy, children, report);
            both.resize(2, nothing());
            // The library runs the chosen one whatever its p: only what is inside a sequence asks.
            let both = both.into_iter().map(always).collect();
            let choice = around("OneOrOther", chance, both);
            if p < 1.0 {
                around("Sequential", p, vec![Json::Object(choice)])
            } else {
                choice
            }
        }
        Node::SelectChannels => {
            let mut out = around(
                "SelectiveChannelTransform",
                p,
                list(policy, children, report),
            );
            out.insert(
                "channels".into(),
                Value::Numbers(channels(args).to_vec()).to_json(),
            );
            out
        }
        Node::WeightedSum => return None,
    })
}

fn walk(steps: &[Step]) -> Vec<(&Step, ())> {
    steps
        .iter()
        .flat_map(|s| {
            let mut all = vec![(s, ())];
            all.extend(walk(s.what.children()));
            all
        })
        .collect()
}

/// `OneOf` with shares. A child that always runs carries its share as its p; any other is wrapped,
/// because its own p would be lost.
pub(super) fn one_of(p: f64, children: Vec<(f64, Json)>) -> Map<String, Json> {
    let total: f64 = children.iter().map(|(share, _)| share).sum();
    let inside = children.into_iter().map(|(share, child)| {
        let share = share / total;
        let class = child["__class_fullname__"].as_str().unwrap_or_default();
        // SomeOf and RandomOrder ask their p even when a choice forces them to run.
        let asks = class == "SomeOf" || class == "RandomOrder";
        match child {
            Json::Object(mut keys) if !asks && keys.get("p") == Some(&Json::from(1.0)) => {
                keys.insert("p".into(), share.into());
                Json::Object(keys)
            }
            other => Json::Object(around("Sequential", share, vec![other])),
        }
    });
    around("OneOf", p, inside.collect())
}

/// A child that runs as its own p says even where the library would force it.
fn always(child: Json) -> Json {
    let class = child["__class_fullname__"].as_str().unwrap_or_default();
    let asks = class == "SomeOf" || class == "RandomOrder" || class == "OneOrOther";
    if !asks && child["p"] == 1.0 {
        child
    } else {
        Json::Object(around("Sequential", 1.0, vec![child]))
    }
}

fn counted(class: &str, p: f64, inside: Vec<Json>, n: f64, replace: bool) -> Map<String, Json> {
    let mut out = around(class, p, inside);
    out.insert("n".into(), (n as u64).into());
    out.insert("replace".into(), replace.into());
    out
}

/// One node for a constant count, else a choice among one for each.
fn counts(
    step: &Step,
    law: &Law,
    p: f64,
    report: &mut Report,
    make: impl Fn(f64) -> Map<String, Json>,
) -> Option<Map<String, Json>> {
    let parts = laws::ranges(law).unwrap_or_else(|| {
        let (a, b) = laws::narrowed(law);
        let why = format!("{} is narrowed to a uniform count", laws::say(law));
        report.say(step, Verdict::approximate(why));
        vec![(1.0, Law::Uniform(a.round().max(0.0), b.round().max(0.0)))]
    });
    let mut all: Vec<(f64, f64)> = Vec::new();
    for (weight, part) in parts {
        let (a, b) = part.reach();
        let (a, b) = (a.max(0.0), b.max(0.0));
        if b - a + 1.0 + all.len() as f64 > MOST {
            let why = "the law of the count is too wide to be written out";
            report.say(step, Verdict::unsupported(why));
            return None;
        }
        let n = (b - a) as usize + 1;
        all.extend((0..n).map(|i| (weight / n as f64, a + i as f64)));
    }
    if let [(_, n)] = all[..] {
        let mut out = make(n);
        out.insert("p".into(), p.into());
        return Some(out);
    }
    let each = all.into_iter().map(|(w, n)| (w, Json::Object(make(n))));
    Some(one_of(p, each.collect()))
}
