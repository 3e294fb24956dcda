//! Pictures side by side on one canvas, with their annotations.

use crate::error::{Code, Error, Result};
use crate::image::{Mask, Raster, Size, check_size};
use crate::kernel::resize::{self, Resize};
use crate::kernel::{Dialect, Filter};
use crate::mix::aligned::Aligned;
use crate::mix::{Gather, Mixed};
use crate::sample::{BBox, Keypoint, Sample};

/// Where a picture goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The part of it that is used: `[x_min, y_min, x_max, y_max]`, px.
    pub(super) part: [u32; 4],
    /// Size that is resized to.
    pub(super) size: Size,
    /// Where its top left corner lies on the canvas, px.
    pub(super) at: [i64; 2],
    /// What is seen of it: `[x_min, y_min, x_max, y_max]` on the canvas.
    pub(super) seen: [i64; 4],
}

impl Piece {
    /// Of a picture's part, resized and put somewhere, what lies in a window of the canvas.
    pub(super) fn new(part: [u32; 4], size: Size, [x, y]: [i64; 2], window: [i64; 4]) -> Self {
        let [x0, y0, x1, y1] = window;
        let (right, bottom) = (x + i64::from(size.width), y + i64::from(size.height));
        Self {
            part,
            size,
            at: [x, y],
            seen: [x.max(x0), y.max(y0), right.min(x1), bottom.min(y1)],
        }
    }

    /// Seen pixels.
    pub(super) fn area(&self) -> f64 {
        let [x0, y0, x1, y1] = self.seen;
        ((x1 - x0).max(0) * (y1 - y0).max(0)) as f64
    }

    fn shows(&self, x: u32, y: u32) -> Option<(u32, u32)> {
        let (x, y) = (i64::from(x), i64::from(y));
        let [x0, y0, x1, y1] = self.seen;
        let inside = (x0..x1).contains(&x) && (y0..y1).contains(&y);
        inside.then(|| ((x - self.at[0]) as u32, (y - self.at[1]) as u32))
    }
}

/// Lays pictures on a canvas of `fill`; pieces are those of the picks, apart from each other. Pictures are
/// resized as Albumentations does it (OpenCV, bilinear; masks nearest). Boxes are cut to what is seen of
/// their picture.
pub(super) fn lay(
    canvas: Size,
    fill: [u8; 3],
    picks: &[&Sample],
    pieces: &[Piece],
) -> Result<Mixed> {
    check_size(canvas)?;
    let channels = picks.first().map_or(3, |p| p.image.channels());
    if let Some(other) = picks.iter().find(|p| p.image.channels() != channels) {
        let message = format!(
            "needs pictures of one channel count, and this batch has {channels} and {}; add a grayscale or set input",
            other.image.channels()
        );
        return Err(Error::new(Code::Unsupported, message));
    }
    let parts: Vec<Sample> = picks.iter().zip(pieces).map(resized).collect();
    let mut all = Gather::default();
    for (i, (part, piece)) in parts.iter().zip(pieces).enumerate() {
        all.add(i, part, |b| cut(b, piece), |k| moved(k, piece));
    }
    let masks = Aligned::new(&parts.iter().collect::<Vec<_>>())?;
    let background = |c: usize| fill.get(c).copied().unwrap_or(0);
    let sample = Sample {
        image: paint(canvas, channels, pieces, background, |i| {
            parts.get(i).map(|p| &p.image)
        }),
        alpha: parts
            .iter()
            .any(|p| p.alpha.is_some())
            .then(|| paint(canvas, 1, pieces, |_| 255, |i| parts.get(i)?.alpha.as_ref())),
        masks: (0..masks.count())
            .map(|plane| -> Mask { paint(canvas, 1, pieces, |_| 0, |i| masks.get(i, plane)) })
            .collect(),
        instances: masks.instances,
        boxes: all.boxes,
        keypoints: all.keypoints,
    };
    let own: &[Piece] = pieces.get(..1).unwrap_or_default();
    let white = Raster::filled(own.first().map_or(Size::new(1, 1), |p| p.size), 1, 255);
    Ok(Mixed {
        sample,
        mask: Some(paint(canvas, 1, own, |_| 0, |_| Some(&white))),
        boxes: all.boxes_from,
        keypoints: all.keypoints_from,
        dropped: all.dropped,
    })
}

/// Pixels of the piece that is seen, or the background; what a picture lacks is background too.
fn paint<'a, T: Copy + 'a>(
    canvas: Size,
    channels: usize,
    pieces: &[Piece],
    background: impl Fn(usize) -> T,
    plane: impl Fn(usize) -> Option<&'a Raster<T>>,
) -> Raster<T> {
    Raster::from_fn(canvas, channels, |x, y, c| {
        let hit = pieces.iter().enumerate().find_map(|(i, piece)| {
            let (x, y) = piece.shows(x, y)?;
            plane(i)?.pixel(x, y).get(c).copied()
        });
        hit.unwrap_or_else(|| background(c))
    })
}

/// A sample's part in another size.
fn resized((sample, piece): (&&Sample, &Piece)) -> Sample {
    let (whole, size) = (sample.image.size(), piece.size);
    let [x0, y0, x1, y1] = piece.part;
    let from = Size::new(x1 - x0, y1 - y0);
    let mut out = Sample::clone(sample);
    if from != whole {
        out.image = cropped(&out.image, [x0, y0], from);
        out.alpha = out.alpha.map(|a| cropped(&a, [x0, y0], from));
        for mask in &mut out.masks {
            *mask = cropped(mask, [x0, y0], from);
        }
    }
    if size != from {
        // The kernel itself, not a policy with a resize: what only reads policies links no engine so.
        let bilinear = Resize {
            size,
            filter: Filter::Bilinear,
            antialias: false,
            dialect: Dialect::Cv2,
            factor: None,
            single: false,
        };
        out.image = resize::run(&bilinear, &out.image);
        out.alpha = out.alpha.map(|a| resize::run(&bilinear, &a));
        for mask in &mut out.masks {
            *mask = resize::run_nearest(&bilinear, mask);
        }
    }
    let [left, top] = [x0, y0].map(f64::from);
    let [sx, sy] = [
        f64::from(size.width) / f64::from(from.width),
        f64::from(size.height) / f64::from(from.height),
    ];
    for BBox { xyxy, .. } in &mut out.boxes {
        let [x0, y0, x1, y1] = *xyxy;
        *xyxy = [
            (x0 - left) * sx,
            (y0 - top) * sy,
            (x1 - left) * sx,
            (y1 - top) * sy,
        ];
    }
    for Keypoint { xy, scale, .. } in &mut out.keypoints {
        let [x, y] = *xy;
        *xy = [(x - left + 0.5) * sx - 0.5, (y - top + 0.5) * sy - 0.5];
        *scale = scale.map(|s| s * sx.max(sy));
    }
    out
}

fn cropped<T: Copy + Default>(raster: &Raster<T>, [x0, y0]: [u32; 2], size: Size) -> Raster<T> {
    Raster::from_fn(size, raster.channels(), |x, y, c| {
        let pixel = raster.pixel(x + x0, y + y0);
        pixel.get(c).copied().unwrap_or_default()
    })
}

/// Moves a box to the canvas and cuts it to what is seen; false where nothing is.
fn cut(b: &mut BBox, piece: &Piece) -> bool {
    let [x, y] = piece.at.map(|v| v as f64);
    let [left, top, right, bottom] = piece.seen.map(|v| v as f64);
    let [x0, y0, x1, y1] = b.xyxy;
    b.xyxy = [x0 + x, y0 + y, x1 + x, y1 + y];
    let before = b.area();
    let [x0, y0, x1, y1] = b.xyxy;
    b.xyxy = [x0.max(left), y0.max(top), x1.min(right), y1.min(bottom)];
    let after = b.area();
    if before > 0.0 {
        b.visible *= after / before;
    }
    after > 0.0
}

fn moved(k: &mut Keypoint, piece: &Piece) -> bool {
    k.xy = [k.xy[0] + piece.at[0] as f64, k.xy[1] + piece.at[1] as f64];
    let [left, top, right, bottom] = piece.seen.map(|v| v as f64 - 0.5);
    (left..right).contains(&k.xy[0]) && (top..bottom).contains(&k.xy[1])
}
