//! GIF: the first frame on its canvas, as Pillow opens it.

use weezl::{BitOrder, LzwStatus, decode::Decoder};

use crate::error::Result;
use crate::image::Size;

use super::Format;
use super::bytes::le16;
use super::raw::{Head, Limit, Palette, Raw, Samples, broken, buffer, truncated};

/// LZW codes of at most 12 bits name at most 4096 pixels each.
const LZW_RATIO: usize = 4096;

/// The first frame's place in the file and on the canvas.
struct Frame {
    canvas: Size,
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    interlaced: bool,
    palette: Option<Palette>,
    transparent: Option<u8>,
    /// Where the LZW code size stands.
    data: usize,
    animated: bool,
}

pub(super) fn probe(bytes: &[u8]) -> Result<Head> {
    Ok(find(bytes)?.head())
}

impl Frame {
    fn head(&self) -> Head {
        Head {
            size: self.canvas,
            channels: 3 + u8::from(self.transparent.is_some()),
            bits: 8,
            orientation: 1,
            animated: self.animated,
        }
    }
}

fn find(bytes: &[u8]) -> Result<Frame> {
    walk(bytes).ok_or_else(|| truncated(Format::Gif))?
}

/// Walks the blocks up to the first image; `None` if the bytes run out.
fn walk(bytes: &[u8]) -> Option<Result<Frame>> {
    let mut canvas = Size::new(le16(bytes, 6)?.into(), le16(bytes, 8)?.into());
    let (global, mut at) = color_table(bytes, *bytes.get(10)?, 13)?;
    let mut transparent = None;
    loop {
        match *bytes.get(at)? {
            0x21 => {
                if *bytes.get(at + 1)? == 0xf9
                    && *bytes.get(at + 2)? >= 4
                    && bytes.get(at + 3)? & 1 == 1
                {
                    transparent = Some(*bytes.get(at + 6)?);
                }
                at = skip_blocks(bytes, at + 2)?;
            }
            0x2c => {
                let field = |k: usize| le16(bytes, at + k).map(usize::from);
                let (left, top, width, height) = (field(1)?, field(3)?, field(5)?, field(7)?);
                let flags = *bytes.get(at + 9)?;
                let (local, data) = color_table(bytes, flags, at + 10)?;
                // A frame that sticks out widens the canvas.
                canvas.width = canvas.width.max((left + width) as u32);
                canvas.height = canvas.height.max((top + height) as u32);
                let animated =
                    skip_blocks(bytes, data + 1).is_some_and(|end| another_image(bytes, end));
                return Some(Ok(Frame {
                    canvas,
                    left,
                    top,
                    width,
                    height,
                    interlaced: flags & 0x40 != 0,
                    palette: local.or(global),
                    transparent,
                    data,
                    animated,
                }));
            }
            0x3b => return Some(Err(broken(Format::Gif, "it holds no image"))),
            _ => at += 1,
        }
    }
}

/// The colour table that `flags` announces at `at`, and what follows it.
fn color_table(bytes: &[u8], flags: u8, at: usize) -> Option<(Option<Palette>, usize)> {
    if flags & 0x80 == 0 {
        return Some((None, at));
    }
    let end = at + (3usize << ((flags & 7) + 1));
    Some((Some(Palette::rgb(bytes.get(at..end)?)), end))
}

/// The place after the sub-blocks that begin at `at`.
fn skip_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            n => at += 1 + usize::from(n),
        }
    }
}

fn another_image(bytes: &[u8], mut at: usize) -> bool {
    loop {
        match bytes.get(at) {
            Some(0x2c) => return true,
            Some(0x21) => match skip_blocks(bytes, at + 2) {
                Some(next) => at = next,
                None => return false,
            },
            Some(0x3b) | None => return false,
            Some(_) => at += 1,
        }
    }
}

pub(super) fn decode(bytes: &[u8], limit: Limit) -> Result<Raw> {
    let frame = find(bytes)?;
    limit.check(Format::Gif, frame.canvas)?;
    if frame.width * frame.height / LZW_RATIO > bytes.len() {
        return Err(truncated(Format::Gif));
    }
    let canvas_width = frame.canvas.width as usize;
    let mut indices = buffer(Format::Gif, frame.canvas.area())?;
    indices.fill(frame.transparent.unwrap_or(0));
    let pixels = lzw(bytes, &frame)?;
    if frame.width > 0 {
        for (row, y) in pixels
            .chunks(frame.width)
            .zip(row_order(frame.height, frame.interlaced))
        {
            let at = (frame.top + y) * canvas_width + frame.left;
            indices[at..at + row.len()].copy_from_slice(row);
        }
    }
    let alpha = frame.transparent.map(|t| {
        indices
            .iter()
            .map(|&i| if i == t { 0 } else { 255 })
            .collect()
    });
    let samples = match &frame.palette {
        Some(palette) => Samples::Rgb(palette.apply(&indices)),
        None => Samples::Grey(indices),
    };
    Ok(Raw {
        head: frame.head(),
        samples,
        alpha,
        notes: Vec::new(),
    })
}

/// The frame's indices in stored order; fewer than its area if the stream says it ends early.
fn lzw(bytes: &[u8], frame: &Frame) -> Result<Vec<u8>> {
    let short = || truncated(Format::Gif);
    let bits = *bytes.get(frame.data).ok_or_else(short)?;
    if !(1..=11).contains(&bits) {
        return Err(broken(Format::Gif, format_args!("its code size is {bits}")));
    }
    let mut decoder = Decoder::new(BitOrder::Lsb, bits);
    let mut out = buffer(Format::Gif, frame.width * frame.height)?;
    let mut filled = 0;
    let mut at = frame.data + 1;
    while filled < out.len() {
        let len = usize::from(*bytes.get(at).ok_or_else(short)?);
        if len == 0 {
            return Err(short());
        }
        let mut block = bytes.get(at + 1..at + 1 + len).ok_or_else(short)?;
        at += 1 + len;
        while filled < out.len() {
            let step = decoder.decode_bytes(block, &mut out[filled..]);
            filled += step.consumed_out;
            block = &block[step.consumed_in..];
            match step.status {
                Ok(LzwStatus::Ok) if step.consumed_in > 0 || step.consumed_out > 0 => {}
                Ok(LzwStatus::Ok | LzwStatus::NoProgress) => break,
                Ok(LzwStatus::Done) => {
                    out.truncate(filled);
                    return Ok(out);
                }
                Err(_) => return Err(broken(Format::Gif, "its LZW data has an impossible code")),
            }
        }
    }
    Ok(out)
}

/// The rows in the order they are stored.
fn row_order(height: usize, interlaced: bool) -> Vec<usize> {
    if !interlaced {
        return (0..height).collect();
    }
    [(0, 8), (4, 8), (2, 4), (1, 2)]
        .iter()
        .flat_map(|&(from, step)| (from..height).step_by(step))
        .collect()
}
