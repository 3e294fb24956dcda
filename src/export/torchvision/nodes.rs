//! Composition nodes in torchvision's words.

use super::python::{Item, Py, call, law, num, number, numbers, plain, raw};
use super::{annotations, ops};
use crate::export::{Report, Verdict, text};
use crate::ops::Node;
use crate::ops::compose::{ALPHA, CHANCE, N, ORDER, REPLACE, TIMES, WEIGHTS, channels};
use crate::param::{Args, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step, Target, What, opened};

/// Steps in order, each with its comments; what is off or cannot be said leaves a comment.
pub(super) fn list(
    policy: &Policy,
    target: &'static Target,
    steps: &[Step],
    report: &mut Report,
) -> Vec<Item> {
    steps
        .iter()
        .map(|step| {
            let value = write(policy, target, step, report);
            let mut comments = comments(step);
            if value.is_none() {
                let why = if step.enabled {
                    let verdict = report.found.get(&step.id);
                    verdict.map_or("left out".into(), Verdict::sentence)
                } else {
                    "switched off".into()
                };
                comments.push(text::comment(&format!("{}: {why}", step.id)));
            }
            Item { comments, value }
        })
        .collect()
}

fn comments(step: &Step) -> Vec<String> {
    let mut out: Vec<String> = step.comments.iter().map(|c| text::comment(c)).collect();
    let id = step.named.then_some(&step.id);
    let line = match (id, &step.note) {
        (Some(id), Some(note)) => format!("{id}: {note}"),
        (Some(id), None) => id.clone(),
        (None, Some(note)) => note.clone(),
        (None, None) => return out,
    };
    out.push(text::comment(&line));
    out
}

/// Steps of which some are chosen: each keeps its place, so that shares stay.
fn places(items: Vec<Item>) -> Vec<Item> {
    items
        .into_iter()
        .map(|item| Item {
            value: Some(item.value.unwrap_or_else(nothing)),
            ..item
        })
        .collect()
}

fn nothing() -> Py {
    raw("v2.Identity()")
}

fn filled(items: Vec<Item>) -> Vec<Item> {
    let mut items = items;
    if items.iter().all(|i| i.value.is_none()) {
        items.push(Item {
            comments: Vec::new(),
            value: Some(nothing()),
        });
    }
    items
}

/// All of these in order.
pub(super) fn compose(items: Vec<Item>) -> Py {
    call("v2.Compose", vec![("", Py::List(filled(items)))])
}

/// With a chance to run.
pub(super) fn maybe(what: Py, p: f64) -> Py {
    if p >= 1.0 {
        return what;
    }
    let inside = match what {
        Py::Call(head, mut args) if head == "v2.Compose" && args.len() == 1 => args.remove(0).1,
        other => plain(vec![other]),
    };
    call("v2.RandomApply", vec![("", inside), ("p", number(p))])
}

pub(super) fn write(
    policy: &Policy,
    target: &'static Target,
    step: &Step,
    report: &mut Report,
) -> Option<Py> {
    if !step.enabled {
        return None;
    }
    match &step.what {
        What::Op(op, args) => {
            // torchvision's automatic policies refuse samples with boxes, masks or keypoints.
            if (!ops::has_class(op.meta().name, args) || annotations::wanted(policy))
                && let Some(opened) = opened(step, policy.target)
            {
                let mut inside = Report::default();
                let out = write(policy, target, &opened, &mut inside);
                report.fold(step, inside, op.near(args));
                return out;
            }
            ops::write(policy, target, step, *op, args, report)
        }
        What::Node(node, args, children) => {
            let items = list(policy, target, children, report);
            Some(maybe(node_of(*node, args, children, items), step.p))
        }
    }
}

fn node_of(node: Node, args: &Args, children: &[Step], items: Vec<Item>) -> Py {
    if children.is_empty() {
        return nothing();
    }
    let weights: Vec<f64> = children.iter().map(|c| c.weight).collect();
    let even = weights.iter().all(|w| *w == weights[0]);
    match node {
        Node::Sequence => compose(items),
        Node::RandomOrder => call("v2.RandomOrder", vec![("", Py::List(filled(items)))]),
        Node::OneOf => {
            let mut inside = vec![("", Py::List(places(items)))];
            if !even {
                inside.push(("p", raw(numbers(&weights))));
            }
            call("v2.RandomChoice", inside)
        }
        Node::IfElse => {
            let mut both = places(items);
            let chance = args.num(&CHANCE);
            let shares = [chance, 1.0 - chance];
            if both.len() < 2 {
                both.push(Item {
                    comments: Vec::new(),
                    value: Some(nothing()),
                });
            }
            let inside = vec![("", Py::List(both)), ("p", raw(numbers(&shares)))];
            call("v2.RandomChoice", inside)
        }
        Node::SelectChannels => {
            let seen = raw(numbers(channels(args)));
            call(
                "SelectChannels",
                vec![("", compose(items)), ("channels", seen)],
            )
        }
        Node::SomeOf => {
            let weights = if even {
                raw(format!("[1] * {}", weights.len()))
            } else {
                raw(numbers(&weights))
            };
            let mut inside = vec![
                ("", Py::List(places(items))),
                ("n", raw(law(&args.law(&N), true))),
                ("weights", weights),
            ];
            if args.on(&REPLACE) {
                inside.push(("replace", raw("True")));
            }
            if args.word(&ORDER) != "listed" {
                inside.push(("listed", raw("False")));
            }
            call("SomeOf", inside)
        }
        Node::Repeat => match args.law(&TIMES) {
            Law::Const(times) if times <= 0.0 => nothing(),
            Law::Const(1.0) => compose(items),
            Law::Const(times) => {
                let once = compose(items);
                let list = super::python::render(&plain(vec![once.clone()]), 0, 0);
                if list.contains('\n') {
                    // Too long for a product on one line.
                    let inside = vec![("", once), ("times", number(times))];
                    return call("Repeat", inside);
                }
                call(
                    "v2.Compose",
                    vec![("", raw(format!("{list} * {}", num(times))))],
                )
            }
            times => {
                let inside = vec![("", compose(items)), ("times", raw(law(&times, true)))];
                call("Repeat", inside)
            }
        },
        Node::WeightedSum => {
            let how = match args.get(&WEIGHTS) {
                Value::Numbers(w) => ("weights", raw(numbers(w))),
                _ => ("alpha", number(args.num(&ALPHA))),
            };
            call("WeightedSum", vec![("", Py::List(places(items))), how])
        }
    }
}
