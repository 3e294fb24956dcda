//! The module as JavaScript sees it.

use augplay::image::key_of;
use js_sys::{Reflect, Uint8Array, Uint16Array};
use serde_json::Value as Json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{Batch, Policy, Sample, catalogue, render, render_steps, starter, version};

include!("../../../tests/golden/picture.rs");

fn sample(width: u32, height: u32, channels: u32) -> Sample {
    let data = picture(width, height, channels);
    Sample::new(width, height, channels, &Uint8Array::from(&data[..]), None).unwrap()
}

fn field(error: &JsValue, name: &str) -> String {
    let value = Reflect::get(error, &name.into()).unwrap();
    value
        .as_string()
        .or_else(|| value.as_f64().map(|v| v.to_string()))
        .unwrap_or_default()
}

#[wasm_bindgen_test]
fn version_is_the_packages() {
    assert_eq!(version(), env!("CARGO_PKG_VERSION"));
}

/// The bytes are those of the native run.
#[wasm_bindgen_test]
fn bytes_are_those_of_the_corpus() {
    let cases: Vec<Json> =
        serde_json::from_str(include_str!("../../../tests/golden/bytes.json")).unwrap();
    assert!(cases.len() >= 30);
    for case in cases {
        let side = |i: usize| case["picture"][i].as_u64().unwrap() as u32;
        let channels = side(2);
        let policy = Policy::parse(case["policy"].as_str().unwrap()).unwrap();
        let sample = sample(side(0), side(1), channels);
        let view = case["view"].as_u64().unwrap() as u32;
        let key = case["key"].as_str().unwrap();
        let options = r#"{"full": true}"#;
        let made = match case["members"].as_u64() {
            None => render(&policy, &sample, key, view, options),
            Some(members) => {
                let mut batch = Batch::new();
                (0..members).for_each(|i| batch.add(&sample, &format!("{key}{i}")));
                batch.render(&policy, view, 0, options)
            }
        };
        let got = match made {
            Ok(view) => {
                let sha = key_of(&view.image().unwrap().to_vec());
                format!("{}x{}x{channels} {sha}", view.width(), view.height())
            }
            Err(e) => field(&e, "message"),
        };
        assert_eq!(got, case["result"], "{}", case["policy"]);
    }
}

#[wasm_bindgen_test]
fn what_interfaces_read_is_json() {
    let all: Json = serde_json::from_str(&catalogue()).unwrap();
    assert!(all["ops"].as_array().is_some_and(|ops| ops.len() > 10));
    assert_eq!(Policy::parse(&starter()).unwrap().yaml(), starter());
}

#[wasm_bindgen_test]
fn errors_carry_their_fields() {
    let text = "augplay: 1\nsteps:\n  - {op: horizontal_flip, p: 2}\n";
    let error = Policy::parse(text).err().unwrap();
    for (name, value) in [
        ("name", "AugplayError"),
        ("code", "range"),
        ("step", "steps[0]"),
        ("param", "p"),
        ("min", "0"),
        ("max", "1"),
        ("line", "3"),
    ] {
        assert_eq!(field(&error, name), value, "{name}");
    }
    let data = Uint8Array::new_with_length(5);
    let error = Sample::new(2, 2, 3, &data, None).err().unwrap();
    assert_eq!(field(&error, "param"), "data");
    let error = Sample::new(u32::MAX, u32::MAX, 3, &data, None)
        .err()
        .unwrap();
    assert_eq!(field(&error, "code"), "limit");
    let policy = Policy::parse(&starter()).unwrap();
    let error = render(&policy, &sample(8, 8, 3), "k", 0, "{\"no\": 1}")
        .err()
        .unwrap();
    assert_eq!(field(&error, "param"), "options");
}

#[wasm_bindgen_test]
fn steps_are_shown_one_by_one() {
    let text = "augplay: 1\nsteps:\n  - {op: crop, width_px: 20, height_px: 10}\n  - {op: horizontal_flip, p: 0}\n";
    let policy = Policy::parse(text).unwrap();
    let mut sample = sample(40, 30, 3);
    sample
        .set_annotations(r#"{"boxes": [{"xyxy": [1, 2, 9, 8], "label": "a"}]}"#)
        .unwrap();
    sample
        .set_mask(40, 30, &Uint16Array::new_with_length(1200))
        .unwrap();
    let all = render_steps(&policy, &sample, "k", 0, r#"{"max_px": 10}"#).unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!((all[0].width(), all[0].height()), (10, 8));
    assert_eq!((all[2].width(), all[2].height()), (10, 5));
    assert_eq!(all[2].rgba().length(), 200);
    let info: Json = serde_json::from_str(&all[2].info()).unwrap();
    assert_eq!(info["full"]["width"], 20);
    assert_eq!(info["boxes"][0]["label"], "a");
    assert_eq!(info["steps"][1]["fired"], false);
    assert_eq!(info["label"], "horizontal_flip");
    let first = render(&policy, &sample, "k", 0, r#"{"upto": 1}"#).unwrap();
    let info: Json = serde_json::from_str(&first.info()).unwrap();
    assert_eq!(info["changed"], true);
    assert_eq!(info["steps"].as_array().unwrap().len(), 1);
}
