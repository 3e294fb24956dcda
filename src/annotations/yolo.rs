//! YOLO: a text file a picture, one line an object, coordinates as fractions of the picture's sides.
//!
//! Lines: `class x y width height` (centre), `class x1 y1 x2 y2 x3 y3 …` (outline), and where `data.yaml` says
//! `kpt_shape`, `class x y width height` with `x y [v]` for each keypoint. Classes are numbers from 0; their names
//! stand in `data.yaml`, `classes.txt` or `obj.names`.

use serde_json::json;

use super::check::Check;
use super::follow::Kept;
use super::model::{Class, Format, Found, Joint, Object, Record, Segment, Skeleton};
use super::names;
use super::read::Context;
use super::source::Source;
use super::write::outline;
use crate::error::Result;
use crate::policy::text::{self, Data, Node};

/// The most bytes of a label file.
const MAX_BYTES: u64 = 1 << 26;
/// The highest class number that is believed.
const MAX_CLASS: f64 = 1e6;
/// Decimals of a fraction: well below a thousandth of a pixel in the largest picture.
const DECIMALS: f64 = 1e9;

/// What `data.yaml` says.
#[derive(Default)]
struct Sheet {
    names: Vec<(i64, String)>,
    /// Keypoints of an object, and numbers of a keypoint (2 or 3).
    pose: Option<(usize, usize)>,
    points: Vec<String>,
    flips: Vec<usize>,
}

pub(super) fn read(
    labels: &[&dyn Source],
    yaml: &[&dyn Source],
    context: &mut Context<'_, '_>,
) -> Result<()> {
    let is_list = |s: &&dyn Source| {
        matches!(names::base(s.name()), "classes.txt") || names::ending(s.name()) == "names"
    };
    let (lists, labels): (Vec<_>, Vec<_>) = labels.iter().copied().partition(is_list);
    let assigned = context.by_stem(&labels);
    if assigned.is_empty() {
        return Ok(());
    }
    let sheet = sheet(yaml, &lists, context)?;
    if sheet.names.is_empty() {
        let file = assigned
            .values()
            .next()
            .and_then(|i| labels.get(*i))
            .map_or("", |l| l.name());
        context.tell(
            file,
            "no data.yaml or classes.txt names the classes: they are called by their numbers",
        );
    }
    let found = &mut context.store.found;
    for (id, name) in &sheet.names {
        if !found.classes.iter().any(|c| c.name == *name) {
            found.classes.push(Class {
                id: *id,
                name: name.clone(),
                ..Class::default()
            });
        }
    }
    if let Some((count, numbers)) = sheet.pose {
        found
            .header
            .insert("kpt_shape".into(), json!([count, numbers]));
        for (_, name) in &sheet.names {
            found.skeletons.push(sheet.skeleton(name, count));
        }
    }
    for (image, place) in assigned {
        let (Some(source), Some(size)) = (labels.get(place), context.size(image)) else {
            continue;
        };
        let name = source.name();
        let text = match context.opener.text(*source, MAX_BYTES) {
            Ok(text) => text,
            Err(e) => {
                context.give_up(name, &e)?;
                continue;
            }
        };
        let file = context.asked.get(image).map_or("", |a| &a.name);
        if !context
            .store
            .begin(image, Record::new(Format::Yolo, name, file, size))
        {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let mut check = Check {
                file: name,
                size,
                problems: &mut context.store.found.problems,
            };
            let place = format!("line {}", number + 1);
            if let Some((id, mut object)) = sheet.line(line, place, &mut check) {
                object.class = sheet.class(id, &object.place, name, context);
                context.store.name_joints(&mut object);
                context.store.push(image, object);
            }
        }
    }
    Ok(())
}

/// The first file that names classes.
fn sheet(
    yaml: &[&dyn Source],
    lists: &[&dyn Source],
    context: &mut Context<'_, '_>,
) -> Result<Sheet> {
    for source in yaml {
        let parsed = context
            .opener
            .text(*source, text::MAX_BYTES as u64)
            .and_then(|t| text::parse(&t));
        match parsed {
            Ok(node) if node.get("names").is_some() => return Ok(Sheet::of(&node)),
            Ok(_) => {}
            Err(e) => context.give_up(source.name(), &e)?,
        }
    }
    for source in lists {
        match context.opener.text(*source, text::MAX_BYTES as u64) {
            Ok(text) => {
                let names = text.lines().map(str::trim).filter(|l| !l.is_empty());
                return Ok(Sheet {
                    names: (0..).zip(names.map(str::to_owned)).collect(),
                    ..Sheet::default()
                });
            }
            Err(e) => context.give_up(source.name(), &e)?,
        }
    }
    Ok(Sheet::default())
}

/// A plain value as text.
fn plain(node: &Node) -> Option<String> {
    match &node.data {
        Data::Text(text) => Some(text.clone()),
        Data::Num(n) => Some(n.to_string()),
        Data::Bool(b) => Some(b.to_string()),
        _ => None,
    }
}

/// Whole numbers of a list.
fn whole(node: Option<&Node>) -> Vec<usize> {
    let Some(Data::List(items)) = node.map(|n| &n.data) else {
        return Vec::new();
    };
    let number = |n: &Node| match n.data {
        Data::Num(v) if v >= 0.0 && v.fract() == 0.0 && v < MAX_CLASS => Some(v as usize),
        _ => None,
    };
    items.iter().map_while(number).collect()
}

impl Sheet {
    fn of(node: &Node) -> Self {
        let names: Vec<(i64, String)> = match node.get("names").map(|n| &n.data) {
            Some(Data::List(items)) => (0..)
                .zip(items)
                .filter_map(|(i, n)| Some((i, plain(n)?)))
                .collect(),
            Some(Data::Map(entries)) => {
                let entry = |(key, n): &(String, Node)| Some((key.parse().ok()?, plain(n)?));
                entries.iter().filter_map(entry).collect()
            }
            _ => Vec::new(),
        };
        let pose = match whole(node.get("kpt_shape"))[..] {
            [count, numbers @ 2..=3] if (1..=1000).contains(&count) => Some((count, numbers)),
            _ => None,
        };
        // Names for the keypoints of the first class stand for all.
        let points = match node.get("kpt_names").map(|n| &n.data) {
            Some(Data::Map(entries)) => entries.first().map(|(_, n)| n),
            _ => node.get("kpt_names"),
        };
        let points = match points.map(|n| &n.data) {
            Some(Data::List(items)) => items.iter().filter_map(plain).collect(),
            _ => Vec::new(),
        };
        Self {
            names,
            pose,
            points,
            flips: whole(node.get("flip_idx")),
        }
    }

    fn skeleton(&self, class: &str, count: usize) -> Skeleton {
        let name = |i: usize| self.points.get(i).cloned().unwrap_or_else(|| i.to_string());
        let mut skeleton =
            Skeleton::pair_by_name(class, (0..count).map(name).collect(), Vec::new());
        if !self.flips.is_empty() {
            let pair = |(i, &j): (usize, &usize)| {
                (i < j && j < count && self.flips.get(j) == Some(&i)).then_some([i, j])
            };
            skeleton.pairs = self.flips.iter().enumerate().filter_map(pair).collect();
        }
        skeleton
    }

    /// The name of a class; a number beyond the names is told once.
    fn class(&self, id: i64, place: &str, file: &str, context: &mut Context<'_, '_>) -> String {
        if let Some((_, name)) = self.names.iter().find(|(i, _)| *i == id) {
            return name.clone();
        }
        let name = format!("class {id}");
        let found = &mut context.store.found;
        if !self.names.is_empty() {
            let text = format!(
                "class {id} is beyond the {} names: called '{name}'",
                self.names.len()
            );
            found.problems.add(file, place, text);
        }
        if !found.classes.iter().any(|c| c.name == name) {
            found.classes.push(Class {
                id,
                name: name.clone(),
                ..Class::default()
            });
        }
        name
    }

    /// One line; nothing if it is empty or to be skipped, which is told.
    fn line(&self, line: &str, place: String, check: &mut Check<'_>) -> Option<(i64, Object)> {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            return None;
        }
        let numbers: Option<Vec<f64>> = words.iter().map(|w| w.parse().ok()).collect();
        let Some(numbers) = numbers.filter(|n| n.iter().all(|v: &f64| v.is_finite())) else {
            check.tell(&place, "must be finite numbers: skipped");
            return None;
        };
        let (&class, rest) = numbers.split_first()?;
        if class.fract() != 0.0 || !(0.0..=MAX_CLASS).contains(&class) {
            check.tell(&place, format!("{class} is no class number: skipped"));
            return None;
        }
        let mut object = Object {
            place,
            ..Object::default()
        };
        let place = object.place.clone();
        let (w, h) = (f64::from(check.size.width), f64::from(check.size.height));
        let pose = self
            .pose
            .filter(|(count, numbers)| rest.len() == 4 + count * numbers);
        match rest {
            [x, y, bw, bh, points @ ..] if points.is_empty() || pose.is_some() => {
                let xyxy = [
                    (x - bw / 2.0) * w,
                    (y - bh / 2.0) * h,
                    (x + bw / 2.0) * w,
                    (y + bh / 2.0) * h,
                ];
                object.bbox = Some(check.bbox(&place, xyxy)?);
                let numbers = pose.map_or(3, |(_, n)| n);
                for (i, point) in points.chunks_exact(numbers).enumerate() {
                    object
                        .keypoints
                        .push(joint(i, point, [w, h], &place, check));
                }
            }
            flat if flat.len() >= 6 && flat.len() % 2 == 0 => {
                let outline: Vec<_> = flat.chunks_exact(2).map(|p| [p[0] * w, p[1] * h]).collect();
                object.segment = Some(Segment::Polygons(check.outlines(&place, vec![outline])?));
            }
            _ => {
                let text = format!(
                    "has {} numbers: neither a box (5), an outline (7, 9, …) nor a pose ({}): skipped",
                    numbers.len(),
                    match self.pose {
                        Some((count, numbers)) => format!("{}", 5 + count * numbers),
                        None => "needs kpt_shape in data.yaml".into(),
                    }
                );
                check.tell(&place, text);
                return None;
            }
        }
        Some((class as i64, object))
    }
}

fn joint(i: usize, point: &[f64], [w, h]: [f64; 2], place: &str, check: &mut Check<'_>) -> Joint {
    let mut joint = Joint {
        name: i.to_string(),
        ..Joint::default()
    };
    if let [x, y, v @ ..] = point {
        joint.xy = [x * w, y * h];
        joint.state = match v.first() {
            Some(v) if [0.0, 1.0, 2.0].contains(v) => *v as u8,
            Some(v) => {
                check.tell(
                    place,
                    format!("keypoint {i} has a v of {v} and needs 0, 1 or 2: not labelled"),
                );
                0
            }
            None if *x == 0.0 && *y == 0.0 => 0,
            None => 2,
        };
        check.joint(place, &mut joint);
    }
    joint
}

/// The label file of a picture.
pub(super) fn write(found: &Found, kept: &Kept) -> String {
    let (w, h) = (
        f64::from(kept.record.size.width),
        f64::from(kept.record.size.height),
    );
    let round = |v: f64| ((v * DECIMALS).round() / DECIMALS).to_string();
    let three = found
        .header
        .get("kpt_shape")
        .and_then(|s| s.get(1))
        .and_then(serde_json::Value::as_u64)
        != Some(2);
    let mut text = String::new();
    for object in &kept.record.objects {
        let id = found
            .classes
            .iter()
            .find(|c| c.name == object.class)
            .map_or(0, |c| c.id);
        let mut words = vec![id.to_string()];
        if let Some(segment) = &object.segment {
            let points = outline(segment);
            words.extend(
                points
                    .iter()
                    .flat_map(|[x, y]| [round(x / w), round(y / h)]),
            );
        } else if let Some([x0, y0, x1, y1]) = object.bbox {
            let box_ = [
                (x0 + x1) / 2.0 / w,
                (y0 + y1) / 2.0 / h,
                (x1 - x0) / w,
                (y1 - y0) / h,
            ];
            words.extend(box_.map(round));
            for joint in &object.keypoints {
                let [x, y] = joint.xy;
                words.extend([round(x / w), round(y / h)]);
                if three {
                    words.push(joint.state.to_string());
                }
            }
        }
        text += &words.join(" ");
        text.push('\n');
    }
    text
}

/// `data.yaml`: what is known of the classes. JSON's flow style is YAML.
pub(super) fn data(found: &Found) -> String {
    let mut text = String::from("path: .\ntrain: .\n");
    text += "names:\n";
    for class in &found.classes {
        text += &format!("  {}: {}\n", class.id, json!(class.name));
    }
    if let Some(shape) = found.header.get("kpt_shape") {
        text += &format!("kpt_shape: {shape}\n");
    }
    if let Some(skeleton) = found
        .skeletons
        .iter()
        .find(|_| found.header.contains_key("kpt_shape"))
    {
        let flips: Vec<_> = (0..skeleton.points.len())
            .map(|i| skeleton.partner(i).unwrap_or(i))
            .collect();
        text += &format!("flip_idx: {}\n", json!(flips));
        if skeleton
            .points
            .iter()
            .enumerate()
            .any(|(i, name)| *name != i.to_string())
        {
            text += &format!("kpt_names:\n  0: {}\n", json!(skeleton.points));
        }
    }
    text
}
