//! From the text's tree to a checked policy.

use std::collections::BTreeSet;

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::{self, Node as Compose};
use crate::param::{self, Args, Param, number, whole};
use crate::policy::text::{Data, Node};
use crate::policy::then;
use crate::policy::tree::word;
use crate::policy::{Batch, FORMAT, Input, Policy, Step, TARGETS, Target, What, library, target};
use crate::sample::{BOXES, KEYPOINTS};

/// The most steps a policy may have.
pub const MAX_STEPS: usize = 2000;
/// The deepest nesting of steps.
pub const MAX_STEP_DEPTH: usize = 16;

const KEYS: &[&str] = &[
    "augplay",
    "name",
    "note",
    "target",
    "seed",
    "input",
    "boxes",
    "keypoints",
    "steps",
    "batch",
    "then",
    "drawn",
];
const RESERVED: &[&str] = &["views", "curriculum"];
const STEP_KEYS: &[&str] = &[
    "op", "id", "p", "weight", "enabled", "note", "dialect", "more", "#",
];

pub(super) fn entries<'a>(node: &'a Node, what: &str) -> Result<&'a [(String, Node)]> {
    match &node.data {
        Data::Map(entries) => Ok(entries),
        _ => Err(node.expected(what)),
    }
}

pub(super) fn words(node: &Node) -> Result<String> {
    match &node.data {
        Data::Text(t) => Ok(t.clone()),
        Data::Num(n) => Ok(n.to_string()),
        _ => Err(node.expected("text")),
    }
}

/// Comments carried as data under the key `#`: how they survive a trip through JSON.
pub(super) fn carried(node: &Node) -> Result<Vec<String>> {
    let Data::List(items) = &node.data else {
        return Err(node.expected("a list of comments").at_param("#"));
    };
    items
        .iter()
        .map(|n| words(n).map(|t| t.replace(['\n', '\r'], " ")))
        .collect()
}

/// Reads a policy from its tree.
pub(super) fn policy(root: &Node) -> Result<Policy> {
    let keys = entries(root, "a mapping that starts with augplay: 1")?;
    for (key, value) in keys {
        if RESERVED.contains(&key.as_str()) {
            return Err(value
                .error(
                    Code::Unsupported,
                    "is reserved for a later version of augplay",
                )
                .at_param(key));
        }
        if !KEYS.contains(&key.as_str()) && key != "#" {
            return Err(value
                .error(
                    Code::UnknownKey,
                    format!("is not a key of a policy; keys are {}", KEYS.join(", ")),
                )
                .at_param(key));
        }
    }
    let version = root.get("augplay").ok_or_else(|| {
        Error::new(
            Code::Missing,
            format!(
                "must be given: augplay: {FORMAT} says this is a policy and fixes its defaults"
            ),
        )
        .at_param("augplay")
    })?;
    if whole(version, 1.0, f64::MAX).map_err(|e| e.at_param("augplay"))? != f64::from(FORMAT) {
        return Err(version
            .error(
                Code::Unsupported,
                format!("is a newer format; this augplay reads {FORMAT}"),
            )
            .at_param("augplay"));
    }
    let mut policy = Policy::new(&TARGETS[0]);
    for (key, value) in keys {
        let mut inner = Vec::new();
        match key.as_str() {
            "name" => policy.name = Some(words(value).map_err(|e| e.at_param("name"))?),
            "note" => policy.note = Some(words(value).map_err(|e| e.at_param("note"))?),
            "target" => {
                policy.target = words(value)
                    .and_then(|t| target(&t))
                    .map_err(|e| e.at_param("target").at_line(value.line.max(1)))?;
            }
            "seed" => {
                policy.seed =
                    whole(value, 0.0, 9007199254740991.0).map_err(|e| e.at_param("seed"))? as u64;
            }
            "then" => policy.then = Some(then::read(value).map_err(|e| e.at_param("then"))?),
            "boxes" => policy.boxes = Some(rules(value, "boxes", BOXES)?),
            "keypoints" => policy.keypoints = Some(rules(value, "keypoints", KEYPOINTS)?),
            "batch" => {
                policy.batch =
                    Some(Batch::read(value, &mut inner).map_err(|e| e.at_step("batch"))?);
            }
            "input" => policy.input = input(value).map_err(|e| e.at_param("input"))?,
            _ => {}
        }
        let mut comments = value.comments.clone();
        comments.append(&mut inner);
        if let ("boxes" | "keypoints", Data::Map(rules)) = (key.as_str(), &value.data) {
            comments.extend(rules.iter().flat_map(|(_, v)| v.comments.iter().cloned()));
        }
        if !comments.is_empty() && key != "#" {
            policy.comments.push((key.clone(), comments));
        }
    }
    if !root.comments.is_empty() {
        policy.comments.push(("end".into(), root.comments.clone()));
    }
    if let Some(node) = root.get("#") {
        for (key, lines) in entries(node, "a mapping of comments")? {
            policy.comments.push((key.clone(), carried(lines)?));
        }
    }
    let steps = root.get("steps").ok_or_else(|| {
        Error::new(
            Code::Missing,
            "must be given: a list of steps, which may be empty",
        )
        .at_param("steps")
    })?;
    let mut reader = Reader { count: 0 };
    policy.steps = reader.steps(steps, "steps", 0)?;
    name_steps(&mut policy.steps)?;
    for (step, _) in policy.walk() {
        check_dialect(step, policy.target).map_err(|e| e.at_step(&step.id))?;
    }
    Ok(policy)
}

/// Refuses an arithmetic the op does not have, and parameters of another arithmetic.
fn check_dialect(step: &Step, target: &Target) -> Result<()> {
    let What::Op(op, args) = &step.what else {
        return Ok(());
    };
    let meta = op.meta();
    if let Some(own) = step.dialect
        && !meta.dialects.contains(&own)
    {
        return Err(Error::new(
            Code::Unsupported,
            format!("is not an arithmetic of {}", meta.name),
        )
        .at_param("dialect")
        .with_value(word(own)));
    }
    let used = meta.dialect(step.dialect, target);
    for (param, value) in args.iter() {
        if !param.dialects.is_empty()
            && !param.dialects.contains(&used)
            && *value != param.default_value()
        {
            let homes: Vec<_> = param.dialects.iter().map(|d| library(*d)).collect();
            return Err(Error::new(
                Code::Unsupported,
                format!(
                    "exists only in {}; this step is drawn with {}",
                    homes.join(" and "),
                    library(used)
                ),
            )
            .at_param(param.name)
            .with_value(value.to_json()));
        }
    }
    op.check(args, used)
}

fn input(node: &Node) -> Result<Input> {
    match &node.data {
        Data::Text(t) if t == "rgb" => Ok(Input::Rgb),
        Data::Text(t) if t == "grey" => Ok(Input::Grey),
        Data::Map(entries) => match &entries[..] {
            [
                (
                    key,
                    Node {
                        data: Data::List(ends),
                        ..
                    },
                ),
            ] if key == "window" && ends.len() == 2 => {
                let low = whole(&ends[0], 0.0, 65534.0)?;
                let high = whole(&ends[1], low + 1.0, 65535.0)?;
                Ok(Input::Window {
                    low: low as u16,
                    high: high as u16,
                })
            }
            _ => Err(node.expected("rgb, grey or {window: [low, high]}")),
        },
        _ => Err(node.expected("rgb, grey or {window: [low, high]}")),
    }
}

/// Rules for annotations under `key`.
fn rules(node: &Node, key: &str, params: &'static [&'static Param]) -> Result<Args> {
    let keys = entries(node, "a mapping of rules, such as {min_visibility: 0.3}")
        .map_err(|e| e.at_param(key))?;
    let own: Vec<_> = keys.iter().filter(|(k, _)| k != "#").cloned().collect();
    read_args(&own, params, |_| false).map_err(|e| e.at_step(key))
}

struct Reader {
    count: usize,
}

impl Reader {
    fn steps(&mut self, node: &Node, place: &str, depth: usize) -> Result<Vec<Step>> {
        let Data::List(items) = &node.data else {
            return Err(node.expected("a list of steps").at_param(place));
        };
        if depth > MAX_STEP_DEPTH {
            return Err(node
                .error(
                    Code::Limit,
                    format!("is nested more than {MAX_STEP_DEPTH} steps deep"),
                )
                .at_param(place));
        }
        let mut out = Vec::new();
        for (i, item) in items.iter().enumerate() {
            self.count += 1;
            if self.count > MAX_STEPS {
                return Err(item
                    .error(
                        Code::Limit,
                        format!("is beyond the limit of {MAX_STEPS} steps"),
                    )
                    .at_param(place));
            }
            out.push(self.step(item, &format!("{place}[{i}]"), depth)?);
        }
        Ok(out)
    }

    fn step(&mut self, node: &Node, place: &str, depth: usize) -> Result<Step> {
        let keys = entries(node, "a step such as {op: horizontal_flip, p: 0.5}")
            .map_err(|e| e.at_step(place))?;
        let name = match node.get("id").map(|n| &n.data) {
            Some(Data::Text(id)) => id.clone(),
            _ => place.to_owned(),
        };
        let at = |e: Error| {
            let e = e.at_step(&name);
            if node.line > 0 {
                e.at_line(node.line)
            } else {
                e
            }
        };
        let heads: Vec<&str> = keys
            .iter()
            .map(|(k, _)| k.as_str())
            .filter(|k| *k == "op" || Compose::find(k).is_some())
            .collect();
        let what = match heads[..] {
            ["op"] => Self::op(node).map_err(at)?,
            [head] => {
                let compose = Compose::find(head)
                    .ok_or_else(|| at(node.error(Code::Internal, "lost its node")))?;
                let inside = node
                    .get(head)
                    .ok_or_else(|| at(node.error(Code::Internal, "lost its steps")))?;
                let children = self.steps(inside, &format!("{place}.{head}"), depth + 1)?;
                let args =
                    read_args(keys, compose.params(), |k| of_step(k) || k == head).map_err(at)?;
                compose.check(&args, &children).map_err(at)?;
                What::Node(compose, args, children)
            }
            [] => {
                return Err(at(node.error(
                    Code::Missing,
                    format!(
                        "needs 'op' or one of {}",
                        Compose::ALL
                            .iter()
                            .map(|n| n.name())
                            .collect::<Vec<_>>()
                            .join(", ")
                    ),
                )));
            }
            _ => {
                return Err(at(
                    node.error(Code::Syntax, format!("has both {}", heads.join(" and ")))
                ));
            }
        };
        let mut step = Step::new(what);
        let inner = || -> Result<Step> {
            for (key, value) in keys {
                let on = |e: Error| e.at_param(key);
                match key.as_str() {
                    "id" => {
                        let id = words(value).map_err(on)?;
                        check_id(&id, value)?;
                        step.id = id;
                        step.named = true;
                    }
                    "p" => step.p = number(value, 0.0, 1.0).map_err(on)?,
                    "weight" => step.weight = number(value, 0.0, 1e6).map_err(on)?,
                    "enabled" => {
                        let Data::Bool(b) = value.data else {
                            return Err(on(value.expected("true or false")));
                        };
                        step.enabled = b;
                    }
                    "more" => {
                        let Data::Bool(b) = value.data else {
                            return Err(on(value.expected("true or false")));
                        };
                        step.more = b;
                    }
                    "note" => step.note = Some(words(value).map_err(on)?),
                    "dialect" => {
                        step.dialect = Some(match words(value).map_err(on)?.as_str() {
                            "pil" => Dialect::Pil,
                            "cv2" => Dialect::Cv2,
                            "torch" => Dialect::Torch,
                            _ => {
                                return Err(on(
                                    value.error(Code::UnknownName, "is not one of pil, cv2, torch")
                                ));
                            }
                        });
                    }
                    "#" => step.comments.extend(carried(value)?),
                    _ => {}
                }
                step.comments.extend(value.comments.iter().cloned());
            }
            step.comments.splice(0..0, node.comments.iter().cloned());
            Ok(step)
        };
        inner().map_err(at)
    }

    fn op(node: &Node) -> Result<What> {
        let head = node
            .get("op")
            .ok_or_else(|| node.error(Code::Missing, "needs 'op'"))?;
        let name = words(head).map_err(|e| e.at_param("op"))?;
        let op = ops::find(&name).ok_or_else(|| {
            head.error(Code::UnknownName, format!("is not an op{}", suggest(&name)))
                .at_param("op")
        })?;
        let keys = entries(node, "a step")?;
        let args = read_args(keys, op.meta().params, of_step)?;
        Ok(What::Op(op, args))
    }
}

/// A name that was probably meant.
fn suggest(name: &str) -> String {
    let folded = |s: &str| s.to_lowercase().replace(['_', '-', ' '], "");
    let wanted = folded(name);
    ops::OPS
        .iter()
        .map(|op| op.meta())
        .find(|m| folded(m.name) == wanted || m.aliases.iter().any(|a| folded(a) == wanted))
        .map_or(String::new(), |m| {
            format!("; augplay's name for it is {}", m.name)
        })
}

/// A key that every step may have.
fn of_step(key: &str) -> bool {
    STEP_KEYS.contains(&key)
}

/// Reads the parameters among keys; `other` says which are something else.
pub(crate) fn read_args(
    keys: &[(String, Node)],
    params: &'static [&'static Param],
    other: impl Fn(&str) -> bool,
) -> Result<Args> {
    let mut args = Args::defaults(params);
    for (key, value) in keys {
        if other(key) {
            continue;
        }
        let Some(param) = params.iter().find(|p| p.name == key) else {
            let known: Vec<_> = params.iter().map(|p| p.name).collect();
            let has = if known.is_empty() {
                "it has no parameters".into()
            } else {
                format!("it has {}", known.join(", "))
            };
            return Err(value
                .error(Code::UnknownKey, format!("is not a parameter here; {has}"))
                .at_param(key));
        };
        if matches!(value.data, Data::Null) {
            continue;
        }
        args.set(param, param.read(value)?);
    }
    Ok(args)
}

fn check_id(id: &str, node: &Node) -> Result<()> {
    let fits = !id.is_empty()
        && id.len() <= 128
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.#/".contains(&b));
    if fits {
        return Ok(());
    }
    Err(node
        .error(
            Code::Syntax,
            "must be 1 to 128 letters, digits or _ - . # /",
        )
        .at_param("id"))
}

/// Gives every step without an id one: its op's name, numbered where that is taken.
fn name_steps(steps: &mut [Step]) -> Result<()> {
    fn explicit(steps: &[Step], taken: &mut BTreeSet<String>) -> Result<()> {
        for step in steps {
            if step.named && !taken.insert(step.id.clone()) {
                return Err(Error::new(Code::DuplicateId, "is the id of two steps")
                    .at_step(&step.id)
                    .at_param("id"));
            }
            explicit(step.what.children(), taken)?;
        }
        Ok(())
    }
    fn implicit(steps: &mut [Step], taken: &mut BTreeSet<String>) {
        for step in steps {
            if !step.named {
                let base = step.what.name();
                let mut id = base.to_owned();
                let mut n = 1;
                while !taken.insert(id.clone()) {
                    n += 1;
                    id = format!("{base}_{n}");
                }
                step.named = n > 1;
                step.id = id;
            }
            if let What::Node(_, _, children) = &mut step.what {
                implicit(children, taken);
            }
        }
    }
    let mut taken = BTreeSet::new();
    explicit(steps, &mut taken)?;
    implicit(steps, &mut taken);
    Ok(())
}

/// Parameters that every step has, for schema and docs.
pub const COMMON: &[&Param] = &[&P, &WEIGHT, &ENABLED];
const P: Param = Param::number("p", "Chance that the step runs.")
    .value(1.0)
    .hard(0.0, 1.0)
    .fixed();
const WEIGHT: Param = Param::number("weight", "Share within a one_of or some_of.")
    .value(1.0)
    .hard(0.0, 1e6)
    .slider(0.0, 10.0)
    .fixed();
const ENABLED: Param = param::Param::switch("enabled", "Off keeps the step but skips it.", true);
