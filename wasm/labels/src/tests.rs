use js_sys::{Function, Reflect};
use serde_json::Value as Json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

const COCO: &str = r#"{"images": [{"id": 7, "file_name": "a.jpg"}],
    "annotations": [{"id": 1, "image_id": 7, "category_id": 1, "bbox": [1, 1, 4, 3], "segmentation": [[1, 1, 5, 1, 5, 4, 1, 4]]}],
    "categories": [{"id": 1, "name": "cat"}]}"#;

fn file(name: &str, text: &str) -> LabelFile {
    let make = Function::new_with_args(
        "name, text",
        "const bytes = new TextEncoder().encode(text);
         return {name, size: bytes.length, read: (o, n) => bytes.slice(o, o + n)};",
    );
    make.call2(&JsValue::NULL, &name.into(), &text.into())
        .unwrap()
        .unchecked_into()
}

fn tree(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

const IMAGES: &str =
    r#"[{"name": "a.jpg", "width": 10, "height": 8}, {"name": "b.jpg", "width": 2, "height": 2}]"#;

#[wasm_bindgen_test]
fn annotations_go_in_and_out() {
    let mut labels = read(vec![file("coco.json", COCO)], IMAGES, "{}", None).unwrap();
    let summary = tree(&labels.summary());
    assert_eq!(summary["text"], "matched 1 of 2, 1 box, 1 segment");
    assert_eq!(summary["classes"][0]["count"], 1);
    let first = tree(&labels.annotations(0).unwrap());
    assert_eq!(first["boxes"][0]["xyxy"][2], 5.0);
    assert_eq!(first["instances"][0]["label"], "cat");
    let layer = labels.layer(0, 0).unwrap();
    assert_eq!(layer.to_vec().iter().filter(|id| **id == 1).count(), 12);
    assert!(labels.layer(1, 0).is_err());
    assert_eq!(tree(&labels.annotations(1).unwrap())["layers"], 0);
    let outcome = r#"{"name": "a.0.png", "width": 10, "height": 8, "boxes": [{"xyxy": [1, 1, 5, 4], "label": "cat", "index": 0}]}"#;
    let left = tree(&labels.add(0, outcome, vec![layer]).unwrap());
    assert_eq!(
        (left["boxes"].as_u64(), left["segments"].as_u64()),
        (Some(1), Some(1))
    );
    let files = labels.write();
    assert_eq!(files.length(), 1);
    let text = Reflect::get(&files.get(0), &"text".into())
        .unwrap()
        .as_string()
        .unwrap();
    assert_eq!(tree(&text)["images"][0]["file_name"], "a.0.png");
    assert_eq!(labels.write().length(), 0);
}

#[wasm_bindgen_test]
fn masks_are_given_by_the_caller() {
    let mut labels = read(vec![file("masks/a.png", "")], IMAGES, "{}", None).unwrap();
    assert!(labels.annotations(0).is_err());
    let ids = Uint16Array::from(&[300u16; 80][..]);
    labels.set_mask(0, "masks/a.png", 10, 8, &ids).unwrap();
    assert_eq!(tree(&labels.annotations(0).unwrap())["layers"], 1);
    let outcome = r#"{"name": "a.0.png", "width": 10, "height": 8}"#;
    labels.add(0, outcome, vec![ids]).unwrap();
    let file = labels.write().get(0);
    assert_eq!(
        Reflect::get(&file, &"name".into()).unwrap(),
        "masks/a.0.png"
    );
    assert_eq!(Reflect::get(&file, &"width".into()).unwrap(), 10);
}

#[wasm_bindgen_test]
fn reading_can_be_cancelled() {
    let stop = Function::new_no_args("return false;");
    let error = read(vec![file("coco.json", COCO)], IMAGES, "{}", Some(stop))
        .err()
        .unwrap();
    assert_eq!(Reflect::get(&error, &"code".into()).unwrap(), "cancelled");
    assert!(read(vec![], "[{}]", "{}", None).is_err());
    assert!(read(vec![], "[]", r#"{"other": 1}"#, None).is_err());
}
