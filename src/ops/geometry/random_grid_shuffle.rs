//! `random_grid_shuffle`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::common::Splits;
use crate::ops::geometry::move_tiles;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Param, Value};

/// Shuffle the tiles of a grid.
pub struct RandomGridShuffle;

/// Tiles from top to bottom.
pub const ROWS: Param = Param::integer("rows", "Tiles from top to bottom.")
    .value(3.0)
    .hard(1.0, 100.0)
    .slider(1.0, 16.0);
/// Tiles from left to right.
pub const COLUMNS: Param = Param::integer("columns", "Tiles from left to right.")
    .value(3.0)
    .hard(1.0, 100.0)
    .slider(1.0, 16.0);

static META: Meta = Meta {
    name: "random_grid_shuffle",
    title: "Grid shuffle",
    doc: "Shuffles the tiles of a grid; tiles of different sizes keep to their own kind. Keypoints, boxes and masks follow as move_tiles says. Source: albumentations 2.0.8 RandomGridShuffle.",
    group: "geometry",
    aliases: &[
        "RandomGridShuffle",
        "RandomJigsaw",
        "jigsaw",
        "PatchShuffle",
        "tiles",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&ROWS, &COLUMNS],
    moves: true,
    ..Meta::BASE
};

impl Op for RandomGridShuffle {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let size = cx.state.size;
        let [rows, columns] = [&ROWS, &COLUMNS].map(|p| cx.num(p).max(1.0) as u32);
        let count = rows as usize * columns as usize;
        if count > move_tiles::MOST {
            let why = format!("makes {count} tiles; the limit is {}", move_tiles::MOST);
            return Err(Error::new(Code::Limit, why).at_param(ROWS.name));
        }
        let ys = Splits::shuffled(cx, ROWS.name, size.height, rows);
        let xs = Splits::shuffled(cx, COLUMNS.name, size.width, columns);
        let tiles: Vec<[i64; 4]> = ys
            .iter()
            .flat_map(|(y, h)| xs.iter().map(move |(x, w)| [x, y, w, h]))
            .collect();
        let mut to = tiles.clone();
        let mut shapes: Vec<[i64; 2]> = tiles.iter().map(|t| [t[2], t[3]]).collect();
        shapes.sort_unstable();
        shapes.dedup();
        for [w, h] in shapes {
            let alike: Vec<usize> = (0..tiles.len())
                .filter(|&i| tiles[i][2..] == [w, h])
                .collect();
            let order = cx.die.permutation(&format!("tiles.{w}.{h}"), alike.len());
            for (&tile, &place) in alike.iter().zip(&order) {
                to[tile] = tiles[alike[place]];
            }
        }
        let fixed = Fixed::new(&move_tiles::MoveTiles)
            .with_value(&move_tiles::FROM, Value::Rects(tiles))
            .with_value(&move_tiles::TO, Value::Rects(to));
        Ok(Drawn::Fixed(vec![fixed]))
    }
}
