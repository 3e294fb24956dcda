//! `augplay apply --annotations`, as a user meets it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use augplay::codec::{DecodeOptions, decode, decode_mask, encode_mask_png, encode_png};
use augplay::{Raster, Size};
use serde_json::{Value as Json, json};

/// A quarter turn and a mirror: every coordinate is known.
const TURNED: &str = "augplay: 1\nsteps:\n  - {op: horizontal_flip}\n";

struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("annotations")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let dir = Self(path);
        dir.write("p.yaml", TURNED);
        dir
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn picture(&self, name: &str, width: u32, height: u32) {
        let image = Raster::from_fn(Size::new(width, height), 3, |x, y, c| {
            (x * 3 + y * 5 + c as u32) as u8
        });
        self.write(name, encode_png(&image, None).unwrap());
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// Runs `apply`; gives standard error.
    #[track_caller]
    fn apply(&self, args: &[&str], code: i32) -> String {
        let out = Command::new(env!("CARGO_BIN_EXE_augplay"))
            .args(["apply", "p.yaml"])
            .args(args)
            .args(["--out", "out"])
            .current_dir(&self.0)
            .output()
            .unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(code), "{said}");
        assert!(said.lines().all(|l| l.starts_with("augplay: ")), "{said}");
        said
    }
}

fn coco() -> Json {
    json!({
        "images": [{"id": 9, "file_name": "a.png", "width": 20, "height": 10}],
        "annotations": [
            {"id": 1, "image_id": 9, "category_id": 3, "bbox": [2, 1, 4, 5], "iscrowd": 0,
             "segmentation": [[2, 1, 6, 1, 6, 6, 2, 6]], "keypoints": [3, 2, 2, 5, 2, 1]},
            {"id": 2, "image_id": 9, "category_id": 3, "bbox": [2, 1, 0, 5]},
        ],
        "categories": [{"id": 3, "name": "face", "keypoints": ["left_eye", "right_eye"], "skeleton": [[1, 2]]}],
    })
}

#[test]
fn coco_goes_along() {
    let dir = Dir::new("coco");
    dir.picture("photos/a.png", 20, 10);
    dir.picture("photos/b.png", 20, 10);
    dir.write("coco.json", coco().to_string());
    let said = dir.apply(&["photos", "--annotations", "coco.json", "--views", "2"], 0);
    for part in [
        "annotations: matched 1 of 2, 1 box, 1 segment, 2 keypoints",
        "coco.json: annotation 2: the box [2, 1, 2, 6] is 0 × 5 px: skipped",
        "annotations of 2 views written: 2 boxes, 2 segments, 4 keypoints",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let out: Json = serde_json::from_str(&dir.text("out/annotations.json")).unwrap();
    assert_eq!(out["images"][1]["file_name"], "a.1.png");
    assert_eq!(out["categories"], coco()["categories"]);
    let face = &out["annotations"][0];
    assert_eq!(face["bbox"], json!([14, 1, 4, 5]));
    assert_eq!(face["area"], 20);
    assert_eq!(face["segmentation"], json!([[14, 1, 18, 1, 18, 6, 14, 6]]));
    decode(&dir.read("out/b.1.png"), &DecodeOptions::default()).unwrap();
}

#[test]
fn left_and_right_stay_true_in_a_mirror() {
    let dir = Dir::new("mirror");
    dir.write(
        "p.yaml",
        format!("{TURNED}keypoints: {{swap_left_right: true}}\n"),
    );
    dir.picture("a.png", 20, 10);
    dir.write("coco.json", coco().to_string());
    dir.apply(&["a.png", "-a", "coco.json"], 0);
    let out: Json = serde_json::from_str(&dir.text("out/annotations.json")).unwrap();
    // What was the right eye is the left one now.
    assert_eq!(
        out["annotations"][0]["keypoints"],
        json!([14, 2, 1, 16, 2, 2])
    );
}

#[test]
fn yolo_masks_and_voc_go_along() {
    let dir = Dir::new("kinds");
    dir.picture("data/images/a.png", 20, 10);
    dir.picture("data/images/b.png", 20, 10);
    dir.write("data/labels/a.txt", "1 0.25 0.5 0.2 0.4\n");
    dir.write("data/data.yaml", "names: [dog, cat]\n");
    let voc = "<annotation><object><name>x</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>9</xmax><ymax>8</ymax></bndbox></object></annotation>";
    dir.write("data/labels/b.xml", voc);
    let ids = Raster::from_fn(Size::new(20, 10), 1, |x, _, _| (x * 1000) as u16);
    dir.write("data/masks/b.png", encode_mask_png(&ids).unwrap());
    let said = dir.apply(&["data", "--annotations", "data"], 0);
    assert!(
        said.contains("annotations: matched 2 of 2, 2 boxes, 1 mask"),
        "{said}"
    );
    assert_eq!(dir.text("out/labels/a.0.txt"), "1 0.75 0.5 0.2 0.4\n");
    assert!(dir.text("out/data.yaml").contains("1: \"cat\""));
    assert!(dir.text("out/labels/b.0.xml").contains("<xmin>11</xmin>"));
    let mask = decode_mask(&dir.read("out/masks/b.0.png"), 1000).unwrap();
    assert_eq!(mask.data()[..2], [19000, 18000]);
    // The mask is no picture.
    assert!(dir.0.join("out/images/b.0.png").is_file());
    assert_eq!(fs::read_dir(dir.0.join("out/masks")).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_used_is_told() {
    let dir = Dir::new("refused");
    dir.picture("a.png", 20, 10);
    dir.write(
        "other.json",
        "{\"images\": [], \"annotations\": [], \"categories\": []}",
    );
    let said = dir.apply(&["a.png", "--annotations", "other.json"], 1);
    assert!(said.contains("say nothing of these pictures"), "{said}");
    dir.apply(&["a.png", "--annotations", "none.json"], 1);
    dir.write("out/annotations.json", coco().to_string());
    let said = dir.apply(&["a.png", "--annotations", "out/annotations.json"], 1);
    assert!(said.contains("would be written over"), "{said}");
}

/// A crop that keeps the left half of the picture: what stands on the right is lost, and said so.
#[test]
fn safety_says_what_is_lost() {
    let dir = Dir::new("safety");
    dir.picture("a.png", 20, 10);
    dir.write(
        "p.yaml",
        "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n  - {op: crop, width_px: 10, height_px: 10}\n",
    );
    let boxes = json!([
        {"id": 1, "image_id": 9, "category_id": 3, "bbox": [1, 1, 4, 5], "iscrowd": 0},
        {"id": 2, "image_id": 9, "category_id": 3, "bbox": [14, 1, 4, 5], "iscrowd": 0},
        {"id": 3, "image_id": 9, "category_id": 4, "bbox": [9, 1, 8, 5], "iscrowd": 0},
    ]);
    let all = json!({
        "images": [{"id": 9, "file_name": "a.png", "width": 20, "height": 10}],
        "annotations": boxes,
        "categories": [{"id": 3, "name": "cat"}, {"id": 4, "name": "dog"}],
    });
    dir.write("coco.json", all.to_string());
    let safety = |more: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_augplay"))
            .args([
                "safety",
                "p.yaml",
                "a.png",
                "-a",
                "coco.json",
                "--views",
                "4",
            ])
            .args(more)
            .current_dir(&dir.0)
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(0));
        assert!(
            String::from_utf8(out.stderr)
                .unwrap()
                .contains("matched 1 of 1, 3 boxes")
        );
        String::from_utf8(out.stdout).unwrap()
    };
    let figures: Json = serde_json::from_str(&safety(&["--json"])).unwrap();
    assert_eq!(
        (figures["views"].as_u64(), figures["empty"].as_u64()),
        (Some(4), Some(0))
    );
    let class = |i: usize| -> Vec<u64> {
        let class = &figures["classes"][i];
        let numbers = ["seen", "lost", "shrunk"].map(|k| class[k].as_u64().unwrap());
        numbers.to_vec()
    };
    assert_eq!((class(0), class(1)), (vec![8, 4, 0], vec![4, 0, 4]));
    assert_eq!(
        figures["steps"],
        json!([{"step": "crop", "boxes": 4, "keypoints": 0}])
    );
    let text = safety(&[]);
    for part in [
        "4 views, 0 (0.0 %) without any box left",
        "4 (50.0 %)",
        "crop: 4 boxes",
        "worst views",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
