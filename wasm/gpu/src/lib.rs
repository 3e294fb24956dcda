//! Module `gpu`: programs on WebGPU for JavaScript. Programs cross as JSON, pixels as typed arrays.
//! Where there is no GPU, or no shader for a pass, the caller runs module `core` instead; the pixels
//! are the same.

#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use augplay::engine::Value;
use augplay::engine::gpu::{Gpu, Runnable};
use augplay::image::check_size;
use augplay::program::Program;
use augplay::{Code, Error, Raster, Size};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &js_sys::Function, ms: i32) -> JsValue;
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(text: &str);
}

thread_local! {
    static DEVICE: RefCell<Option<Rc<Gpu>>> = const { RefCell::new(None) };
}

/// Sends a panic's message to the console; the instance must not be used after one.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| console_error(&info.to_string())));
}

/// Asks the browser for a GPU; false where it offers none, which is no error.
#[wasm_bindgen]
pub async fn init() -> bool {
    let found = if offered() {
        Gpu::request().await.ok().map(Rc::new)
    } else {
        None
    };
    let there = found.is_some();
    DEVICE.set(found);
    there
}

/// Whether this is a page or a worker of a browser with WebGPU; anywhere else, wgpu panics.
fn offered() -> bool {
    let get = |from: &JsValue, name: &str| js_sys::Reflect::get(from, &name.into());
    let global = js_sys::global();
    let browser = ["Window", "WorkerGlobalScope"]
        .iter()
        .any(|scope| get(&global, scope).is_ok_and(|scope| !scope.is_undefined()));
    let gpu = get(&global, "navigator").and_then(|navigator| get(&navigator, "gpu"));
    browser && gpu.is_ok_and(|gpu| gpu.is_object())
}

/// Whether [`run`] takes this program (JSON) for a picture of this size and 1 or 3 channels.
#[wasm_bindgen]
pub fn supports(program: &str, width: u32, height: u32, channels: usize) -> bool {
    match (device(), read(program)) {
        (Some(gpu), Some(program)) => gpu.supports(&program, Size::new(width, height), channels),
        _ => false,
    }
}

/// Runs a program (JSON) on a picture; gives the samples of the result. Rejects where [`supports`]
/// says false, and when the GPU fails.
#[wasm_bindgen]
pub async fn run(
    program: String,
    width: u32,
    height: u32,
    channels: usize,
    data: Uint8Array,
) -> Result<Uint8Array, JsValue> {
    compute(&program, Size::new(width, height), channels, &data)
        .await
        .map_err(|e| {
            let error = js_sys::Error::new(&e.to_string());
            error.set_name("AugplayError");
            error.into()
        })
}

async fn compute(
    program: &str,
    size: Size,
    channels: usize,
    data: &Uint8Array,
) -> augplay::Result<Uint8Array> {
    let gpu = device().ok_or_else(|| Error::new(Code::Unsupported, "there is no GPU"))?;
    let program = read(program).ok_or_else(refused)?;
    check_size(size)?;
    // Checked before anything is copied.
    if !gpu.supports(&program, size, channels) {
        return Err(refused());
    }
    if data.length() as usize != size.area() * channels {
        let message = "needs one byte for each sample";
        return Err(Error::new(Code::Type, message).at_param("data"));
    }
    let image = Raster::new(size, channels, data.to_vec())?;
    let done = Rc::new(Cell::new(false));
    spawn_local(nudge(Rc::clone(&gpu), Rc::clone(&done)));
    let out = gpu.run(&program, Value::U8(image)).await;
    done.set(true);
    Ok(Uint8Array::from(out?.image()?.data()))
}

/// The browser's own reader of JSON spares this module one.
fn read(program: &str) -> Option<Program> {
    let value = js_sys::JSON::parse(program).ok()?;
    let Runnable(program) = serde_wasm_bindgen::from_value(value).ok()?;
    Some(program)
}

fn refused() -> Error {
    Error::new(Code::Unsupported, "the GPU does not run this program")
}

/// Firefox looks for finished work only every 100 ms or at a submission: empty ones bring an answer
/// that takes 100 ms down to 2 ms.
async fn nudge(gpu: Rc<Gpu>, done: Rc<Cell<bool>>) {
    loop {
        let pause = Promise::new(&mut |resolve, _| {
            set_timeout(&resolve, 1);
        });
        // A promise that only a timer resolves does not reject.
        let _ = JsFuture::from(pause).await;
        if done.get() {
            return;
        }
        gpu.nudge();
    }
}

fn device() -> Option<Rc<Gpu>> {
    DEVICE.with_borrow(Clone::clone)
}
