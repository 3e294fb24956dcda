//! Files of real shapes: read, written unchanged, read again.

use augplay::annotations::{Content, Format, write};
use augplay::{Mask, Raster, Size};
use serde_json::Value as Json;

use super::support::{File, assert_same, files, find, fixture, text, told, unchanged};

fn no_mask(name: &str, _: Size) -> Mask {
    panic!("{name} is no mask");
}

/// Reads, writes and reads again; gives the files in between.
#[track_caller]
fn round(sources: &[File], images: &[(&str, u32, u32)]) -> Vec<File> {
    let found = find(sources, images);
    assert_eq!(told(&found), [""; 0]);
    assert_eq!(found.matched(), images.len());
    let kept = unchanged(&found, &no_mask);
    let written = files(&found, &kept);
    let names: Vec<String> = kept.iter().map(|k| k.record.file.clone()).collect();
    let images: Vec<_> = names
        .iter()
        .zip(images)
        .map(|(name, (_, w, h))| (name.as_str(), *w, *h))
        .collect();
    let again = find(&written, &images);
    assert_eq!(told(&again), [""; 0]);
    assert_eq!(again.matched(), images.len());
    assert_eq!(again.counts(), found.counts());
    assert_eq!(again.skeletons, found.skeletons);
    for (a, b) in found.records.iter().zip(&again.records) {
        assert_same(a.as_ref().unwrap(), b.as_ref().unwrap());
    }
    written
}

fn json(file: &File) -> Json {
    serde_json::from_slice(&file.bytes).unwrap()
}

#[test]
fn coco() {
    let images = [
        ("images/000000397133.jpg", 64, 48),
        ("000000037777.jpg", 40, 30),
    ];
    let found = find(&[fixture("coco.json")], &images);
    assert_eq!(
        found.summary(),
        "matched 2 of 2, 4 boxes, 3 segments, 3 keypoints"
    );
    assert_eq!(found.skeletons[0].pairs, [[1, 2]]);
    assert_eq!(found.skeletons[0].edges, [[0, 1], [0, 2], [1, 3]]);
    let written = round(&[fixture("coco.json")], &images);
    assert_eq!(written[0].name, "annotations.json");
    let file = json(&written[0]);
    assert_eq!(file["info"]["year"], 2026);
    assert_eq!(
        file["images"][0]["file_name"],
        "again/train/000000397133.png"
    );
    assert_eq!(
        file["categories"],
        json(&fixture("coco.json"))["categories"]
    );
    let annotations = file["annotations"].as_array().unwrap();
    assert_eq!(annotations.len(), 4);
    assert_eq!(annotations[1]["attributes"]["occluded"], true);
    assert_eq!(annotations[1]["segmentation"].as_array().unwrap().len(), 2);
    assert_eq!(annotations[1]["area"], 324);
    assert_eq!(annotations[2]["segmentation"]["counts"][1], 20);
    assert_eq!(annotations[3]["num_keypoints"], 3);
    assert_eq!(annotations[3]["keypoints"].as_array().unwrap().len(), 12);
    assert_eq!(annotations[3]["bbox"], serde_json::json!([5, 5, 10, 20]));
}

#[test]
fn coco_with_annotations_before_images() {
    let mut tree = json(&fixture("coco.json"));
    let entries = tree.as_object_mut().unwrap();
    let images = entries.shift_remove("images").unwrap();
    entries.insert("images".into(), images);
    let turned = text("turned.json", &tree.to_string());
    let images = [("000000397133.jpg", 64, 48)];
    let (a, b) = (
        find(&[fixture("coco.json")], &images),
        find(&[turned], &images),
    );
    assert_eq!(
        a.records[0].as_ref().unwrap().objects,
        b.records[0].as_ref().unwrap().objects
    );
}

#[test]
fn yolo() {
    let sources = || {
        vec![
            fixture("yolo/data.yaml"),
            fixture("yolo/labels/train/a.txt"),
            fixture("yolo/labels/train/b.txt"),
            fixture("yolo/labels/train/empty.txt"),
        ]
    };
    let images = [
        ("yolo/images/train/a.jpg", 640, 480),
        ("yolo/images/train/b.jpg", 64, 64),
        ("yolo/images/train/empty.jpg", 8, 8),
    ];
    let found = find(&sources(), &images);
    assert_eq!(found.summary(), "matched 3 of 3, 2 boxes, 2 segments");
    let record = found.records[0].as_ref().unwrap();
    assert_eq!(record.objects[0].bbox, Some([240.0, 120.0, 400.0, 360.0]));
    assert_eq!(record.objects[1].class, "give way");
    let written = round(&sources(), &images);
    let names: Vec<_> = written.iter().map(|f| f.name.as_str()).collect();
    let labels = ["a", "b", "empty"].map(|n| format!("again/yolo/labels/train/{n}.txt"));
    assert_eq!(names, [&labels[0], &labels[1], &labels[2], "data.yaml"]);
    assert!(written[0].bytes.starts_with(b"0 0.5 0.5 0.25 0.5\n"));
    assert!(
        written[1]
            .bytes
            .starts_with(b"0 0.25 0.25 0.75 0.25 0.75 0.75 0.25 0.75\n")
    );
}

#[test]
fn yolo_pose() {
    let yaml = text(
        "d/data.yaml",
        "names: [person]\nkpt_shape: [3, 3]\nflip_idx: [0, 2, 1]\nkpt_names: {0: [nose, a, b]}\n",
    );
    let label = text(
        "d/cat.txt",
        "0 0.5 0.5 0.5 0.5 0.5 0.4 2 0.25 0.5 1 0 0 0\n",
    );
    let images = [("d/cat.jpg", 100, 80)];
    let found = find(&[yaml, label], &images);
    assert_eq!(found.skeletons[0].pairs, [[1, 2]]);
    let object = &found.records[0].as_ref().unwrap().objects[0];
    assert_eq!(
        (object.keypoints[1].xy, object.keypoints[1].state),
        ([25.0, 40.0], 1)
    );
    assert_eq!(object.keypoints[2].state, 0);
    let yaml = text(
        "d/data.yaml",
        "names: [person]\nkpt_shape: [3, 3]\nflip_idx: [0, 2, 1]\n",
    );
    let label = text(
        "d/cat.txt",
        "0 0.5 0.5 0.5 0.5 0.5 0.4 2 0.25 0.5 1 0 0 0\n",
    );
    let written = round(&[yaml, label], &images);
    assert_eq!(written[0].name, "again/d/cat.txt");
    assert_eq!(
        written[0].bytes,
        b"0 0.5 0.5 0.5 0.5 0.5 0.4 2 0.25 0.5 1 0 0 0\n"
    );
}

#[test]
fn voc() {
    let images = [("JPEGImages/2007_000027.jpg", 486, 500)];
    let written = round(&[fixture("voc/Annotations/2007_000027.xml")], &images);
    assert_eq!(written[0].name, "Annotations/again/2007_000027.xml");
    let text = String::from_utf8(written[0].bytes.clone()).unwrap();
    for part in [
        "<database>The VOC2007 Database</database>",
        "<name>salt &amp; pepper</name>",
        "<difficult>1</difficult>",
        "<xmax>33.25</xmax>",
        "<depth>3</depth>",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn labelme() {
    let images = [("labelme/apc2016_obj3.jpg", 96, 64)];
    let found = find(&[fixture("labelme/apc2016_obj3.json")], &images);
    assert_eq!(
        found.summary(),
        "matched 1 of 1, 1 box, 2 segments, 5 keypoints"
    );
    let objects = &found.records[0].as_ref().unwrap().objects;
    assert_eq!(objects.len(), 5);
    assert_eq!(objects[1].bbox, Some([60.5, 20.0, 90.0, 50.0]));
    assert_eq!(objects[2].keypoints[0].name, "grip");
    let written = round(&[fixture("labelme/apc2016_obj3.json")], &images);
    let file = json(&written[0]);
    assert_eq!(written[0].name, "again/../pictures/apc2016_obj3.json");
    assert_eq!(file["imagePath"], "apc2016_obj3.png");
    assert_eq!(file["flags"]["checked"], true);
    assert_eq!(file["shapes"].as_array().unwrap().len(), 7);
}

#[test]
fn csv() {
    let images = [("cats/tom.jpg", 4, 4), ("rex.jpg", 4, 4)];
    let found = find(&[fixture("labels.csv")], &images);
    assert_eq!(
        found.records[1].as_ref().unwrap().class.as_deref(),
        Some("dog, brown")
    );
    let written = round(&[fixture("labels.csv")], &images);
    assert_eq!(
        String::from_utf8(written[0].bytes.clone()).unwrap(),
        "id,filename,label,split\n1,again/cats/tom.png,cat,train\n2,again/dogs/rex.png,\"dog, brown\",train\n"
    );
    // No names of columns, another delimiter, names without endings.
    let plain = text("train.csv", "tom;cat\nrex;dog\n");
    let found = find(&[plain], &images);
    assert_eq!(
        found.records[1].as_ref().unwrap().class.as_deref(),
        Some("dog")
    );
}

#[test]
fn masks() {
    let ids = |_: &str, size: Size| Raster::from_fn(size, 1, |x, y, _| (x * 1000 + y) as u16);
    for (mask, image, want) in [
        ("masks/cat.png", "images/cat.jpg", "again/masks/cat.png"),
        ("set/cat_mask.png", "set/cat.jpg", "again/set/cat_mask.png"),
        (
            "SegmentationClass/cat.png",
            "cat.jpg",
            "SegmentationClass/again/cat.png",
        ),
    ] {
        let found = find(&[text(mask, "")], &[(image, 5, 3), ("other.jpg", 2, 2)]);
        assert_eq!(found.summary(), "matched 1 of 2, 1 mask");
        assert_eq!(found.formats(), [Format::Masks]);
        let outputs = write(&found, &unchanged(&found, &ids));
        assert_eq!(outputs[0].name, want);
        assert_eq!(outputs[0].content, Content::Mask(ids("", Size::new(5, 3))));
    }
    // A mask that was taken for a picture, too.
    let found = find(
        &[text("masks/cat.png", "")],
        &[("images/cat.png", 5, 3), ("masks/cat.png", 5, 3)],
    );
    assert!(found.records[0].is_some() && found.records[1].is_none());
    let pictures = [text("cat.png", ""), text("dog.png", "")];
    assert_eq!(
        find(&pictures, &[("cat.png", 2, 2), ("dog.jpg", 2, 2)]).matched(),
        0
    );
}

#[test]
fn folders() {
    let class = |images: &[(&str, u32, u32)]| {
        let found = find(&[], images);
        found
            .records
            .iter()
            .map(|r| r.as_ref().and_then(|r| r.class.clone()))
            .collect::<Vec<_>>()
    };
    let some = |c: &str| Some(c.to_owned());
    assert_eq!(
        class(&[
            ("train/cat/1.jpg", 1, 1),
            ("val/dog/1.jpg", 1, 1),
            ("x.jpg", 1, 1)
        ]),
        [some("cat"), some("dog"), None]
    );
    assert_eq!(
        class(&[("train/1.jpg", 1, 1), ("val/1.jpg", 1, 1)]),
        [None, None]
    );
    assert_eq!(
        class(&[("cat/1.jpg", 1, 1), ("cat/2.jpg", 1, 1)]),
        [None, None]
    );
}
