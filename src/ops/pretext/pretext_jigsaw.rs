//! `pretext_jigsaw`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::geometry::{crop, move_tiles};
use crate::ops::pretext::pretext_label;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::Value;

/// Which order are the tiles in?
pub struct PretextJigsaw;

/// `permutations_35.npy` of `ScatSimCLR`'s code (MIT), which is Noroozi and Favaro's kind of list: the
/// tile that comes to each place, both counted by rows.
const PERMUTATIONS: [[usize; 9]; 35] = [
    [2, 4, 6, 0, 5, 8, 7, 1, 3],
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
    [1, 0, 3, 2, 6, 4, 5, 8, 7],
    [3, 2, 0, 1, 7, 6, 8, 4, 5],
    [4, 3, 1, 5, 8, 7, 0, 2, 6],
    [5, 6, 7, 8, 0, 1, 2, 3, 4],
    [6, 5, 8, 7, 1, 3, 4, 0, 2],
    [7, 8, 4, 6, 2, 0, 3, 5, 1],
    [8, 7, 5, 4, 3, 2, 1, 6, 0],
    [0, 1, 2, 4, 7, 3, 6, 5, 8],
    [1, 0, 3, 5, 2, 8, 4, 6, 7],
    [2, 3, 4, 7, 0, 5, 1, 8, 6],
    [3, 2, 5, 1, 6, 7, 8, 0, 4],
    [4, 5, 0, 8, 3, 6, 7, 2, 1],
    [5, 7, 6, 0, 8, 4, 3, 1, 2],
    [6, 4, 8, 2, 1, 0, 5, 7, 3],
    [7, 8, 1, 6, 4, 2, 0, 3, 5],
    [8, 6, 7, 3, 5, 1, 2, 4, 0],
    [0, 1, 2, 6, 3, 5, 8, 7, 4],
    [1, 0, 3, 8, 2, 4, 5, 6, 7],
    [2, 3, 0, 1, 5, 7, 6, 4, 8],
    [3, 2, 1, 0, 4, 8, 7, 5, 6],
    [4, 5, 6, 2, 7, 1, 0, 8, 3],
    [5, 4, 7, 3, 8, 6, 1, 2, 0],
    [6, 7, 8, 4, 0, 3, 2, 1, 5],
    [8, 6, 5, 7, 1, 0, 4, 3, 2],
    [7, 8, 4, 5, 6, 2, 3, 0, 1],
    [0, 1, 2, 6, 5, 7, 4, 3, 8],
    [1, 0, 3, 7, 6, 2, 5, 8, 4],
    [2, 3, 0, 1, 4, 6, 8, 5, 7],
    [3, 2, 1, 4, 0, 8, 6, 7, 5],
    [4, 5, 7, 0, 8, 1, 2, 6, 3],
    [5, 6, 4, 8, 1, 3, 7, 0, 2],
    [6, 7, 8, 3, 2, 5, 0, 4, 1],
    [7, 8, 6, 5, 3, 4, 1, 2, 0],
];

static META: Meta = Meta {
    name: "pretext_jigsaw",
    title: "Jigsaw prediction",
    doc: "Puts the nine tiles of a 3 × 3 grid into one of 35 orders with equal chance; which one is the label, 0 to 34, that a network learns to tell. The published code gives a network the nine tiles one by one, each resized to the input; here they lie side by side in one picture, whose sides are cut off to multiples of 3. Sources: Noroozi and Favaro 2016, Kinakh et al. 2021 (ScatSimCLR), whose list of orders this is.",
    group: "pretext",
    aliases: &["jigsaw pretext", "jigsaw puzzle"],
    dialects: &[Dialect::Cv2],
    moves: true,
    ..Meta::BASE
};

impl Op for PretextJigsaw {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let size = cx.state.size;
        let (w, h) = (size.width / 3, size.height / 3);
        if w == 0 || h == 0 {
            let Size { width, height } = size;
            let why = format!(
                "needs three tiles across and down, and the picture has {width} × {height} px"
            );
            return Err(Error::new(Code::Unsupported, why));
        }
        let (label, class) = pretext_label::draw(cx, "jigsaw", PERMUTATIONS.len());
        let mut all = vec![label];
        let whole = Size::new(3 * w, 3 * h);
        if whole != size {
            let cut = Fixed::new(&crop::Crop)
                .with(&crop::WIDTH, f64::from(whole.width))
                .with(&crop::HEIGHT, f64::from(whole.height));
            all.push(cut);
        }
        let tile = |n: usize| {
            let (row, column) = ((n / 3) as i64, (n % 3) as i64);
            let (w, h) = (i64::from(w), i64::from(h));
            [column * w, row * h, w, h]
        };
        let order = PERMUTATIONS.get(class).copied().unwrap_or_default();
        let from = order.iter().map(|n| tile(*n)).collect();
        let to = (0..9).map(tile).collect();
        let shuffle = Fixed::new(&move_tiles::MoveTiles)
            .with_value(&move_tiles::FROM, Value::Rects(from))
            .with_value(&move_tiles::TO, Value::Rects(to));
        all.push(shuffle);
        Ok(Drawn::Fixed(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_distinct_orders_of_nine() {
        let mut all = PERMUTATIONS.to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 35);
        for mut order in all {
            order.sort_unstable();
            assert_eq!(order, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        }
    }
}
