//! What was found, as JSON.

use std::collections::BTreeMap;

use augplay::annotations::{Bundle, Found, Record};
use serde_json::{Value as Json, json};

/// What was found, all in all and for each image.
pub(crate) fn summary(found: &Found) -> Json {
    let [boxes, segments, keypoints] = found.counts();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let records = || found.records.iter().flatten();
    let whole = records().filter_map(|r| r.class.as_deref());
    for class in found.objects().map(|o| o.class.as_str()).chain(whole) {
        *counts.entry(class).or_default() += 1;
    }
    let mut classes: Vec<&str> = found.classes.iter().map(|c| c.name.as_str()).collect();
    // LabelMe's points have names that are no classes of their own.
    classes.extend(
        counts
            .keys()
            .filter(|name| !found.classes.iter().any(|c| c.name == **name)),
    );
    let classes = classes
        .into_iter()
        .map(|name| json!({"name": name, "count": counts.get(name).unwrap_or(&0)}));
    let image = |record: &Option<Record>| match record {
        None => json!({"matched": false, "objects": 0, "masks": []}),
        Some(record) => json!({
            "matched": true,
            "format": record.format,
            "file": record.file,
            "source": record.source,
            "class": record.class,
            "objects": record.objects.len(),
            "masks": record.masks,
        }),
    };
    json!({
        "formats": found.formats(),
        "matched": found.matched(),
        "asked": found.records.len(),
        "boxes": boxes,
        "segments": segments,
        "keypoints": keypoints,
        "objects": found.objects().count(),
        "text": found.summary(),
        "classes": classes.collect::<Vec<_>>(),
        "skeletons": found.skeletons,
        "ambiguous": found.ambiguous,
        "problems": found.problems.listed(),
        "problem_count": found.problems.count(),
        "images": found.records.iter().map(image).collect::<Vec<_>>(),
    })
}

/// What a sample carries of a record.
pub(crate) fn bundle(record: &Record, bundle: &Bundle) -> Json {
    let boxes = bundle
        .boxes
        .iter()
        .map(|b| json!({"xyxy": b.xyxy, "label": b.label}));
    let keypoints = bundle.keypoints.iter().map(|k| {
        json!({"xy": k.xy, "label": k.label, "state": k.state, "object": k.object, "mirror": k.mirror})
    });
    let links = record.objects.iter().zip(&bundle.bound.links);
    let instances = links.filter_map(|(object, link)| {
        let (layer, id) = link.pixels?;
        Some(json!({"layer": layer, "id": id, "label": object.class, "box": link.bbox}))
    });
    let problems = bundle.problems.iter();
    let problems =
        problems.map(|(place, text)| json!({"file": record.source, "place": place, "text": text}));
    json!({
        "boxes": boxes.collect::<Vec<_>>(),
        "keypoints": keypoints.collect::<Vec<_>>(),
        "layers": bundle.masks.len(),
        "files": bundle.bound.files,
        "instances": instances.collect::<Vec<_>>(),
        "class": record.class,
        "problems": problems.collect::<Vec<_>>(),
    })
}

/// What a sample carries where nothing is known.
pub(crate) fn nothing() -> Json {
    json!({"boxes": [], "keypoints": [], "layers": 0, "files": 0, "instances": [], "class": null, "problems": []})
}

/// Boxes, segments and keypoints.
pub(crate) fn counts([boxes, segments, keypoints]: [usize; 3]) -> Json {
    json!({"boxes": boxes, "segments": segments, "keypoints": keypoints})
}
