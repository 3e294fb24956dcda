//! Tiles: rectangles of an image copied to other places. The same in all dialects.

use serde::{Deserialize, Serialize};

use crate::image::Raster;

/// Which rectangles go where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiles {
    /// The copies, all from the untouched image; what lies outside is left out.
    pub moves: Vec<Move>,
}

/// One rectangle and its new place, px.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Left and top edge before.
    pub from: [u32; 2],
    /// Left and top edge after.
    pub to: [u32; 2],
    /// Width and height.
    pub size: [u32; 2],
}

/// Copies the rectangles of any raster.
pub fn run<T: Copy>(p: &Tiles, src: &Raster<T>) -> Raster<T> {
    let mut out = src.clone();
    let (width, height) = (src.size.width, src.size.height);
    for Move { from, to, size } in &p.moves {
        let room = |axis: usize, side: u32| {
            let left = |at: u32| side.saturating_sub(at);
            size[axis].min(left(from[axis])).min(left(to[axis])) as usize
        };
        let (w, h) = (room(0, width), room(1, height));
        if w == 0 {
            continue;
        }
        for y in 0..h {
            let at = |[x, top]: [u32; 2]| {
                ((top as usize + y) * width as usize + x as usize) * src.channels
            };
            let (a, b, n) = (at(*from), at(*to), w * src.channels);
            out.data[b..b + n].copy_from_slice(&src.data[a..a + n]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    #[test]
    fn swaps_two_tiles_and_leaves_out_what_is_outside() {
        let src = Raster::from_fn(Size::new(4, 2), 1, |x, y, _| (10 * y + x) as u16);
        let half = |from, to| Move {
            from: [from, 0],
            to: [to, 0],
            size: [2, 2],
        };
        let p = Tiles {
            moves: vec![half(0, 2), half(2, 0)],
        };
        assert_eq!(run(&p, &src).data, [2, 3, 0, 1, 12, 13, 10, 11]);
        let p = Tiles {
            moves: vec![half(0, 3), half(9, 0)],
        };
        assert_eq!(run(&p, &src).data, [0, 1, 2, 0, 10, 11, 12, 10]);
    }
}
