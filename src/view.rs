//! An outcome as people look at it: RGBA scaled to fit a cell, and its facts as JSON. The pixels a
//! training job gets are never scaled; only what is shown is.

use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::image::{Raster, Size};
use crate::policy::draw::summary;
use crate::policy::{Draw, Step, What, tree};
use crate::sample::{Sample, State};

/// RGBA for display, straight alpha.
#[derive(Clone, Debug, PartialEq)]
pub struct Rgba {
    /// Width and height.
    pub size: Size,
    /// Four bytes a pixel.
    pub data: Vec<u8>,
}

/// The picture as RGBA whose longer side is at most `max_px` (never enlarged). With `overlays`, label
/// masks tint it.
pub fn rgba(sample: &Sample, max_px: Option<u32>, overlays: bool) -> Rgba {
    let size = sample.image.size();
    let to = fit(size, max_px);
    let channels = sample.image.channels();
    let image = shrink(&sample.image, to);
    let alpha = sample.alpha.as_ref().map(|a| shrink(a, to));
    let mut data = Vec::with_capacity(to.area() * 4);
    for (i, pixel) in image.chunks_exact(channels).enumerate() {
        let (r, g, b) = match pixel {
            [r, g, b] => (*r, *g, *b),
            [v, ..] => (*v, *v, *v),
            [] => (0, 0, 0),
        };
        let a = alpha
            .as_ref()
            .and_then(|a| a.get(i))
            .copied()
            .unwrap_or(255);
        data.extend([r, g, b, a]);
    }
    if overlays {
        sample
            .masks
            .iter()
            .for_each(|mask| tint(&mut data, to, mask));
    }
    Rgba { size: to, data }
}

/// One plane as large as [`rgba`] shows its picture.
pub fn plane(plane: &Raster<u8>, max_px: Option<u32>) -> Vec<u8> {
    shrink(plane, fit(plane.size(), max_px))
}

/// The size that fits.
fn fit(size: Size, max_px: Option<u32>) -> Size {
    let longest = size.width.max(size.height);
    match max_px {
        Some(most) if longest > most.max(1) => {
            let scale = |v: u32| {
                let (v, m, l) = (u64::from(v), u64::from(most.max(1)), u64::from(longest));
                ((v * m + l / 2) / l).max(1) as u32
            };
            Size::new(scale(size.width), scale(size.height))
        }
        _ => size,
    }
}

/// Mean over each target pixel's area, in 16.16 fixed point; first along rows, then along columns.
fn shrink(src: &Raster<u8>, to: Size) -> Vec<u8> {
    let (size, c) = (src.size(), src.channels());
    if to == size {
        return src.data().to_vec();
    }
    let across = Shares::new(size.width, to.width);
    let down = Shares::new(size.height, to.height);
    let stride = to.width as usize * c;
    let mut row = vec![0u32; stride];
    let mut sum = vec![0u64; stride];
    let mut out = Vec::with_capacity(stride * to.height as usize);
    // Rows are read once each: a row that two target rows share is shrunk twice, no more.
    for y in 0..to.height {
        sum.fill(0);
        for (at, share) in down.of(y) {
            across.row(src.row(at), c, &mut row);
            for (s, v) in sum.iter_mut().zip(&row) {
                *s += u64::from(*v) * u64::from(share);
            }
        }
        out.extend(sum.iter().map(|s| ((s + (1 << 31)) >> 32).min(255) as u8));
    }
    out
}

/// How much each source pixel gives to each target pixel of one axis, in 1/65536.
struct Shares {
    from: u32,
    to: u32,
}

impl Shares {
    fn new(from: u32, to: u32) -> Self {
        Self { from, to }
    }

    /// Source pixels of target pixel `i` with their shares, which sum to 65536.
    fn of(&self, i: u32) -> impl Iterator<Item = (u32, u32)> {
        let (from, to) = (u64::from(self.from), u64::from(self.to));
        // In units of 1/to of a source pixel, target pixel i covers start..start + from.
        let start = u64::from(i) * from;
        let end = start + from;
        let place = move |v: u64| ((v - start) << 16) / from;
        (start / to..end.div_ceil(to)).map(move |at| {
            let (a, b) = ((at * to).max(start), ((at + 1) * to).min(end));
            (at as u32, (place(b) - place(a)) as u32)
        })
    }

    /// One shrunk row, in 1/65536 of a level.
    fn row(&self, src: &[u8], channels: usize, out: &mut [u32]) {
        for (x, pixel) in out.chunks_exact_mut(channels).enumerate() {
            pixel.fill(0);
            for (at, share) in self.of(x as u32) {
                let from = at as usize * channels;
                for (p, v) in pixel
                    .iter_mut()
                    .zip(src.get(from..from + channels).unwrap_or(&[]))
                {
                    *p += u32::from(*v) * share;
                }
            }
        }
    }
}

/// Tints labelled pixels; label 0 is background. Neighbouring labels get distant hues.
fn tint(data: &mut [u8], size: Size, mask: &Raster<u16>) {
    let from = mask.size();
    for (i, pixel) in data.chunks_exact_mut(4).enumerate() {
        let (x, y) = (
            i as u64 % u64::from(size.width),
            i as u64 / u64::from(size.width),
        );
        let x = (2 * x + 1) * u64::from(from.width) / (2 * u64::from(size.width));
        let y = (2 * y + 1) * u64::from(from.height) / (2 * u64::from(size.height));
        let Some(&label) = mask.data().get((y * u64::from(from.width) + x) as usize) else {
            continue;
        };
        if label != 0 {
            for (p, c) in pixel.iter_mut().zip(color(label)) {
                *p = ((u32::from(*p) * 5 + u32::from(c) * 4) / 9) as u8;
            }
        }
    }
}

/// A strong colour for a label.
pub fn color(label: u16) -> [u8; 3] {
    // Steps of the golden ratio spread hues evenly; 1536 = six edges of 256.
    let hue = (u32::from(label) * 949) % 1536;
    let (edge, up) = (hue / 256, (hue % 256) as u8);
    let down = 255 - up;
    match edge {
        0 => [255, up, 0],
        1 => [down, 255, 0],
        2 => [0, 255, up],
        3 => [0, down, 255],
        4 => [up, 0, 255],
        _ => [255, 0, down],
    }
}

/// A drawn step as interfaces show it.
pub fn step(step: &Step, source: &str) -> Json {
    let mut out = json!({
        "id": step.id,
        "op": step.what.name(),
        "path": source,
        "fired": step.enabled,
        "summary": summary(step),
        "params": tree::args(step.what.args(), true),
    });
    if let (What::Node(_, _, children), Json::Object(keys)) = (&step.what, &mut out)
        && !children.is_empty()
    {
        let inner: Vec<_> = children.iter().map(|c| self::step(c, &c.id)).collect();
        keys.insert("steps".into(), inner.into());
    }
    out
}

/// The first `count` steps of a draw.
pub fn steps(draw: &Draw, count: usize) -> Vec<Json> {
    draw.policy
        .steps
        .iter()
        .zip(&draw.sources)
        .take(count)
        .map(|(s, source)| step(s, source))
        .collect()
}

/// Size and annotations of a State.
pub fn state(state: &State) -> Json {
    json!({
        "full": {"width": state.size.width, "height": state.size.height, "channels": state.channels},
        "boxes": state.boxes,
        "keypoints": state.keypoints,
        "dropped": state.dropped,
    })
}

/// What is known of a draw before any pixel is touched.
pub fn outcome(draw: &Draw) -> Json {
    let mut out = state(&draw.after);
    if let Json::Object(keys) = &mut out {
        keys.insert("steps".into(), steps(draw, usize::MAX).into());
        keys.insert("policy".into(), draw.to_json());
    }
    out
}

/// Shows `see` the sample before a draw's first step and after each step, with the State at that
/// point. Steps that did not fire show the sample before them again.
///
/// # Errors
/// If a step cannot run; names it.
pub fn each_step(draw: &Draw, sample: &Sample, mut see: impl FnMut(&Sample, &State)) -> Result<()> {
    see(sample, &draw.before);
    let mut made: Option<Sample> = None;
    for (i, step) in draw.policy.steps.iter().enumerate() {
        if step.enabled {
            let current = made.as_ref().unwrap_or(sample);
            let mut one = draw.clone();
            one.policy.steps = vec![step.clone()];
            one.before = current.state();
            made = Some(one.apply(current)?);
        }
        see(made.as_ref().unwrap_or(sample), &draw.state_at(i + 1)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn noise(size: Size, channels: usize) -> Raster<u8> {
        let mut s = 7u32;
        Raster::from_fn(size, channels, |_, _, _| {
            s = s.wrapping_mul(1664525).wrapping_add(1013904223);
            (s >> 24) as u8
        })
    }

    #[test]
    fn a_view_is_never_enlarged_and_keeps_its_shape() {
        assert_eq!(fit(Size::new(100, 50), Some(200)), Size::new(100, 50));
        assert_eq!(fit(Size::new(100, 50), Some(50)), Size::new(50, 25));
        assert_eq!(fit(Size::new(4000, 1), Some(64)), Size::new(64, 1));
        assert_eq!(fit(Size::new(10, 10), Some(0)), Size::new(1, 1));
    }

    #[test]
    fn shrinking_is_the_mean_of_each_area() {
        let src = noise(Size::new(12, 9), 3);
        let got = shrink(&src, Size::new(4, 3));
        for y in 0..3u32 {
            for x in 0..4u32 {
                for c in 0..3 {
                    let mut sum = 0u32;
                    for dy in 0..3 {
                        for dx in 0..3 {
                            sum += u32::from(src.pixel(x * 3 + dx, y * 3 + dy)[c]);
                        }
                    }
                    let want = (f64::from(sum) / 9.0).round();
                    let have = f64::from(got[((y * 4 + x) * 3) as usize + c]);
                    assert!((want - have).abs() <= 1.0, "{want} {have}");
                }
            }
        }
        // Sizes that do not divide: shares always sum to one, so flat stays flat.
        let flat = Raster::filled(Size::new(37, 23), 1, 200u8);
        assert!(shrink(&flat, Size::new(10, 7)).iter().all(|v| *v == 200));
    }

    #[test]
    fn alpha_and_grey_are_shown() {
        let mut sample = Sample::new(Raster::filled(Size::new(2, 2), 1, 9));
        sample.alpha = Some(Raster::filled(Size::new(2, 2), 1, 100));
        assert_eq!(rgba(&sample, None, false).data[..4], [9, 9, 9, 100]);
        sample.masks = vec![Raster::filled(Size::new(2, 2), 1, 1)];
        assert_ne!(rgba(&sample, None, true).data[..3], [9, 9, 9]);
    }

    #[test]
    fn each_step_ends_at_the_whole() {
        let policy = Policy::parse(
            "augplay: 1\nsteps:\n  - {op: crop, x_px: 1, width_px: 5, height_px: 4}\n  - {op: horizontal_flip, p: 0}\n  - {op: horizontal_flip, id: b}\n",
        )
        .unwrap();
        let sample = Sample::new(noise(Size::new(8, 8), 3));
        let (whole, draw) = policy.apply(&sample, "k", 0).unwrap();
        let mut all = Vec::new();
        each_step(&draw, &sample, |s, _| all.push(s.image.clone())).unwrap();
        assert_eq!(all.len(), 4);
        assert_eq!(all[0], sample.image);
        assert_eq!(all[1], all[2]);
        assert_eq!(all[3], whole.image);
        assert_ne!(all[2], whole.image);
    }
}
