//! Shapes to objects.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::check::Check;
use super::super::json::{Item, numbers};
use super::super::model::{Joint, Object, Segment};
use crate::math;

/// Corners of a circle's outline.
const CIRCLE: u32 = 64;

/// A shape, and its group if it has one.
struct Shape {
    object: Object,
    group: Option<i64>,
    is_points: bool,
}

/// The objects that shapes make up.
pub(super) fn objects(shapes: Vec<(usize, Item)>, check: &mut Check<'_>) -> Vec<Object> {
    let mut all: Vec<Shape> = Vec::new();
    let mut points = Vec::new();
    // Places in `all` by label and group.
    let mut groups = BTreeMap::new();
    for (place, item) in shapes {
        let Some(shape) = shape(item, &format!("shape {}", place + 1), check) else {
            continue;
        };
        if shape.is_points {
            points.push(shape);
            continue;
        }
        let Some(group) = shape.group else {
            all.push(shape);
            continue;
        };
        let at = *groups
            .entry((shape.object.class.clone(), group))
            .or_insert(all.len());
        match all.get_mut(at) {
            Some(first) => merge(&mut first.object, shape.object),
            None => all.push(shape),
        }
    }
    for shape in points {
        // A point belongs to the one thing of its group.
        let mut owners = all
            .iter_mut()
            .filter(|s| !s.is_points && s.group.is_some() && s.group == shape.group);
        match (owners.next(), owners.next()) {
            (Some(owner), None) if shape.object.keypoints.len() == 1 => {
                owner.object.keypoints.extend(shape.object.keypoints);
            }
            _ => all.push(shape),
        }
    }
    all.into_iter().map(|s| s.object).collect()
}

/// Another piece of the same object.
fn merge(object: &mut Object, piece: Object) {
    object.bbox = object.bbox.or(piece.bbox);
    object.segment = match (object.segment.take(), piece.segment) {
        (Some(Segment::Polygons(mut a)), Some(Segment::Polygons(b))) => {
            a.extend(b);
            Some(Segment::Polygons(a))
        }
        (a, b) => a.or(b),
    };
    if piece
        .extra
        .get("shape_type")
        .is_some_and(|t| t == "polygon")
    {
        object.extra.insert("shape_type".into(), "polygon".into());
    }
}

fn shape(item: Item, place: &str, check: &mut Check<'_>) -> Option<Shape> {
    let mut entries = match item {
        Item::Object(entries) => entries,
        Item::Bad(why) => {
            check.tell(place, format!("{why}: skipped"));
            return None;
        }
        Item::Unwanted => return None,
    };
    let (label, points) = (entries.remove("label"), entries.remove("points"));
    let Some(class) = label.as_ref().and_then(Json::as_str) else {
        check.tell(place, "has no label: skipped");
        return None;
    };
    let point = |v: &Json| match numbers(v)?[..] {
        [x, y] => Some([x, y]),
        _ => None,
    };
    let points = points.as_ref().and_then(Json::as_array);
    let Some(points) = points.and_then(|p| p.iter().map(point).collect::<Option<Vec<_>>>()) else {
        check.tell(place, "points must be pairs of finite numbers: skipped");
        return None;
    };
    let kind = entries
        .entry("shape_type")
        .or_insert_with(|| "polygon".into());
    let kind = kind.as_str().unwrap_or("").to_owned();
    let mut object = Object {
        class: class.to_owned(),
        place: place.to_owned(),
        ..Object::default()
    };
    match (kind.as_str(), points.as_slice()) {
        ("polygon", _) => {
            object.segment = Some(Segment::Polygons(check.outlines(place, vec![points])?));
        }
        ("rectangle", &[[ax, ay], [bx, by]]) => {
            object.bbox =
                Some(check.bbox(place, [ax.min(bx), ay.min(by), ax.max(bx), ay.max(by)])?);
        }
        ("circle", &[centre, edge]) => {
            object.segment = Some(Segment::Polygons(
                check.outlines(place, vec![circle(centre, edge)])?,
            ));
        }
        ("point", [_]) | ("line", [_, _]) | ("linestrip", [_, ..]) => {
            for &xy in &points {
                let mut joint = Joint {
                    name: class.to_owned(),
                    xy,
                    state: 2,
                };
                check.joint(place, &mut joint);
                object.keypoints.push(joint);
            }
            if object.keypoints.iter().all(|k| k.state == 0) {
                return None;
            }
        }
        ("rectangle" | "circle" | "point" | "line" | "linestrip", _) => {
            check.tell(
                place,
                format!("a {kind} of {} points: skipped", points.len()),
            );
            return None;
        }
        _ => {
            check.tell(
                place,
                format!("shapes of the type '{kind}' are not read: skipped"),
            );
            return None;
        }
    }
    let group = entries.get("group_id").and_then(Json::as_i64);
    object.extra = entries;
    Some(Shape {
        is_points: !object.keypoints.is_empty(),
        object,
        group,
    })
}

fn circle([cx, cy]: [f64; 2], [ex, ey]: [f64; 2]) -> Vec<[f64; 2]> {
    let radius = ((ex - cx) * (ex - cx) + (ey - cy) * (ey - cy)).sqrt();
    let corner = |i: u32| {
        let angle = std::f64::consts::TAU * f64::from(i) / f64::from(CIRCLE);
        [
            cx + radius * math::cos(angle),
            cy + radius * math::sin(angle),
        ]
    };
    (0..CIRCLE).map(corner).collect()
}
