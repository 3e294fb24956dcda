//! LabelMe JSON: a file a picture.
//!
//! Shapes of one label and group are one object, so that an instance in several pieces stays one. Points, lines and
//! line strips become keypoints; a circle becomes its outline. The picture inside the file (`imageData`) is not read.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value as Json, json};

use super::check::Check;
use super::follow::Kept;
use super::json::{self, Each, Item, Small, number, numbers, tidy};
use super::model::{Format, Joint, Object, Record, Segment};
use super::names::{self, By};
use super::read::{Context, MAX_PER_PICTURE};
use super::source::Source;
use super::write::outlines;
use crate::error::{Code, Error, Result};
use crate::math;

/// Corners of a circle's outline.
const CIRCLE: u32 = 64;
/// The most values kept of what is not shapes.
const MAX_HEADER: usize = 10_000;

pub(super) fn read(files: &[&dyn Source], context: &mut Context<'_, '_>) -> Result<()> {
    let assigned = context.by_stem(files);
    for (&image, &place) in &assigned {
        if let Some(source) = files.get(place) {
            one(*source, Some(image), context)?;
        }
    }
    if context.store.found.records.iter().any(Option::is_none) {
        for (place, source) in files.iter().enumerate() {
            if !assigned.values().any(|p| *p == place) {
                one(*source, None, context)?;
            }
        }
    }
    Ok(())
}

fn one(source: &dyn Source, image: Option<usize>, context: &mut Context<'_, '_>) -> Result<()> {
    let name = source.name();
    let mut file = File::default();
    let parsed = json::open(context.opener, source).and_then(|reader| {
        let mut parser = serde_json::Deserializer::from_reader(reader);
        let done = Top(&mut file)
            .deserialize(&mut parser)
            .and_then(|()| parser.end());
        done.map_err(|e| {
            Error::new(Code::Syntax, format!("breaks off: {e}")).at_line(e.line() as u32)
        })
    });
    if let Err(e) = parsed {
        // A file that may be about any other picture is not worth a word.
        return if image.is_some() {
            context.give_up(name, &e)
        } else {
            context.opener.check()
        };
    }
    let Some(image) = image.or_else(|| {
        let free = |i: &&usize| {
            context
                .store
                .found
                .records
                .get(**i)
                .is_some_and(Option::is_none)
        };
        let free: Vec<_> = context
            .images
            .candidates(&file.picture, By::Name)
            .iter()
            .filter(free)
            .collect();
        if let [image] = free[..] {
            Some(*image)
        } else {
            None
        }
    }) else {
        return Ok(());
    };
    let (Some(size), Some(asked)) = (context.size(image), context.asked.get(image)) else {
        return Ok(());
    };
    let picture = if file.picture.is_empty() {
        &asked.name
    } else {
        &file.picture
    };
    let mut record = Record::new(Format::LabelMe, name, picture, size);
    record.extra = std::mem::take(&mut file.header);
    let said =
        ["imageWidth", "imageHeight"].map(|key| record.extra.remove(key).as_ref().and_then(number));
    if !context.store.begin(image, record) {
        return Ok(());
    }
    let mut check = Check {
        file: name,
        size,
        problems: &mut context.store.found.problems,
    };
    if let [Some(w), Some(h)] = said
        && [w, h] != [f64::from(size.width), f64::from(size.height)]
    {
        let text = format!(
            "says {w} × {h} px, the picture has {} × {}; coordinates are taken as they stand",
            size.width, size.height
        );
        check.tell("", text);
    }
    if file.beyond > 0 {
        check.tell(
            "",
            format!(
                "has {} shapes beyond the limit of {MAX_PER_PICTURE}: left out",
                file.beyond
            ),
        );
    }
    for object in objects(file.shapes, &mut check) {
        context.store.class(&object.class);
        context.store.push(image, object);
    }
    Ok(())
}

/// A shape, and its group if it has one.
struct Shape {
    object: Object,
    group: Option<i64>,
    is_points: bool,
}

fn objects(shapes: Vec<(usize, Item)>, check: &mut Check<'_>) -> Vec<Object> {
    let mut all: Vec<Shape> = Vec::new();
    let mut points = Vec::new();
    // Places in `all` by label and group.
    let mut groups = std::collections::BTreeMap::new();
    for (place, item) in shapes {
        let Some(shape) = shape(item, format!("shape {}", place + 1), check) else {
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
                owner.object.keypoints.extend(shape.object.keypoints)
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

fn shape(item: Item, place: String, check: &mut Check<'_>) -> Option<Shape> {
    let mut entries = match item {
        Item::Object(entries) => entries,
        Item::Bad(why) => {
            check.tell(&place, format!("{why}: skipped"));
            return None;
        }
        Item::Unwanted => return None,
    };
    let (label, points) = (entries.remove("label"), entries.remove("points"));
    let Some(class) = label.as_ref().and_then(Json::as_str) else {
        check.tell(&place, "has no label: skipped");
        return None;
    };
    let point = |v: &Json| match numbers(v)?[..] {
        [x, y] => Some([x, y]),
        _ => None,
    };
    let points = points.as_ref().and_then(Json::as_array);
    let Some(points) = points.and_then(|p| p.iter().map(point).collect::<Option<Vec<_>>>()) else {
        check.tell(&place, "points must be pairs of finite numbers: skipped");
        return None;
    };
    let kind = entries
        .entry("shape_type")
        .or_insert_with(|| "polygon".into());
    let kind = kind.as_str().unwrap_or("").to_owned();
    let mut object = Object {
        class: class.to_owned(),
        place: place.clone(),
        ..Object::default()
    };
    match (kind.as_str(), points.as_slice()) {
        ("polygon", _) => {
            object.segment = Some(Segment::Polygons(check.outlines(&place, vec![points])?))
        }
        ("rectangle", &[[ax, ay], [bx, by]]) => {
            object.bbox =
                Some(check.bbox(&place, [ax.min(bx), ay.min(by), ax.max(bx), ay.max(by)])?);
        }
        ("circle", &[centre, edge]) => {
            object.segment = Some(Segment::Polygons(
                check.outlines(&place, vec![circle(centre, edge)])?,
            ));
        }
        ("point", [_]) | ("line", [_, _]) | ("linestrip", [_, ..]) => {
            for &xy in &points {
                let mut joint = Joint {
                    name: class.to_owned(),
                    xy,
                    state: 2,
                };
                check.joint(&place, &mut joint);
                object.keypoints.push(joint);
            }
            if object.keypoints.iter().all(|k| k.state == 0) {
                return None;
            }
        }
        ("rectangle" | "circle" | "point" | "line" | "linestrip", _) => {
            check.tell(
                &place,
                format!("a {kind} of {} points: skipped", points.len()),
            );
            return None;
        }
        _ => {
            check.tell(
                &place,
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

/// One file being read.
#[derive(Default)]
struct File {
    picture: String,
    shapes: Vec<(usize, Item)>,
    beyond: usize,
    header: Map<String, Json>,
}

struct Top<'f>(&'f mut File);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with shapes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        let file = self.0;
        let mut left = MAX_HEADER;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "imageData" => {
                    map.next_value::<IgnoredAny>()?;
                }
                "shapes" => map.next_value_seed(Each {
                    wants: &|_, _| true,
                    take: &mut |place, item| {
                        if file.shapes.len() < MAX_PER_PICTURE {
                            file.shapes.push((place, item));
                        } else {
                            file.beyond += 1;
                        }
                    },
                })?,
                _ => {
                    let value = map.next_value_seed(Small { left: &mut left })?;
                    if key == "imagePath" {
                        value.as_str().unwrap_or("").clone_into(&mut file.picture);
                    } else if left > 0 {
                        file.header.insert(key, value);
                    }
                }
            }
        }
        Ok(())
    }
}

/// The file of a picture, which will be called `name`.
pub(super) fn write(kept: &Kept, name: &str) -> String {
    let record = &kept.record;
    let mut shapes = Vec::new();
    let used = |o: &Object| o.extra.get("group_id").and_then(Json::as_i64);
    let mut group = record
        .objects
        .iter()
        .filter_map(used)
        .max()
        .map_or(1, |g| g.saturating_add(1));
    for object in &record.objects {
        let mut pieces: Vec<(&str, Vec<[f64; 2]>)> = Vec::new();
        if let Some(segment) = &object.segment {
            pieces.extend(outlines(segment).into_iter().map(|o| ("polygon", o)));
        }
        if let Some([x0, y0, x1, y1]) = object.bbox {
            pieces.push(("rectangle", vec![[x0, y0], [x1, y1]]));
        }
        let mut extra = object.extra.clone();
        let joints: Vec<_> = object.keypoints.iter().filter(|k| k.state > 0).collect();
        // Pieces of one object are held together by their group.
        let grouped = !pieces.is_empty() && pieces.len() + joints.len() > 1;
        if grouped && used(object).is_none() {
            extra.insert("group_id".into(), group.into());
            group += 1;
        }
        let strip = extra
            .get("shape_type")
            .and_then(Json::as_str)
            .filter(|t| t.starts_with("line"))
            .map(str::to_owned);
        let mut add = |label: &str, kind: &str, points: &[[f64; 2]]| {
            let mut shape = Map::new();
            shape.insert("label".into(), label.into());
            let pairs: Vec<_> = points.iter().map(|p| p.map(tidy)).collect();
            shape.insert("points".into(), json!(pairs));
            shape.insert("group_id".into(), Json::Null);
            shape.extend(extra.clone());
            shape.insert("shape_type".into(), kind.into());
            shapes.push(Json::Object(shape));
        };
        for (kind, points) in &pieces {
            add(&object.class, kind, points);
        }
        let points: Vec<_> = joints.iter().map(|j| j.xy).collect();
        match strip {
            Some(kind) if pieces.is_empty() && points.len() > 1 => {
                let kind = if points.len() == 2 {
                    kind.as_str()
                } else {
                    "linestrip"
                };
                add(&object.class, kind, &points);
            }
            _ => {
                for joint in joints {
                    add(&joint.name, "point", &[joint.xy]);
                }
            }
        }
    }
    let mut file = Map::new();
    for (key, value) in &record.extra {
        file.insert(key.clone(), value.clone());
    }
    file.insert("shapes".into(), shapes.into());
    file.insert("imagePath".into(), relative(name, &record.file).into());
    file.insert("imageData".into(), Json::Null);
    file.insert("imageHeight".into(), record.size.height.into());
    file.insert("imageWidth".into(), record.size.width.into());
    format!("{:#}\n", Json::Object(file))
}

/// The path from a file to another.
fn relative(from: &str, to: &str) -> String {
    let folders = |path: &str| -> Vec<String> {
        let mut parts: Vec<_> = names::parts(path).map(str::to_owned).collect();
        parts.pop();
        parts
    };
    let (here, there) = (folders(from), folders(to));
    let same = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let up = here.iter().skip(same).map(|_| "..".to_owned());
    let down = there.into_iter().skip(same);
    up.chain(down)
        .chain([names::base(to).to_owned()])
        .collect::<Vec<_>>()
        .join("/")
}
