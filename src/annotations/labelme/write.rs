//! Writing.

use serde_json::{Map, Value as Json, json};

use super::super::follow::Kept;
use super::super::json::tidy;
use super::super::model::Object;
use super::super::names;
use super::super::write::outlines;

/// The file of a picture, which will be called `name`.
pub(in super::super) fn write(kept: &Kept, name: &str) -> String {
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
