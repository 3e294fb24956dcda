//! The module as JavaScript sees it. Node has no WebGPU; the browsers of the tests are started with
//! a software adapter, so there it must be found.

#[path = "../../../tests/gpu/corpus.rs"]
mod corpus;

use augplay::engine::Value;
use augplay::engine::cpu::{self, Level};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use super::{init, run, supports};

/// The device where one was promised.
async fn gpu() -> bool {
    let node = js_sys::Reflect::has(&js_sys::global(), &JsValue::from_str("process")) == Ok(true);
    let found = init().await;
    assert_eq!(
        found,
        !node,
        "WebGPU in {}",
        if node { "Node" } else { "a browser" }
    );
    found
}

#[wasm_bindgen_test]
async fn agrees_with_the_reference() {
    if !gpu().await {
        console_log!("skipped: Node has no WebGPU");
        return;
    }
    let mut count = 0;
    for case in corpus::cases() {
        let (size, channels) = (case.image.size(), case.image.channels());
        let program = serde_json::to_string(&case.program).unwrap();
        if !supports(&program, size.width, size.height, channels) {
            continue;
        }
        let data = Uint8Array::from(case.image.data());
        let have = run(program, size.width, size.height, channels, data).await;
        let want = cpu::run(&case.program, Value::U8(case.image), Level::Reference);
        let want = want.unwrap().image().unwrap();
        assert!(have.unwrap().to_vec() == want.data(), "{}", case.name);
        count += 1;
    }
    console_log!("{count} programs agree");
    assert!(count >= 1500, "{count} programs");
}

#[wasm_bindgen_test]
async fn refuses_without_stopping() {
    let there = gpu().await;
    let data = || Uint8Array::from([1, 2, 3].as_slice());
    let empty = r#"{"passes":[],"output":0}"#.to_owned();
    let blur = r#"{"passes":[{"family":"reduce","srcs":[0]}],"output":1}"#.to_owned();
    assert!(!supports(&blur, 1, 1, 3) && !supports("{", 1, 1, 3) && !supports(&empty, 0, 1, 3));
    assert!(run(blur, 1, 1, 3, data()).await.is_err());
    assert!(run("{".to_owned(), 1, 1, 3, data()).await.is_err());
    assert!(run(empty.clone(), 2, 1, 3, data()).await.is_err());
    // Nothing to do is done.
    assert_eq!(run(empty, 1, 1, 3, data()).await.is_ok(), there);
}
