//! Bad input: told and skipped, never a crash, never a silent drop.

use augplay::annotations::{MAX_LISTED, MAX_PER_PICTURE, Options, Segment, Source, bind, read};
use augplay::{Code, Size};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::support::{File, asked, find, fixture, text, told};

const IMAGE: &[(&str, u32, u32)] = &[("a.jpg", 100, 50)];

fn coco(annotations: &Json) -> File {
    let file = json!({
        "images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2}, 3],
        "annotations": annotations,
        "categories": [{"id": 1, "name": "cat"}],
    });
    text("coco.json", &file.to_string())
}

#[test]
fn bad_annotations_are_named_and_the_rest_loads() {
    let with = |id: u32, more: Json| {
        let mut a = json!({"id": id, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 20]});
        a.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        a
    };
    let cases = [
        (with(1, json!({})), "", true),
        (
            with(2, json!({"bbox": [10, 10, 0, 5]})),
            "is 0 × 5 px: skipped",
            false,
        ),
        (
            with(3, json!({"bbox": [10, 10, -3, 5]})),
            "is -3 × 5 px: skipped",
            false,
        ),
        (
            with(4, json!({"bbox": [10, 10, 3]})),
            "bbox must be four finite numbers",
            false,
        ),
        (
            with(5, json!({"bbox": [200, 10, 30, 30]})),
            "is outside the picture of 100 × 50 px: skipped",
            false,
        ),
        (
            with(6, json!({"bbox": [90, 40, 30, 30]})),
            "reaches out of the picture of 100 × 50 px: clipped",
            true,
        ),
        (with(7, json!({"bbox": [90, 40, 10.004, 10]})), "", true),
        (
            with(8, json!({"category_id": 7})),
            "category_id 7 is not among the categories: skipped",
            false,
        ),
        (
            with(9, json!({"segmentation": [[1, 1, 5, 5]]})),
            "an outline has 2 points and needs three: left out",
            true,
        ),
        (
            with(10, json!({"segmentation": [[1, 1, 5]]})),
            "pairs of finite numbers: left out",
            true,
        ),
        (
            with(
                11,
                json!({"segmentation": {"size": [50, 100], "counts": [1, 2]}}),
            ),
            "the run lengths cover 3 pixels, a mask of 100 × 50 has 5000: left out",
            true,
        ),
        (
            with(
                12,
                json!({"segmentation": {"size": [5, 10], "counts": "0"}}),
            ),
            "of 10 × 5 pixels",
            true,
        ),
        (
            with(
                13,
                json!({"segmentation": {"size": [50, 100], "counts": "~"}}),
            ),
            "run lengths are broken",
            true,
        ),
        (
            with(14, json!({"keypoints": [1, 2]})),
            "triples [x, y, v]: left out",
            true,
        ),
        (
            with(15, json!({"keypoints": [500, 2, 2]})),
            "is outside the picture: not labelled",
            true,
        ),
        (
            with(16, json!({"keypoints": [5, 2, 9]})),
            "a v of 0, 1 or 2",
            true,
        ),
        (
            with(17, json!({"bbox": null})),
            "neither box nor outline nor keypoint",
            false,
        ),
        (
            with(18, json!({"image_id": null})),
            "has no image_id",
            false,
        ),
        (json!(7), "is no object", false),
    ];
    let all: Json = cases.iter().map(|(a, ..)| a.clone()).collect();
    let found = find(&[coco(&all)], IMAGE);
    let told = told(&found);
    for (annotation, says, kept) in &cases {
        let place = match annotation.get("id") {
            Some(id) => format!("coco.json: annotation {id}: "),
            None => "coco.json: annotations[18]: ".into(),
        };
        let own: Vec<_> = told.iter().filter(|t| t.starts_with(&place)).collect();
        if says.is_empty() {
            assert!(own.is_empty(), "{own:?}");
        } else {
            assert_eq!(own.len(), 1, "{place} {told:#?}");
            assert!(own[0].contains(says), "{own:?}");
        }
        let place = place
            .trim_start_matches("coco.json: ")
            .trim_end_matches(": ");
        let has = found.objects().any(|o| o.place == place);
        assert_eq!(has, *kept, "{place}");
    }
    assert_eq!(told.iter().filter(|t| t.contains("images[")).count(), 2);
    assert_eq!(found.problems.count(), told.len());
}

#[test]
fn pythons_nan_is_told() {
    let file = r#"{"images": [{"id": 1, "file_name": "a.jpg"}], "categories": [{"id": 1, "name": "NaN"}], "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [NaN, 1, 2, 3]},
        {"id": 2, "image_id": 1, "category_id": 1, "bbox": [-Infinity, 1, Infinity, 3]},
        {"id": 3, "image_id": 1, "category_id": 1, "bbox": [1, 1, 2, 3]}]}"#;
    let found = find(&[text("coco.json", file)], IMAGE);
    assert_eq!(found.objects().count(), 1);
    assert_eq!(found.classes[0].name, "NaN");
    assert_eq!(found.problems.count(), 2);
}

#[test]
fn a_file_that_breaks_off_keeps_what_came_before() {
    let whole = String::from_utf8(fixture("coco.json").bytes).unwrap();
    let cut = whole.find("252219.jpg\"").unwrap();
    let found = find(
        &[text("coco.json", &whole[..cut])],
        &[("000000397133.jpg", 64, 48)],
    );
    let told = told(&found);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("coco.json: line 7: breaks off: "),
        "{told:?}"
    );
}

#[test]
fn a_million_annotations_are_limited() {
    let one = r#"{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 2, 2]}"#;
    let many = MAX_PER_PICTURE + 5;
    let file = format!(
        r#"{{"images": [{{"id": 1, "file_name": "a.jpg"}}], "annotations": [{}], "categories": [{{"id": 1, "name": "x"}}]}}"#,
        vec![one; many].join(",")
    );
    let found = find(&[text("coco.json", &file)], IMAGE);
    assert_eq!(found.objects().count(), MAX_PER_PICTURE);
    assert!(told(&found)[0].contains("has 5 objects beyond the limits"));
    let found = find(
        &[text(
            "coco.json",
            &file.replace("[1, 1, 2, 2]", "[1, 1, 0, 2]"),
        )],
        IMAGE,
    );
    assert_eq!(found.problems.listed().len(), MAX_LISTED);
    assert_eq!((found.objects().count(), found.problems.count()), (0, many));
}

#[test]
fn names_that_fit_twice_are_asked() {
    let file = json!({
        "images": [{"id": 1, "file_name": "x/a.jpg"}, {"id": 2, "file_name": "y/a.jpg"}],
        "annotations": [{"id": 5, "image_id": 2, "category_id": 1, "bbox": [1, 1, 2, 2]}],
        "categories": [{"id": 1, "name": "cat"}],
    });
    let files = [text("coco.json", &file.to_string())];
    let found = find(&files, IMAGE);
    assert_eq!(found.matched(), 0);
    assert_eq!(found.ambiguous[0].candidates, ["x/a.jpg", "y/a.jpg"]);
    let sources: Vec<&dyn Source> = files.iter().map(|f| f as &dyn Source).collect();
    let options = Options {
        choose: [(0, "y/a.jpg".to_owned())].into(),
    };
    let found = read(&sources, &asked(IMAGE), &options, &mut |_| true).unwrap();
    assert_eq!(
        (
            found.matched(),
            found.objects().count(),
            found.ambiguous.len()
        ),
        (1, 1, 0)
    );
}

#[test]
fn reading_can_be_cancelled() {
    let files = [fixture("coco.json")];
    let sources: Vec<&dyn Source> = files.iter().map(|f| f as &dyn Source).collect();
    let e = read(&sources, &asked(IMAGE), &Options::default(), &mut |_| false).unwrap_err();
    assert_eq!(e.code, Code::Cancelled);
}

#[test]
fn bad_lines_of_yolo() {
    let lines = [
        "0 0.5 0.5 0.2 0.2",
        "5 0.5 0.5 0.2 0.2",
        "0 0.5 0.5 0.2",
        "0 0.5 0.5 0.2 nan",
        "0.5 0.5 0.5 0.2 0.2",
        "-1 0.5 0.5 0.2 0.2",
        "0 0.5 0.5 0 0.2",
        "0 0.99 0.5 0.2 0.2",
        "0 0.1 0.1 0.2 0.2 0.3 0.3 0.4",
        "",
        "x",
    ];
    let yaml = text("data.yaml", "names: [cat]\n");
    let found = find(&[yaml, text("a.txt", &lines.join("\r\n"))], IMAGE);
    let told = told(&found);
    assert_eq!(found.objects().count(), 3, "{told:#?}");
    assert_eq!(told.len(), 9, "{told:#?}");
    assert!(
        told.iter()
            .any(|t| t == "a.txt: line 2: class 5 is beyond the 1 names: called 'class 5'"),
        "{told:#?}"
    );
    let found = find(&[text("a.txt", "3 0.5 0.5 0.2 0.2")], IMAGE);
    assert_eq!(found.objects().next().unwrap().class, "class 3");
    assert_eq!(found.problems.count(), 1);
}

#[test]
fn hostile_xml_is_refused() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]><annotation>&y;</annotation>"#;
    for (file, says) in [
        (bomb.to_owned(), "DTD"),
        ("<a/>".to_owned(), "root is not <annotation>"),
        ("<annotation><object>".to_owned(), ""),
        ("<annotation>".repeat(100_000), ""),
        (String::new(), ""),
    ] {
        let found = find(&[text("a.xml", &file)], IMAGE);
        let told = told(&found);
        assert_eq!((found.matched(), told.len()), (0, 1), "{told:?}");
        assert!(told[0].contains(says), "{told:?}");
    }
    let some = "<annotation><object><name>a</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>x</xmax></bndbox></object>\
        <object><name>b</name><part><name>head</name></part><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object>\
        <object/></annotation>";
    let found = find(&[text("a.xml", some)], IMAGE);
    let told = told(&found);
    assert_eq!((found.objects().count(), told.len()), (1, 3), "{told:?}");
    assert!(told[1].contains("object 2 (line 1): <part> is not read: left out"));
}

#[test]
fn bad_shapes_of_labelme() {
    let shapes = json!([
        {"label": "a", "points": [[1, 1], [2, 2]], "shape_type": "polygon"},
        {"label": "a", "points": [[1, 1]], "shape_type": "rectangle"},
        {"label": "a", "points": [[1, "x"]], "shape_type": "point"},
        {"points": [[1, 1]], "shape_type": "point"},
        {"label": "a", "points": [[1, 1], [9, 9]], "shape_type": "mask", "mask": "iVBORw0KGgo="},
        {"label": "a", "points": [[30, 30], [30, 40]], "shape_type": "circle"},
        5,
    ]);
    let file = text(
        "a.json",
        &json!({"shapes": shapes, "imagePath": "a.jpg"}).to_string(),
    );
    let found = find(&[file], IMAGE);
    let told = told(&found);
    assert_eq!((found.objects().count(), told.len()), (1, 6), "{told:#?}");
}

#[test]
fn other_files_are_told() {
    for (name, content) in [
        ("a.json", "[1, 2]"),
        ("a.json", "{\"x\""),
        ("a.json", ""),
        ("readme.md", "x"),
    ] {
        let found = find(&[text(name, content)], IMAGE);
        assert_eq!(told(&found).len(), 1, "{name} {content}");
    }
    let found = find(
        &[
            text("a.csv", "file,label\na.jpg\n\"broken"),
            text("b.csv", ""),
        ],
        IMAGE,
    );
    assert_eq!(found.matched(), 0);
}

#[test]
fn overlapping_objects_take_layers() {
    let outline = json!([[10, 10, 40, 10, 40, 40, 10, 40]]);
    let one = |id: u32| json!({"id": id, "image_id": 1, "category_id": 1, "segmentation": outline});
    let found = find(&[coco(&(0..40).map(one).collect())], IMAGE);
    let bundle = bind(found.records[0].as_ref().unwrap(), &[], Vec::new()).unwrap();
    assert_eq!(bundle.masks.len(), 32);
    assert_eq!(bundle.problems.len(), 8);
    assert_eq!(bundle.boxes.len(), 40);
    let far = Segment::Polygons(vec![vec![
        [-1e5, -1e5],
        [1e5, -1e5],
        [1e5, 1e5],
        [-1e5, 1e5],
    ]]);
    assert_eq!(far.runs(Size::new(7, 5)).unwrap().area(), 35);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_break_a_reader(cut in 0usize..4000, at in 0usize..4000, byte: u8, which in 0usize..6) {
        let mut file = fixture([
            "coco.json", "yolo/labels/train/b.txt", "yolo/data.yaml", "voc/Annotations/2007_000027.xml",
            "labelme/apc2016_obj3.json", "labels.csv",
        ][which]);
        file.bytes.truncate(cut);
        if let Some(b) = file.bytes.get_mut(at) {
            *b = byte;
        }
        let images = [
            ("000000397133.jpg", 64, 48), ("b.jpg", 30, 20), ("2007_000027.jpg", 486, 500),
            ("apc2016_obj3.jpg", 96, 64), ("tom.jpg", 3, 3),
        ];
        let found = find(&[file, fixture("yolo/labels/train/a.txt")], &images);
        for record in found.records.iter().flatten() {
            bind(record, &found.skeletons, Vec::new()).unwrap();
        }
    }
}
