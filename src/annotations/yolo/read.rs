//! Label files.

use serde_json::json;

use super::super::check::Check;
use super::super::model::{Class, Format, Joint, Object, Record, Segment};
use super::super::names;
use super::super::read::Context;
use super::super::source::Source;
use super::sheet::{MAX_CLASS, Sheet, sheet};
use crate::error::Result;

/// The most bytes of a label file.
const MAX_BYTES: u64 = 1 << 26;

pub(in super::super) fn read(
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

impl Sheet {
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
