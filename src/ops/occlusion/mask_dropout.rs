//! `mask_dropout`.

use crate::error::Result;
use crate::image::{Mask, Size};
use crate::kernel::Dialect;
use crate::ops::occlusion::{erase, erase_region};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Param, Value};

/// Cover drawn objects of the masks.
pub struct MaskDropout;

/// How many.
pub const OBJECTS: Param = Param::integer("objects", "How many objects, at most all of them.")
    .value(1.0)
    .hard(1.0, 1000.0)
    .slider(1.0, 16.0);

static META: Meta = Meta {
    name: "mask_dropout",
    title: "Mask dropout",
    doc: "Covers drawn objects: connected regions of one label in the masks, corners included. Boxes and keypoints follow as erase_region says. Albumentations takes one mask; of several, objects in each count. Source: albumentations 2.0.8 MaskDropout with a level as fill.",
    group: "occlusion",
    aliases: &["MaskDropout", "object dropout", "remove objects"],
    dialects: &[Dialect::Cv2],
    params: &[&OBJECTS, &erase::FILL, &erase_region::FILL_MASK],
    moves: true,
    needs_masks: true,
    ..Meta::BASE
};

/// The object of every pixel, numbered on from `count`, 0 where there is none.
fn components(mask: &Mask, count: &mut u32) -> Vec<u32> {
    let labels = mask.data();
    let size = mask.size();
    let width = size.width as usize;
    let mut objects = vec![0; labels.len()];
    let mut todo = Vec::new();
    for start in 0..labels.len() {
        if labels[start] == 0 || objects[start] > 0 {
            continue;
        }
        *count += 1;
        objects[start] = *count;
        todo.push(start);
        while let Some(at) = todo.pop() {
            let (x, y) = (at % width, at / width);
            for y in y.saturating_sub(1)..(y + 2).min(size.height as usize) {
                for x in x.saturating_sub(1)..(x + 2).min(width) {
                    let next = y * width + x;
                    if objects[next] == 0 && labels[next] == labels[start] {
                        objects[next] = *count;
                        todo.push(next);
                    }
                }
            }
        }
    }
    objects
}

/// Rectangles that cover the pixels: runs of rows, joined where the next row has the same.
fn rects(covered: &[bool], size: Size) -> Vec<[i64; 4]> {
    let mut done: Vec<[i64; 4]> = Vec::new();
    // Where those lie that the row above ends.
    let mut above = 0..0;
    for (y, row) in covered.chunks(size.width.max(1) as usize).enumerate() {
        let mut here = Vec::new();
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                here.push([x, run.len() as i64]);
            }
            x += run.len() as i64;
        }
        let same = done[above.clone()]
            .iter()
            .map(|r| [r[0], r[2]])
            .eq(here.iter().copied());
        if same {
            for rect in &mut done[above.clone()] {
                rect[3] += 1;
            }
        } else {
            let start = done.len();
            done.extend(here.iter().map(|[x, len]| [*x, y as i64, *len, 1]));
            above = start..done.len();
        }
    }
    done
}

impl Op for MaskDropout {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut count = 0;
        let layers = cx.masks.iter().map(|mask| components(mask, &mut count));
        let layers: Vec<Vec<u32>> = layers.collect();
        let most = cx.num(&OBJECTS).max(0.0) as usize;
        let mut dropped = vec![false; count as usize + 1];
        for object in cx
            .die
            .permutation("which", count as usize)
            .iter()
            .take(most)
        {
            dropped[object + 1] = true;
        }
        let mut covered = vec![false; cx.state.size.area()];
        for objects in &layers {
            for (to, object) in covered.iter_mut().zip(objects) {
                *to |= dropped[*object as usize];
            }
        }
        let mut fixed = Fixed::new(&erase_region::EraseRegion);
        let rects = rects(&covered, cx.state.size);
        fixed = fixed.with_value(&erase::RECTS, Value::Rects(rects));
        for param in [&erase::FILL, &erase_region::FILL_MASK] {
            fixed = fixed.with_value(param, cx.args.get(param).clone());
        }
        Ok(Drawn::Fixed(vec![fixed]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_of_one_label_and_touch_at_corners() {
        let size = Size::new(5, 3);
        let labels = vec![
            1, 1, 0, 2, 2, //
            0, 0, 1, 0, 0, //
            3, 1, 0, 0, 2,
        ];
        let mut count = 2;
        let objects = components(&Mask::new(size, 1, labels).unwrap(), &mut count);
        assert_eq!(objects, [3, 3, 0, 4, 4, 0, 0, 3, 0, 0, 5, 3, 0, 0, 6]);
        assert_eq!(count, 6);
    }

    #[test]
    fn rectangles_cover_the_region_and_nothing_else() {
        let size = Size::new(4, 5);
        let rows = ["..##", "..##", "#.##", "#.##", "...."];
        let covered: Vec<bool> = rows
            .iter()
            .flat_map(|r| r.bytes())
            .map(|b| b == b'#')
            .collect();
        let rects = rects(&covered, size);
        assert_eq!(rects, [[2, 0, 2, 2], [0, 2, 1, 2], [2, 2, 2, 2]]);
        let all = vec![true; 20];
        assert_eq!(super::rects(&all, size), [[0, 0, 4, 5]]);
        assert!(super::rects(&[false; 20], size).is_empty());
    }
}
