//! What changed in meaning between two policies: order, numbers, laws and rules; notes, names and
//! comments are no meaning.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::policy::{Policy, Step, tree};

/// Something that is not the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// `added`, `removed`, `moved` or `changed`.
    pub kind: &'static str,
    /// The step's id, or the key at the top of the file.
    pub place: String,
    /// What it is called: the op's name, or the key.
    pub name: String,
    /// What differs, by its key: `[before, after]`; everything that a new or lost step says.
    pub values: Map<String, Json>,
}

/// A step among all, those of compositions after it.
struct Row {
    id: String,
    /// The compositions around it, and its own name.
    name: String,
    /// All it says, defaults too.
    says: Map<String, Json>,
}

/// Every change from `before` to `after`, in the order of `after`'s file.
pub fn diff(before: &Policy, after: &Policy) -> Vec<Change> {
    let mut out = Vec::new();
    let [a, b] = [before, after].map(tree::essence);
    for key in [
        "target",
        "seed",
        "input",
        "curriculum",
        "boxes",
        "keypoints",
    ] {
        top(&a, &b, key, &mut out);
    }
    steps(&before.steps, &after.steps, &mut out);
    // Views by name: what both have is compared, others come or go whole.
    for view in &after.views {
        let known = before.views.iter().find(|v| v.name == view.name);
        let Some(known) = known else {
            out.push(whole("added", &view.name, json!(view.count)));
            continue;
        };
        if known.count != view.count {
            out.push(Change {
                kind: "changed",
                place: view.name.clone(),
                name: "view".into(),
                values: one("count", &json!(known.count), &json!(view.count)),
            });
        }
        steps(&known.steps, &view.steps, &mut out);
    }
    for view in &before.views {
        if !after.views.iter().any(|v| v.name == view.name) {
            out.push(whole("removed", &view.name, json!(view.count)));
        }
    }
    for key in ["batch", "then"] {
        top(&a, &b, key, &mut out);
    }
    out
}

fn whole(kind: &'static str, view: &str, count: Json) -> Change {
    Change {
        kind,
        place: view.to_owned(),
        name: "view".into(),
        values: Map::from_iter([("count".to_owned(), count)]),
    }
}

fn one(key: &str, before: &Json, after: &Json) -> Map<String, Json> {
    Map::from_iter([(key.to_owned(), json!([before, after]))])
}

fn top(a: &Json, b: &Json, key: &str, out: &mut Vec<Change>) {
    let (before, after) = (&a[key], &b[key]);
    if let (Json::Object(a), Json::Object(b)) = (before, after) {
        let values = differing(a, b);
        if !values.is_empty() {
            out.push(Change {
                kind: "changed",
                place: key.to_owned(),
                name: key.to_owned(),
                values,
            });
        }
    } else if before != after {
        out.push(Change {
            kind: "changed",
            place: key.to_owned(),
            name: key.to_owned(),
            values: one(key, before, after),
        });
    }
}

fn rows(steps: &[Step], around: &str, out: &mut Vec<Row>) {
    for step in steps {
        let name = format!("{around}{}", step.what.name());
        let mut says = tree::args(step.what.args(), true);
        says.insert("p".into(), crate::param::tidy(step.p));
        if !around.is_empty() {
            says.insert("weight".into(), crate::param::tidy(step.weight));
        }
        says.insert("enabled".into(), json!(step.enabled));
        if let Some(dialect) = step.dialect {
            says.insert("dialect".into(), json!(tree::word(dialect)));
        }
        let inside = format!("{name} > ");
        out.push(Row {
            id: step.id.clone(),
            name,
            says,
        });
        rows(step.what.children(), &inside, out);
    }
}

fn steps(before: &[Step], after: &[Step], out: &mut Vec<Change>) {
    let list = |steps| {
        let mut list = Vec::new();
        rows(steps, "", &mut list);
        list
    };
    let (a, b) = (list(before), list(after));
    let names = |rows: &[Row]| rows.iter().map(|r| r.name.clone()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Patience, &names(&a), &names(&b));
    let mut gone: Vec<&Row> = Vec::new();
    let mut come: Vec<(usize, &Row)> = Vec::new();
    for op in ops {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            for i in 0..len {
                if let (Some(a), Some(b)) = (a.get(old_index + i), b.get(new_index + i)) {
                    out.extend(changed(a, b));
                }
            }
            continue;
        }
        gone.extend(a.get(op.old_range()).into_iter().flatten());
        let place = out.len();
        come.extend(
            b.get(op.new_range())
                .into_iter()
                .flatten()
                .map(|row| (place, row)),
        );
    }
    // From the end, so that places stay right.
    for (place, row) in come.into_iter().rev() {
        let same = gone
            .iter()
            .position(|r| r.name == row.name && r.says == row.says);
        let kind = match same {
            Some(at) => {
                gone.remove(at);
                "moved"
            }
            None => "added",
        };
        out.insert(place, of(kind, row));
    }
    out.extend(gone.into_iter().map(|row| of("removed", row)));
}

fn of(kind: &'static str, row: &Row) -> Change {
    Change {
        kind,
        place: row.id.clone(),
        name: row.name.clone(),
        values: row.says.clone(),
    }
}

/// `[before, after]` by key, where they differ.
fn differing(a: &Map<String, Json>, b: &Map<String, Json>) -> Map<String, Json> {
    let keys = b.keys().chain(a.keys().filter(|k| !b.contains_key(*k)));
    let of = |map: &Map<String, Json>, key: &str| map.get(key).cloned().unwrap_or(Json::Null);
    keys.filter(|key| a.get(*key) != b.get(*key))
        .map(|key| (key.clone(), json!([of(a, key), of(b, key)])))
        .collect()
}

fn changed(a: &Row, b: &Row) -> Option<Change> {
    let values = differing(&a.says, &b.says);
    (!values.is_empty()).then(|| Change {
        kind: "changed",
        place: b.id.clone(),
        name: b.name.clone(),
        values,
    })
}

/// A line a change: `~ rotate: p 0.5 → 0.7`.
pub fn text(changes: &[Change]) -> String {
    let line = |c: &Change| {
        let mark = match c.kind {
            "added" => "+",
            "removed" => "−",
            "moved" => "↕",
            _ => "~",
        };
        let named = if c.name == c.place || c.name.ends_with(&format!("> {}", c.place)) {
            c.name.clone()
        } else {
            format!("{} ({})", c.name, c.place)
        };
        let value = |v: &Json| match v {
            Json::Null => "none".to_owned(),
            v => v.to_string().replace('"', ""),
        };
        let said: Vec<String> = match c.kind {
            "changed" => c
                .values
                .iter()
                .map(|(key, v)| {
                    let what = if *key == c.name {
                        String::new()
                    } else {
                        format!("{key} ")
                    };
                    format!("{what}{} → {}", value(&v[0]), value(&v[1]))
                })
                .collect(),
            _ => Vec::new(),
        };
        let said = said.join("; ");
        let gap = if said.is_empty() { "" } else { ": " };
        format!("{mark} {named}{gap}{said}\n")
    };
    changes.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(steps: &str, more: &str) -> Policy {
        Policy::parse(&format!("augplay: 1\n{more}steps: [{steps}]\n")).unwrap()
    }

    #[test]
    fn meaning_is_compared_and_words_are_not() {
        let a = policy(
            "{op: rotate, p: 0.5, note: x}, {op: invert}, {op: equalize}",
            "name: a\n",
        );
        let b = policy(
            "{op: rotate, p: 0.5}, {op: invert}, {op: equalize}",
            "name: b\n",
        );
        assert!(diff(&a, &b).is_empty());
        let c = policy(
            "{op: rotate, p: 0.7, angle_deg: [-90, 90]}, {op: equalize}, {op: grayscale}",
            "seed: 3\n",
        );
        let found = diff(&a, &c);
        assert_eq!(
            text(&found),
            "~ seed: 0 → 3\n~ rotate: angle_deg [-15,15] → [-90,90]; p 0.5 → 0.7\n+ grayscale\n− invert\n"
        );
        let moved = policy("{op: equalize}, {op: rotate, p: 0.5}, {op: invert}", "");
        assert_eq!(text(&diff(&a, &moved)), "↕ equalize\n");
    }

    #[test]
    fn compositions_and_the_rest_are_compared() {
        let a = policy(
            "{one_of: [{op: invert}, {op: equalize}], id: x}",
            "boxes: {min_visibility: 0.1}\n",
        );
        let b = policy(
            "{one_of: [{op: invert, weight: 2}, {op: equalize}], id: x, p: 0.2}",
            "boxes: {min_visibility: 0.3}\n",
        );
        assert_eq!(
            text(&diff(&a, &b)),
            "~ boxes: min_visibility 0.1 → 0.3\n~ one_of (x): p 1 → 0.2\n~ one_of > invert: weight 1 → 2\n"
        );
        let views = |count: u32| {
            Policy::parse(&format!("augplay: 1\nsteps: []\nviews: [{{view: v, count: {count}, steps: [{{op: invert, id: i}}]}}]\n")).unwrap()
        };
        assert_eq!(
            text(&diff(&views(1), &views(2))),
            "~ view (v): count 1 → 2\n"
        );
        assert_eq!(text(&diff(&a, &views(2))).lines().count(), 5);
    }
}
