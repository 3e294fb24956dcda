//! Scatter: pixels change places with pixels nearby, as albumentations 2.0.8 `GlassBlur` does it
//! between its two blurs. Which pixels is hashed from (seed, swap).

use serde::{Deserialize, Serialize};

use crate::image::Image;
use crate::noise::hash;

/// Swaps of every pixel that is far enough from the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scatter {
    /// How far a partner lies: from `-reach` to `reach - 1` px in both directions.
    pub reach: u32,
    /// How often.
    pub rounds: u32,
    /// One pixel after the other instead of all at once.
    pub in_turn: bool,
    /// Drawn once.
    pub seed: u64,
}

/// Scatters an image. One that is not larger than twice the reach stays.
pub fn run(p: &Scatter, src: &Image) -> Image {
    let span = u64::from(2 * p.reach);
    let offset = |bits: u32| ((u64::from(bits) * span) >> 32) as i64 - i64::from(p.reach);
    scatter(p, src, |swap, round| {
        let bits = hash(p.seed, swap as u32, round);
        [offset(bits[0]), offset(bits[1])]
    })
}

/// `offset(swap, round)` is where the partner of a swap's pixel lies: down, right.
fn scatter(p: &Scatter, src: &Image, offset: impl Fn(usize, u32) -> [i64; 2]) -> Image {
    let (width, height) = (src.size.width, src.size.height);
    let mut out = src.clone();
    if width <= 2 * p.reach || height <= 2 * p.reach {
        return out;
    }
    let (across, down) = (
        (width - 2 * p.reach) as usize,
        (height - 2 * p.reach) as usize,
    );
    let c = src.channels;
    let at = |x: i64, y: i64| (y as usize * width as usize + x as usize) * c;
    let count = across * down;
    let places = |column: usize, row: usize, [dy, dx]: [i64; 2]| {
        let x = i64::from(width - p.reach) - column as i64;
        let y = i64::from(height - p.reach) - row as i64;
        [at(x, y), at(x + dx, y + dy)]
    };
    if p.in_turn {
        // From the last row up; of several channels the library only copies the partner.
        for swap in 0..count * p.rounds as usize {
            let (round, swap) = ((swap / count) as u32, swap % count);
            let [here, there] = places(swap % across, swap / across, offset(swap, round));
            if c == 1 {
                out.data.swap(here, there);
            } else {
                out.data.copy_within(there..there + c, here);
            }
        }
        return out;
    }
    for round in 0..p.rounds {
        // All partners are read before any is written; the last written stays.
        let before = out.data.clone();
        let swaps = || (0..count).map(|swap| places(swap / down, swap % down, offset(swap, round)));
        for [here, there] in swaps() {
            out.data[here..here + c].copy_from_slice(&before[there..there + c]);
        }
        for [here, there] in swaps() {
            out.data[there..there + c].copy_from_slice(&before[here..here + c]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;
    use crate::image::Size;

    #[test]
    fn equals_albumentations_for_the_same_offsets() {
        golden::check(&golden::cases("scatter", "cv2"), 0.0, 0, |case| {
            let p = Scatter {
                reach: case.number("max_delta_px") as u32,
                rounds: case.number("iterations") as u32,
                in_turn: case.text("mode") == "exact",
                seed: 0,
            };
            scatter(&p, &case.input, |swap, round| {
                let at = (swap * p.rounds as usize + round as usize) * 2;
                [case.field[at] as i64, case.field[at + 1] as i64]
            })
        });
    }

    #[test]
    fn partners_are_uniform() {
        let size = Size::new(120, 100);
        let src = Image::filled(size, 3, 0);
        let p = Scatter {
            reach: 3,
            rounds: 2,
            in_turn: false,
            seed: 9,
        };
        let counts = std::cell::RefCell::new([[0u32; 6]; 2]);
        let span = 6u64;
        scatter(&p, &src, |swap, round| {
            let bits = hash(p.seed, swap as u32, round);
            for (axis, count) in counts.borrow_mut().iter_mut().enumerate() {
                count[((u64::from(bits[axis]) * span) >> 32) as usize] += 1;
            }
            [0, 0]
        });
        for counts in counts.into_inner() {
            let total: u32 = counts.iter().sum();
            for count in counts {
                let share = f64::from(count) / f64::from(total);
                assert!((share - 1.0 / 6.0).abs() < 0.01, "{share}");
            }
        }
    }
}
