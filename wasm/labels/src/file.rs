//! Files that JavaScript reads in pieces.

use std::io::{self, Read};

use augplay::annotations::Source;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

/// The most bytes that are asked for at once.
const PIECE: usize = 1 << 20;

#[wasm_bindgen]
extern "C" {
    /// `{name, size, read(offset, length)}`.
    pub type LabelFile;

    #[wasm_bindgen(method, getter, structural)]
    fn name(this: &LabelFile) -> String;

    #[wasm_bindgen(method, getter, structural)]
    fn size(this: &LabelFile) -> f64;

    #[wasm_bindgen(method, structural, catch)]
    fn read(this: &LabelFile, offset: f64, length: f64) -> Result<Uint8Array, JsValue>;
}

/// A file of JavaScript's.
pub(crate) struct File {
    name: String,
    size: u64,
    source: LabelFile,
}

impl File {
    pub(crate) fn new(file: LabelFile) -> Self {
        Self {
            name: file.name(),
            size: file.size() as u64,
            source: file,
        }
    }
}

impl Source for File {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.size
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Pieces {
            source: &self.source,
            left: self.size,
            at: 0,
        }))
    }
}

struct Pieces<'a> {
    source: &'a LabelFile,
    at: u64,
    left: u64,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let wants = (buf.len().min(PIECE) as u64).min(self.left);
        if wants == 0 {
            return Ok(0);
        }
        let piece = self
            .source
            .read(self.at as f64, wants as f64)
            .map_err(|e| io::Error::other(told(&e)))?;
        let got = piece.length() as usize;
        let Some(to) = buf.get_mut(..got).filter(|_| got as u64 <= wants) else {
            return Err(io::Error::other("more bytes came than were asked for"));
        };
        piece.copy_to(to);
        self.at += got as u64;
        self.left -= got as u64;
        Ok(got)
    }
}

fn told(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{error:?}"),
    }
}
