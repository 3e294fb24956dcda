//! Draw: from laws to numbers, walking the tree with a State.

use serde_json::{Value as Json, json};

use crate::engine::Value as Pixels;
use crate::engine::cpu::{self, Level};
use crate::error::{Code, Error, Result};
use crate::image::{Mask, Size};
use crate::math;
use crate::ops::compose::{self, Node};
use crate::ops::pretext::pretext_label::{CLASS, TASK};
use crate::ops::{Drawing, Drawn, Fixed};
use crate::param::{Kind, Param, Value};
use crate::policy::dice::{Dice, Die};
use crate::policy::law::{Law, pick};
use crate::policy::{Policy, Step, What, tree};
use crate::program::{Plane, lower};
use crate::sample::State;

/// The most steps one draw may have.
const MAX_DRAWN: usize = 20_000;

/// One outcome of a policy: fixed steps, and the State they lead to.
#[derive(Clone, Debug)]
pub struct Draw {
    /// The outcome as a policy of fixed ops; drawing it gives itself.
    pub policy: Policy,
    /// For each step, the id of the author's step it came from.
    pub sources: Vec<String>,
    /// The State before the first step.
    pub before: State,
    /// The State after the last.
    pub after: State,
    /// Hash of the policy it was drawn from.
    pub from: String,
    /// Sample key.
    pub key: String,
    /// View number.
    pub view: u32,
}

/// A step of a draw as shown to people.
pub type DrawnStep = Step;

impl Policy {
    /// Draws one view of a sample. A policy with a curriculum is drawn as it is at the end of the
    /// training; see [`moment`](Self::moment).
    ///
    /// # Errors
    /// If the policy has several views ([`part`](Self::part) gives one), or a step cannot run at the size it meets; names the step and parameter.
    pub fn draw(&self, sample: &State, key: &str, view: u32) -> Result<Draw> {
        self.draw_with(sample, &[], key, view)
    }

    /// Draws one view of a sample whose label masks are at hand, for the ops that look at them.
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub fn draw_with(&self, sample: &State, masks: &[Mask], key: &str, view: u32) -> Result<Draw> {
        if !self.views.is_empty() {
            let why = "has several views: each is drawn apart, as the part of that number";
            return Err(Error::new(Code::Unsupported, why).at_param("views"));
        }
        if self.curriculum.is_some() {
            return self.moment(1.0)?.draw_with(sample, masks, key, view);
        }
        let before = State {
            rules: self.rules(),
            ..sample.clone()
        };
        let mut walk = Walk {
            dice: Dice::new(self.seed, key, view),
            policy: self,
            masks,
            size: sample.size,
            state: before.clone(),
            around: Vec::new(),
            out: Vec::new(),
            sources: Vec::new(),
        };
        walk.steps(
            &self.steps,
            &Place {
                instance: &[],
                live: true,
                prefix: "",
                source: "",
            },
        )?;
        let mut fixed = Policy {
            steps: walk.out,
            ..self.clone()
        };
        fixed.comments.clear();
        // It mixes finished samples; a draw is of one.
        fixed.batch = None;
        unique(&mut fixed.steps);
        walk.state.finish();
        Ok(Draw {
            policy: fixed,
            sources: walk.sources,
            before,
            after: walk.state,
            from: self.hash(),
            key: key.to_owned(),
            view,
        })
    }
}

/// Where in the tree a step is drawn.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Iterations of the repeats around it.
    instance: &'a [u32],
    /// Whether everything around it fired.
    live: bool,
    /// Id of the automatic policy it belongs to.
    prefix: &'a str,
    /// Id of the author's step it comes from.
    source: &'a str,
}

struct Walk<'a> {
    dice: Dice,
    policy: &'a Policy,
    /// The sample's label masks, and the picture's size, before the first step.
    masks: &'a [Mask],
    size: Size,
    state: State,
    /// Drawn steps before the nodes that are being drawn apart.
    around: Vec<Step>,
    out: Vec<Step>,
    sources: Vec<String>,
}

impl Walk<'_> {
    fn steps(&mut self, steps: &[Step], place: &Place<'_>) -> Result<()> {
        steps.iter().try_for_each(|step| self.step(step, place))
    }

    fn step(&mut self, step: &Step, place: &Place<'_>) -> Result<()> {
        let id = if place.prefix.is_empty() {
            step.id.clone()
        } else {
            format!("{}/{}", place.prefix, step.id)
        };
        let die = self.dice.at(&id, place.instance);
        let fired = place.live && step.enabled && (step.p >= 1.0 || die.uniform("p") < step.p);
        let source = if place.source.is_empty() {
            &id
        } else {
            place.source
        };
        let inner = Place {
            live: fired,
            source,
            ..*place
        };
        match &step.what {
            What::Op(op, args) => {
                let dialect = op.meta().dialect(step.dialect, self.policy.target);
                let masks = if op.meta().needs_masks && place.live {
                    self.masks_now().map_err(|e| e.at_step(&step.id))?
                } else {
                    Vec::new()
                };
                let cx = Drawing {
                    op: *op,
                    args,
                    state: &self.state,
                    masks: &masks,
                    die,
                    dialect,
                    id: &id,
                };
                match op.draw(&cx).map_err(|e| e.at_step(&step.id))? {
                    Drawn::Fixed(list) => self.fixed(list, step, &id, &inner),
                    Drawn::Steps(list) => self.steps(
                        &list,
                        &Place {
                            prefix: &id,
                            ..inner
                        },
                    ),
                }
            }
            What::Node(..) if !fired => self.push(
                Step {
                    enabled: false,
                    ..Step::new(Node::Sequence.of(Vec::new())).called(tag(&id, place.instance))
                },
                source,
            ),
            What::Node(node, args, children) => {
                let cx = |law: &Law, name: &str| law.draw(&die, name, true).max(0.0) as u32;
                match node {
                    Node::Sequence => self.steps(children, &inner),
                    Node::OneOf => {
                        match children.get(pick(&weights(children), die.uniform("choice"))) {
                            Some(child) => self.step(child, &inner),
                            None => Ok(()),
                        }
                    }
                    Node::IfElse => {
                        let first = die.uniform("chance") < args.num(&compose::CHANCE);
                        match children.get(usize::from(!first)) {
                            Some(child) => self.step(child, &inner),
                            None => Ok(()),
                        }
                    }
                    Node::RandomOrder => {
                        let order = order(&die, &id, children, |_| 1.0);
                        order
                            .iter()
                            .try_for_each(|i| self.step(&children[*i], &inner))
                    }
                    Node::SomeOf => {
                        let n = cx(&args.law(&compose::N), "n") as usize;
                        let listed = args.word(&compose::ORDER) == "listed";
                        if args.on(&compose::REPLACE) {
                            let weights = weights(children);
                            let slots = (0..if children.is_empty() { 0 } else { n }).map(|slot| {
                                (
                                    pick(&weights, die.uniform(&format!("slot.{slot}"))),
                                    slot as u32,
                                )
                            });
                            self.slots(children, slots.collect(), listed, &inner)
                        } else {
                            let mut chosen = order(&die, &id, children, |c| c.weight);
                            chosen.truncate(n);
                            if listed {
                                insertion_sort(&mut chosen, |i| *i as f64);
                            }
                            chosen
                                .iter()
                                .try_for_each(|i| self.step(&children[*i], &inner))
                        }
                    }
                    Node::Repeat => {
                        let first = args.int(&compose::FIRST).max(0) as u32;
                        (0..cx(&args.law(&compose::TIMES), "times")).try_for_each(|i| {
                            let instance = [place.instance, &[first.saturating_add(i)]].concat();
                            self.steps(
                                children,
                                &Place {
                                    instance: &instance,
                                    ..inner
                                },
                            )
                        })
                    }
                    Node::WeightedSum => self.weighted_sum(step, &id, &die, &inner),
                    Node::SelectChannels => self.select_channels(step, &id, &inner),
                }
            }
        }
    }

    fn slots(
        &mut self,
        children: &[Step],
        mut slots: Vec<(usize, u32)>,
        listed: bool,
        place: &Place<'_>,
    ) -> Result<()> {
        if listed {
            insertion_sort(&mut slots, |(child, _)| *child as f64);
        }
        slots.into_iter().try_for_each(|(child, slot)| {
            let instance = [place.instance, &[slot]].concat();
            self.step(
                &children[child],
                &Place {
                    instance: &instance,
                    ..*place
                },
            )
        })
    }

    /// The label masks as they are before the next step.
    fn masks_now(&self) -> Result<Vec<Mask>> {
        let steps: Vec<Step> = self.around.iter().chain(&self.out).cloned().collect();
        let program = lower(&steps, self.policy.target, self.size, 1, Plane::Mask)?;
        let run = |mask: &Mask| cpu::run(&program, Pixels::U16(mask.clone()), Level::Fast)?.mask();
        self.masks.iter().map(run).collect()
    }

    /// What has been drawn so far, set aside while a node's children are drawn apart.
    fn set_aside(&mut self) -> Aside {
        let (steps, sources) = (
            std::mem::take(&mut self.out),
            std::mem::take(&mut self.sources),
        );
        let known = self.around.len();
        self.around.extend(steps.iter().cloned());
        Aside {
            state: self.state.clone(),
            steps,
            sources,
            known,
        }
    }

    /// Takes back what was set aside; gives what has been drawn since.
    fn take_back(&mut self, aside: Aside) -> Vec<Step> {
        self.around.truncate(aside.known);
        (self.state, self.sources) = (aside.state, aside.sources);
        std::mem::replace(&mut self.out, aside.steps)
    }

    fn fixed(&mut self, list: Vec<Fixed>, step: &Step, id: &str, place: &Place<'_>) -> Result<()> {
        let (several, last) = (list.len() > 1, list.len().saturating_sub(1));
        for (i, Fixed { op, args }) in list.into_iter().enumerate() {
            let more = i < last || step.more;
            self.state.more = more;
            let dialect = op.meta().dialect(step.dialect, self.policy.target);
            let base = tag(id, place.instance);
            let id = if several {
                format!("{base}/{}", op.meta().name)
            } else {
                base
            };
            if place.live {
                op.check(&args, dialect)
                    .and_then(|()| op.follow(&args, &mut self.state, dialect, &id))
                    .map_err(|e| e.at_step(&step.id))?;
            } else {
                // The library filters after steps that do not fire, too.
                self.state.settle(&id);
            }
            let mut drawn = Step::new(What::Op(op, args)).called(id);
            drawn.enabled = place.live;
            drawn.dialect = step.dialect;
            drawn.more = more;
            self.push(drawn, place.source)?;
        }
        Ok(())
    }

    fn weighted_sum(&mut self, step: &Step, id: &str, die: &Die, place: &Place<'_>) -> Result<()> {
        let What::Node(node, args, children) = &step.what else {
            return Ok(());
        };
        let weights = if let Value::Numbers(w) = args.get(&compose::WEIGHTS) {
            w.clone()
        } else {
            let alpha = args.num(&compose::ALPHA);
            let share = die.stream("share").dirichlet(alpha, 2);
            let chains = die.stream("weights").dirichlet(alpha, children.len());
            let of_all = if args.on(&compose::CHAINS_FIRST) {
                1.0
            } else {
                share[1]
            };
            [share[0]]
                .into_iter()
                .chain(chains.iter().map(|w| w * of_all))
                .collect()
        };
        let aside = self.set_aside();
        let mut chains = Vec::new();
        for child in children {
            self.state = aside.state.clone();
            match &child.what {
                What::Node(Node::Sequence, _, inner) if child.enabled && child.p >= 1.0 => {
                    self.steps(inner, place)?;
                }
                _ => self.step(child, place)?,
            }
            if self.state.size != aside.state.size {
                return Err(Error::new(
                    Code::Range,
                    "changes the picture's size, so it cannot be summed",
                )
                .at_step(&child.id));
            }
            let chain = Step::new(Node::Sequence.of(std::mem::take(&mut self.out)));
            let sequence = matches!(child.what, What::Node(Node::Sequence, ..));
            chains.push(chain.called(if sequence {
                child.id.clone()
            } else {
                format!("{}/chain", child.id)
            }));
        }
        self.take_back(aside);
        let args = args
            .clone()
            .with_value(&compose::WEIGHTS, Value::Numbers(weights));
        let mut drawn = Step::new(What::Node(*node, args, chains)).called(tag(id, place.instance));
        drawn.dialect = step.dialect;
        self.push(drawn, place.source)
    }

    /// The children on the channels that are taken out; what they do stays inside the node.
    fn select_channels(&mut self, step: &Step, id: &str, place: &Place<'_>) -> Result<()> {
        let What::Node(node, args, children) = &step.what else {
            return Ok(());
        };
        let aside = self.set_aside();
        let size = aside.state.size;
        self.state = State::of(size, compose::channels(args).len());
        self.steps(children, place)?;
        if self.state.size != size {
            return Err(Error::new(
                Code::Range,
                "changes the picture's size, so its channels cannot be put back",
            )
            .at_step(id));
        }
        let inside = self.take_back(aside);
        let mut drawn = Step::new(What::Node(*node, args.clone(), inside));
        drawn = drawn.called(tag(id, place.instance));
        drawn.dialect = step.dialect;
        self.push(drawn, place.source)
    }

    fn push(&mut self, step: Step, source: &str) -> Result<()> {
        if self.out.len() >= MAX_DRAWN {
            return Err(
                Error::new(Code::Limit, format!("draws more than {MAX_DRAWN} steps"))
                    .at_step(source),
            );
        }
        self.out.push(step);
        self.sources.push(source.to_owned());
        Ok(())
    }
}

/// What a walk had drawn when it turned to a node's children.
struct Aside {
    state: State,
    steps: Vec<Step>,
    sources: Vec<String>,
    known: usize,
}

/// A step's id in one iteration: `id#1.2`.
fn tag(id: &str, instance: &[u32]) -> String {
    if instance.is_empty() {
        return id.to_owned();
    }
    let list: Vec<String> = instance.iter().map(u32::to_string).collect();
    format!("{id}#{}", list.join("."))
}

fn weights(children: &[Step]) -> Vec<f64> {
    children.iter().map(|c| c.weight).collect()
}

/// A drawn order: each child's key is exponential with its weight as the rate, so the first n are
/// a weighted choice without replacement, and adding a child leaves the others' order alone. What
/// children's ids share with that of their node `id`, up to its last slash, does not count: automatic
/// policies draw alike before and after they are opened.
fn order(die: &Die, id: &str, children: &[Step], weight: impl Fn(&Step) -> f64) -> Vec<usize> {
    let shared = id.rfind('/').map_or("", |at| &id[..=at]);
    let own = |id: &'_ str| id.strip_prefix(shared).unwrap_or(id).to_owned();
    let mut keyed: Vec<(f64, usize)> = children
        .iter()
        .enumerate()
        .filter(|(_, c)| weight(c) > 0.0)
        .map(|(i, c)| {
            (
                -math::ln(1.0 - die.uniform(&format!("order.{}", own(&c.id)))) / weight(c),
                i,
            )
        })
        .collect();
    insertion_sort(&mut keyed, |(key, _)| *key);
    keyed.into_iter().map(|(_, i)| i).collect()
}

/// Sorts a short list, equals in their order: a page of code where the standard sort is many.
fn insertion_sort<T>(list: &mut [T], key: impl Fn(&T) -> f64) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && key(&list[at - 1]) > key(&list[at]) {
            list.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Numbers repeated ids.
fn unique(steps: &mut [Step]) {
    fn go(steps: &mut [Step], taken: &mut std::collections::BTreeSet<String>) {
        for step in steps {
            let base = step.id.clone();
            let mut n = 1;
            while !taken.insert(step.id.clone()) {
                n += 1;
                step.id = format!("{base}_{n}");
            }
            step.named = true;
            if let What::Node(_, _, children) = &mut step.what {
                go(children, taken);
            }
        }
    }
    go(steps, &mut std::collections::BTreeSet::new());
}

impl Draw {
    /// The outcome as a policy file: its steps, and where they came from under `drawn`.
    pub fn to_json(&self) -> Json {
        let mut tree = tree::canonical(&self.policy);
        if let Json::Object(keys) = &mut tree {
            let size = self.before.size;
            let mut drawn = json!({"from": self.from, "key": self.key, "view": self.view, "size_px": [size.width, size.height], "channels": self.before.channels});
            let label = |(task, class)| json!({"task": task, "class": class});
            let pretext: Vec<_> = self.pretext().map(label).collect();
            if let (Json::Object(drawn), false) = (&mut drawn, pretext.is_empty()) {
                drawn.insert("pretext".into(), pretext.into());
            }
            keys.insert("drawn".into(), drawn);
        }
        tree
    }

    /// What pretext tasks ask for, in the order drawn: task and class.
    pub fn pretext(&self) -> impl Iterator<Item = (&'static str, i64)> + '_ {
        self.policy
            .steps
            .iter()
            .filter_map(|step| match &step.what {
                What::Op(op, args) if step.enabled && op.meta().name == "pretext_label" => {
                    Some((args.word(&TASK), args.int(&CLASS)))
                }
                _ => None,
            })
    }

    /// Steps that run.
    pub fn fired(&self) -> usize {
        self.policy.steps.iter().filter(|s| s.enabled).count()
    }
}

/// A drawn step in a few words: `rotate −11.4°`.
pub fn summary(step: &Step) -> String {
    let What::Op(op, args) = &step.what else {
        return step.what.name().replace('_', " ");
    };
    let mut out = op.meta().name.replace('_', " ");
    // What a building block does is often a word: which turn, which task.
    let says = |p: &Param| op.meta().fixed && !p.rare && matches!(p.kind, Kind::Choice(_));
    for (param, _) in args.iter().filter(|(p, _)| says(p)) {
        out.push(' ');
        out.push_str(args.word(param));
    }
    let shown = args.iter().filter(|(p, v)| {
        !p.rare
            && matches!(p.kind, Kind::Number | Kind::Integer)
            && **v != Value::Absent
            && p.identity.is_none_or(|i| args.num(p) != i)
    });
    for (i, (param, _)) in shown.take(3).enumerate() {
        let v = args.num(param);
        let digits = if param.kind == Kind::Integer || v.fract() == 0.0 {
            0
        } else if v.abs() >= 10.0 {
            1
        } else {
            2
        };
        let text = format!("{v:.digits$}").replace('-', "−");
        let gap = if param.unit.is_empty() || param.unit == "°" || param.unit == "%" {
            ""
        } else {
            " "
        };
        out.push_str(if i == 0 { " " } else { ", " });
        out.push_str(&text);
        out.push_str(gap);
        out.push_str(param.unit);
    }
    out
}
