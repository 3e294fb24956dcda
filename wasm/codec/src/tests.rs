use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

fn field(error: &JsValue, name: &str) -> Option<String> {
    Reflect::get(error, &name.into()).ok()?.as_string()
}

fn pixels(count: usize) -> Vec<u8> {
    (0..count).map(|i| (i * 7 % 256) as u8).collect()
}

#[wasm_bindgen_test]
fn a_png_comes_back_as_it_went_with_its_alpha() {
    let alpha: Vec<u8> = (0..6).map(|i| i * 40).collect();
    let file = encode_png(3, 2, 3, pixels(18), Some(alpha.clone())).unwrap();
    let decoded = decode(&file, "{}").unwrap();
    assert_eq!(
        (decoded.width(), decoded.height(), decoded.channels()),
        (3, 2, 3)
    );
    assert_eq!(decoded.data().to_vec(), pixels(18));
    assert_eq!(decoded.alpha().unwrap().to_vec(), alpha);
    assert_eq!(decoded.format(), "PNG");
}

#[wasm_bindgen_test]
fn a_jpeg_decodes_to_the_same_bytes_as_everywhere() {
    let file = encode_jpeg(16, 16, 3, pixels(768), 90).unwrap();
    // Hashes of the file Pillow 13 writes of the same values, and of what it reads from it.
    assert_eq!(
        key(&file),
        "daecb9ff0f06e00dff6386250f27a11344fb27dfc15ac5d92b7437af8103d48d"
    );
    let decoded = decode(&file, "{}").unwrap();
    assert_eq!(
        key(&decoded.data().to_vec()),
        "9c1cfdb615d03775c7202fef85b0308960cd749656176b686dbe4a54d79c5e0f"
    );
}

#[wasm_bindgen_test]
fn input_and_orientation_are_options() {
    let file = encode_png(2, 1, 3, vec![255, 0, 0, 0, 0, 255], None).unwrap();
    let decoded = decode(&file, r#"{"input": "grey", "apply_orientation": true}"#).unwrap();
    assert_eq!(decoded.channels(), 1);
    assert_eq!(decoded.data().to_vec(), [76, 29]);
    let error = decode(&file, r#"{"colour": "grey"}"#).err().unwrap();
    assert_eq!(field(&error, "param").as_deref(), Some("options"));
}

#[wasm_bindgen_test]
fn errors_carry_their_fields() {
    let error = decode(b"no picture", "{}").err().unwrap();
    assert_eq!(field(&error, "name").as_deref(), Some("AugplayError"));
    assert_eq!(field(&error, "code").as_deref(), Some("decode"));
    let file = encode_png(20, 20, 1, pixels(400), None).unwrap();
    let error = decode(&file, r#"{"max_pixels": 399}"#).err().unwrap();
    assert_eq!(field(&error, "code").as_deref(), Some("limit"));
    let error = encode_png(3, 3, 3, vec![0], None).err().unwrap();
    assert_eq!(field(&error, "code").as_deref(), Some("type"));
}

#[wasm_bindgen_test]
fn probe_reads_the_header() {
    let file = encode_jpeg(24, 8, 1, pixels(192), 50).unwrap();
    let text = probe(&file).unwrap();
    let probe: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(probe["format"], "jpeg");
    assert_eq!(probe["size"]["width"], 24);
    assert_eq!(probe["channels"], 1);
}

#[wasm_bindgen_test]
fn label_ids_come_back_as_they_went() {
    let ids = [0u16, 1, 255, 256, 40000, 65535];
    let file = encode_mask_png(3, 2, &Uint16Array::from(&ids[..])).unwrap();
    let mask = decode_mask(&file, "{}").unwrap();
    assert_eq!((mask.width(), mask.height()), (3, 2));
    assert_eq!(mask.ids().to_vec(), ids);
    let picture = encode_png(1, 1, 3, vec![1, 2, 3], None).unwrap();
    let error = decode_mask(&picture, "{}").err().unwrap();
    assert_eq!(field(&error, "code").as_deref(), Some("unsupported"));
    assert!(encode_mask_png(3, 3, &Uint16Array::from(&ids[..])).is_err());
}
