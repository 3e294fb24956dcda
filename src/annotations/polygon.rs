//! Outlines to pixels, exactly as the COCO mask API does it (`rleFrPoly`).
//!
//! The outline is walked on a grid of fifths of a pixel. Wherever the walk crosses the middle of a column, the mask
//! changes in that column from there down.

use super::runs::Runs;
use crate::error::{Code, Error, Result};
use crate::image::{Size, check_size};

/// Steps of the fine grid in a pixel.
const FINE: f64 = 5.0;
/// The most steps of the walk around one object's outlines; beyond that an outline is nonsense.
const MAX_STEPS: u64 = 1 << 26;

/// The pixels inside any of the outlines.
///
/// # Errors
/// If an outline has fewer than three points or is absurdly long.
pub(super) fn rasterise(size: Size, polygons: &[Vec<[f64; 2]>]) -> Result<Runs> {
    check_size(size)?;
    let mut steps = 0;
    let mut all: Option<Runs> = None;
    for polygon in polygons {
        let one = fill(size, polygon, &mut steps)?;
        all = Some(match all {
            Some(all) => all.union(&one),
            None => one,
        });
    }
    all.ok_or_else(|| Error::new(Code::Range, "there is no outline"))
}

fn fill(size: Size, polygon: &[[f64; 2]], steps: &mut u64) -> Result<Runs> {
    if polygon.len() < 3 {
        return Err(Error::new(
            Code::Range,
            "an outline has fewer than three points",
        ));
    }
    // Truncation towards zero, as C's cast.
    let fine = |[x, y]: [f64; 2]| [(FINE * x + 0.5) as i32, (FINE * y + 0.5) as i32];
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let mut changes = Vec::new();
    let mut before: Option<[i32; 2]> = None;
    let mut step = |at: [i32; 2]| {
        if let Some(last) = before.replace(at)
            && last[0] != at[0]
        {
            let x = f64::from(if at[0] < last[0] {
                at[0]
            } else {
                at[0].wrapping_sub(1)
            });
            let x = (x + 0.5) / FINE - 0.5;
            if x.floor() == x && x >= 0.0 && x <= width - 1.0 {
                let y = (f64::from(at[1].min(last[1])) + 0.5) / FINE - 0.5;
                changes.push(x as u32 * size.height + y.clamp(0.0, height).ceil() as u32);
            }
        }
    };
    let closed = polygon.iter().skip(1).chain(polygon.first());
    for (&from, &to) in polygon.iter().zip(closed) {
        let ([mut xs, mut ys], [mut xe, mut ye]) = (fine(from), fine(to));
        let (dx, dy) = (xs.abs_diff(xe), ys.abs_diff(ye));
        let length = dx.max(dy);
        *steps += u64::from(length) + 1;
        if *steps > MAX_STEPS {
            return Err(Error::new(Code::Limit, "the outline is far too long"));
        }
        let flat = dx >= dy;
        let flip = if flat { xs > xe } else { ys > ye };
        if flip {
            (xs, xe, ys, ye) = (xe, xs, ye, ys);
        }
        // Within MAX_STEPS, so nothing overflows below.
        let length = length as i32;
        let slope = match (flat, length) {
            (_, 0) => 0.0,
            (true, _) => f64::from(ye - ys) / f64::from(length),
            (false, _) => f64::from(xe - xs) / f64::from(length),
        };
        let along = |start: i32, t: i32| (f64::from(start) + slope * f64::from(t) + 0.5) as i32;
        for d in 0..=length {
            let t = if flip { length - d } else { d };
            step(if flat {
                [t + xs, along(ys, t)]
            } else {
                [along(xs, t), t + ys]
            });
        }
    }
    Ok(Runs::from_changes(size, changes))
}
