//! Outcomes in, files out.

use augplay::annotations::{After, Bound, Content, Kept, Output, Record, follow};
use augplay::sample::{BBox, Keypoint};
use augplay::{Mask, Size};
use js_sys::{Object, Reflect, Uint16Array};
use serde::Deserialize;
use wasm_bindgen::JsValue;

/// A sample after its policy, as module `core` tells of it; other keys are ignored.
#[derive(Deserialize)]
pub(crate) struct Outcome {
    name: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    #[serde(default)]
    boxes: Vec<Box_>,
    #[serde(default)]
    keypoints: Vec<Point>,
}

#[derive(Deserialize)]
struct Box_ {
    xyxy: [f64; 4],
    index: usize,
    #[serde(default)]
    copy: bool,
}

#[derive(Deserialize)]
struct Point {
    xy: [f64; 2],
    label: String,
    index: usize,
    #[serde(default = "visible")]
    state: u8,
}

fn visible() -> u8 {
    2
}

impl Outcome {
    pub(crate) fn follow(self, record: &Record, bound: &Bound, masks: &[Mask]) -> Kept {
        let boxes: Vec<_> = self.boxes.iter().map(Box_::bbox).collect();
        let keypoints: Vec<_> = self.keypoints.into_iter().map(Point::keypoint).collect();
        let after = After {
            name: &self.name,
            size: Size::new(self.width, self.height),
            boxes: &boxes,
            keypoints: &keypoints,
            masks,
        };
        follow(record, bound, &after)
    }
}

impl Box_ {
    fn bbox(&self) -> BBox {
        let mut bbox = BBox::new(self.xyxy, "");
        (bbox.index, bbox.copy) = (self.index, self.copy);
        bbox
    }
}

impl Point {
    fn keypoint(self) -> Keypoint {
        let mut point = Keypoint::new(self.xy, self.label);
        (point.index, point.state) = (self.index, self.state);
        point
    }
}

/// `{name, text}` or `{name, width, height, ids}`.
pub(crate) fn file(output: &Output) -> JsValue {
    let file = Object::new();
    // Setting a property of a fresh object does not fail.
    let set = |key: &str, value: JsValue| {
        let _ = Reflect::set(&file, &key.into(), &value);
    };
    set("name", output.name.as_str().into());
    match &output.content {
        Content::Text(text) => set("text", text.into()),
        Content::Mask(mask) => {
            set("width", mask.size().width.into());
            set("height", mask.size().height.into());
            set("ids", Uint16Array::from(mask.data()).into());
        }
    }
    file.into()
}
