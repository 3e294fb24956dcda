//! Writing: one file for all pictures.

use serde_json::{Map, Value as Json, json};

use super::super::follow::Kept;
use super::super::json::tidy;
use super::super::model::{Found, Object, Segment};

/// The file of pictures: images and annotations numbered anew from 1, categories and header as they were.
pub(in super::super) fn write(found: &Found, kept: &[&Kept]) -> String {
    let mut file = found.header.clone();
    let (mut images, mut annotations) = (Vec::new(), Vec::new());
    for (id, kept) in (1usize..).zip(kept) {
        let record = &kept.record;
        let mut image = Map::new();
        image.insert("id".into(), id.into());
        image.insert("file_name".into(), record.file.clone().into());
        image.insert("width".into(), record.size.width.into());
        image.insert("height".into(), record.size.height.into());
        image.extend(record.extra.clone());
        images.push(Json::Object(image));
        for object in &record.objects {
            let class = found.classes.iter().find(|c| c.name == object.class);
            let number = annotations.len() + 1;
            annotations.push(annotation(object, number, id, class.map_or(0, |c| c.id)));
        }
    }
    let categories = found.classes.iter().map(|class| {
        let mut category = Map::new();
        category.insert("id".into(), class.id.into());
        category.insert("name".into(), class.name.clone().into());
        category.extend(class.extra.clone());
        Json::Object(category)
    });
    file.insert("images".into(), images.into());
    file.insert("annotations".into(), annotations.into());
    file.insert("categories".into(), categories.collect());
    format!("{}\n", Json::Object(file))
}

fn annotation(object: &Object, id: usize, image: usize, category: i64) -> Json {
    let mut out = Map::new();
    out.insert("id".into(), id.into());
    out.insert("image_id".into(), image.into());
    out.insert("category_id".into(), category.into());
    if let Some([x0, y0, x1, y1]) = object.bbox {
        out.insert("bbox".into(), json!([x0, y0, x1 - x0, y1 - y0].map(tidy)));
    }
    if let Some(area) = area(object) {
        out.insert("area".into(), tidy(area));
    }
    match &object.segment {
        None => {}
        Some(Segment::Polygons(outlines)) => {
            let flat = outlines
                .iter()
                .map(|o| o.iter().flatten().map(|v| tidy(*v)).collect::<Vec<_>>());
            out.insert("segmentation".into(), json!(flat.collect::<Vec<_>>()));
        }
        Some(Segment::Runs { runs, compressed }) => {
            let size = runs.size();
            let counts = if *compressed {
                json!(runs.to_text())
            } else {
                json!(runs.counts())
            };
            out.insert(
                "segmentation".into(),
                json!({"size": [size.height, size.width], "counts": counts}),
            );
        }
    }
    if !object.keypoints.is_empty() {
        let flat = object
            .keypoints
            .iter()
            .flat_map(|k| [tidy(k.xy[0]), tidy(k.xy[1]), k.state.into()]);
        out.insert("keypoints".into(), flat.collect());
        let labelled = object.keypoints.iter().filter(|k| k.state > 0).count();
        out.insert("num_keypoints".into(), labelled.into());
    }
    out.extend(object.extra.clone());
    Json::Object(out)
}

/// The pixels of its segment, or the area of its box, in px².
fn area(object: &Object) -> Option<f64> {
    match (&object.segment, object.bbox) {
        (Some(Segment::Runs { runs, .. }), _) => Some(runs.area() as f64),
        // Outlines run along pixel edges, holes the other way round.
        (Some(Segment::Polygons(outlines)), _) => Some(outlines.iter().map(|o| shoelace(o)).sum()),
        (None, Some([x0, y0, x1, y1])) => Some((x1 - x0) * (y1 - y0)),
        (None, None) => None,
    }
}

fn shoelace(outline: &[[f64; 2]]) -> f64 {
    let next = outline.iter().cycle().skip(1);
    let twice: f64 = outline
        .iter()
        .zip(next)
        .map(|(a, b)| a[0] * b[1] - a[1] * b[0])
        .sum();
    (twice / 2.0).abs()
}
