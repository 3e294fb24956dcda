//! `views`: several named pipelines from one sample, as self-supervised training wants them. Each
//! copy of a view is a part: an ordinary policy, so nothing else needs to know of views.

use serde::Serialize;

use crate::error::{Code, Error, Result};
use crate::ops::Node as Compose;
use crate::ops::compose;
use crate::param::whole;
use crate::policy::parse::{carried, entries, words};
use crate::policy::text::{Data, Node};
use crate::policy::{Curriculum, Policy, Step, What};

/// The most views of one sample, copies counted.
pub const MAX_VIEWS: u32 = 64;

/// One of several pipelines from one sample.
#[derive(Clone, Debug)]
pub struct View {
    /// Its name, unique among views and step ids.
    pub name: String,
    /// How many copies are drawn.
    pub count: u32,
    /// What it does after the policy's own steps.
    pub steps: Vec<Step>,
    /// Note for people.
    pub note: Option<String>,
    /// Comments that stand by it.
    pub comments: Vec<String>,
}

/// A copy of a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The view's name.
    pub name: String,
    /// Which of its copies, from 0.
    pub copy: u32,
    /// How many there are.
    pub of: u32,
}

impl Part {
    /// What to call it: the view's name, and the copy's number where there are several.
    pub fn label(&self) -> String {
        if self.of == 1 {
            self.name.clone()
        } else {
            format!("{}.{}", self.name, self.copy)
        }
    }
}

impl Policy {
    /// The parts that one draw of a sample gives, in order; none where the policy has no views.
    pub fn parts(&self) -> Vec<Part> {
        self.views
            .iter()
            .flat_map(|view| {
                (0..view.count).map(|copy| Part {
                    name: view.name.clone(),
                    copy,
                    of: view.count,
                })
            })
            .collect()
    }

    /// Part `i` as an ordinary policy: the policy's steps, then the view's own. The steps that parts
    /// share draw the same numbers in all of them; a copy's own steps draw as those of a `repeat` in
    /// the iteration of its number.
    ///
    /// # Errors
    /// If there are not so many.
    pub fn part(&self, i: usize) -> Result<Policy> {
        let parts = self.parts();
        let part = parts.get(i);
        let view = part.and_then(|part| self.views.iter().find(|view| view.name == part.name));
        let (Some(part), Some(view)) = (part, view) else {
            let message = format!("is not one of the policy's {} views", parts.len());
            return Err(Error::new(Code::Range, message)
                .at_param("part")
                .with_value(i));
        };
        let mut steps = self.steps.clone();
        if view.count == 1 {
            steps.extend(view.steps.iter().cloned());
        } else {
            let mut copy = Step::new(Compose::Repeat.of(view.steps.clone())).called(&view.name);
            if let What::Node(_, args, _) = &mut copy.what {
                *args = args
                    .clone()
                    .with(&compose::TIMES, 1.0)
                    .with(&compose::FIRST, f64::from(part.copy));
            }
            copy.note.clone_from(&view.note);
            steps.push(copy);
        }
        let out = Policy {
            steps,
            views: Vec::new(),
            ..self.clone()
        };
        // A moment's chance that waited for its part.
        let settled = out.curriculum.as_ref().is_some_and(Curriculum::constant);
        if settled { out.moment(1.0) } else { Ok(out) }
    }

    /// The number of the part with this [label](Part::label).
    ///
    /// # Errors
    /// Names the parts there are.
    pub fn part_called(&self, label: &str) -> Result<usize> {
        let labels: Vec<_> = self.parts().iter().map(Part::label).collect();
        labels.iter().position(|l| l == label).ok_or_else(|| {
            let message = match &labels[..] {
                [] => "is not a view: the policy has none".into(),
                some => format!("is not a view; views are {}", some.join(", ")),
            };
            Error::new(Code::UnknownName, message)
                .at_param("part")
                .with_value(format!("'{label}'"))
        })
    }
}

/// Reads the value of `views`; `steps` reads a list of steps at a place.
pub(super) fn read(
    node: &Node,
    mut steps: impl FnMut(&Node, &str) -> Result<Vec<Step>>,
) -> Result<Vec<View>> {
    let Data::List(items) = &node.data else {
        let what = "a list of views such as {view: first, steps: []}";
        return Err(node.expected(what).at_param("views"));
    };
    if items.is_empty() {
        let why = "needs at least one view";
        return Err(node.error(Code::Range, why).at_param("views"));
    }
    let (mut out, mut total) = (Vec::new(), 0);
    for (i, item) in items.iter().enumerate() {
        let place = format!("views[{i}]");
        let view = view(item, &place, &mut steps)?;
        total += view.count;
        if total > MAX_VIEWS {
            let why = format!("goes beyond the limit of {MAX_VIEWS} views, copies counted");
            return Err(item.error(Code::Limit, why).at_step(&view.name));
        }
        out.push(view);
    }
    Ok(out)
}

fn view(
    node: &Node,
    place: &str,
    steps: &mut impl FnMut(&Node, &str) -> Result<Vec<Step>>,
) -> Result<View> {
    let keys =
        entries(node, "a view such as {view: first, steps: []}").map_err(|e| e.at_step(place))?;
    let need = |key: &str, what: &str| {
        node.get(key).ok_or_else(|| {
            let e = node.error(Code::Missing, format!("must be given: {what}"));
            e.at_step(place).at_param(key)
        })
    };
    let mut out = View {
        name: name(need("view", "the view's name")?)
            .map_err(|e| e.at_step(place).at_param("view"))?,
        count: 1,
        steps: Vec::new(),
        note: None,
        comments: node.comments.clone(),
    };
    need("steps", "a list of steps, which may be empty")?;
    for (key, value) in keys {
        let at = |e: Error| e.at_step(&out.name).at_param(key);
        match key.as_str() {
            "view" => {}
            "count" => out.count = whole(value, 1.0, f64::from(MAX_VIEWS)).map_err(at)? as u32,
            "steps" => out.steps = steps(value, &format!("{place}.steps"))?,
            "note" => out.note = Some(words(value).map_err(at)?),
            "#" => {
                let carried = carried(value).map_err(at)?;
                out.comments.extend(carried);
            }
            _ => {
                let why = "is not a key of a view; keys are view, count, steps, note";
                return Err(at(value.error(Code::UnknownKey, why)));
            }
        }
        out.comments.extend(value.comments.iter().cloned());
    }
    Ok(out)
}

/// A name that can stand in a file's name: a letter, then letters, digits, _ or -.
fn name(node: &Node) -> Result<String> {
    let name = words(node)?;
    let fits = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    if fits {
        return Ok(name);
    }
    let why = "must be a letter, then up to 63 letters, digits, _ or -";
    Err(node.error(Code::Syntax, why))
}
