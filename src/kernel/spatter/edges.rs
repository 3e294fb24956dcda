//! OpenCV 5.0 `Canny` (3 × 3, sums of absolute values) and `distanceTransform` (`DIST_L2`, 5 × 5).

use crate::image::Size;

/// Whether each pixel lies on an edge.
pub(super) fn canny(levels: &[u8], size: Size, low: i32, high: i32) -> Vec<bool> {
    let (w, h) = (size.width as usize, size.height as usize);
    let at = |x: usize, y: usize| i32::from(levels[y * w + x]);
    let mut slopes = Vec::with_capacity(levels.len());
    for y in 0..h {
        let rows = [y.saturating_sub(1), y, (y + 1).min(h - 1)];
        for x in 0..w {
            let columns = [x.saturating_sub(1), x, (x + 1).min(w - 1)];
            let across = |y: usize| at(columns[2], y) - at(columns[0], y);
            let down = |x: usize| at(x, rows[2]) - at(x, rows[0]);
            slopes.push([
                across(rows[0]) + 2 * across(rows[1]) + across(rows[2]),
                down(columns[0]) + 2 * down(columns[1]) + down(columns[2]),
            ]);
        }
    }
    // Steepness; beyond the picture 0.
    let steep = |x: usize, y: usize, dx: i32, dy: i32| {
        let (x, y) = (x as i64 + i64::from(dx), y as i64 + i64::from(dy));
        if (0..w as i64).contains(&x) && (0..h as i64).contains(&y) {
            let [dx, dy] = slopes[y as usize * w + x as usize];
            dx.abs() + dy.abs()
        } else {
            0
        }
    };
    // Ridges: steeper than both neighbours along the slope, whose direction is one of four.
    let mut ridges = vec![0u8; levels.len()];
    let mut sure = Vec::new();
    for y in 0..h {
        for x in 0..w {
            let here = steep(x, y, 0, 0);
            if here <= low {
                continue;
            }
            let [dx, dy] = slopes[y * w + x];
            let (ax, ay) = (i64::from(dx.abs()), i64::from(dy.abs()) << 15);
            // tan 22.5° in 15-bit fixed point; tan 67.5° is 2 more.
            let flat = ax * 13573;
            let ridge = if ay < flat {
                here > steep(x, y, -1, 0) && here >= steep(x, y, 1, 0)
            } else if ay > flat + (ax << 16) {
                here > steep(x, y, 0, -1) && here >= steep(x, y, 0, 1)
            } else {
                let s = if (dx ^ dy) < 0 { -1 } else { 1 };
                here > steep(x, y, -s, -1) && here > steep(x, y, s, 1)
            };
            if ridge {
                ridges[y * w + x] = 1;
                if here > high {
                    sure.push((x, y));
                }
            }
        }
    }
    // Ridges that hang together with a steep one.
    while let Some((x, y)) = sure.pop() {
        if std::mem::replace(&mut ridges[y * w + x], 2) == 2 {
            continue;
        }
        for v in y.saturating_sub(1)..(y + 2).min(h) {
            for u in x.saturating_sub(1)..(x + 2).min(w) {
                if ridges[v * w + u] == 1 {
                    sure.push((u, v));
                }
            }
        }
    }
    ridges.into_iter().map(|r| r == 2).collect()
}

/// How far the nearest of `points` is, by steps of 1, 1.4 and 2.1969 (a knight's move).
pub(super) fn distance(points: &[bool], size: Size) -> Vec<f32> {
    let (w, h) = (size.width as usize, size.height as usize);
    let cost = [
        (-1isize, 0isize, 1.0f32),
        (0, -1, 1.0),
        (-1, -1, 1.4),
        (1, -1, 1.4),
        (-1, -2, 2.1969),
        (1, -2, 2.1969),
        (-2, -1, 2.1969),
        (2, -1, 2.1969),
    ];
    let mut out: Vec<f32> = points
        .iter()
        .map(|&point| if point { 0.0 } else { f32::INFINITY })
        .collect();
    let mut relax = |x: usize, y: usize, sign: isize| {
        let mut least = out[y * w + x];
        for (dx, dy, far) in cost {
            let near = x
                .checked_add_signed(sign * dx)
                .zip(y.checked_add_signed(sign * dy));
            if let Some((x, y)) = near.filter(|&(x, y)| x < w && y < h) {
                least = least.min(out[y * w + x] + far);
            }
        }
        out[y * w + x] = least;
    };
    for y in 0..h {
        for x in 0..w {
            relax(x, y, 1);
        }
    }
    for y in (0..h).rev() {
        for x in (0..w).rev() {
            relax(x, y, -1);
        }
    }
    out
}
