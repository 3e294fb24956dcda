//! `crop_non_empty_mask_if_exists`.

use crate::error::Result;
use crate::ops::geometry::center_crop::{cut, fits};
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;

/// A crop that shows a labelled pixel.
pub struct CropNonEmptyMaskIfExists;

/// Labels that do not count.
pub const LABELS: Param = Param::numbers(
    "ignore_labels",
    "Labels that count as empty, as 0 always does.",
    0,
    256,
)
.hard(0.0, 65_535.0)
.rare();

static META: Meta = Meta {
    name: "crop_non_empty_mask_if_exists",
    title: "Random crop on a mask",
    doc: "Cuts out a rectangle of a given size at a drawn place where one labelled pixel of the masks, each with equal chance, is in view; anywhere if no pixel is labelled. A picture without masks gets a crop anywhere, as Albumentations documents and its code refuses. Larger than the picture is an error. Source: albumentations 2.0.8 CropNonEmptyMaskIfExists.",
    group: "geometry",
    aliases: &[
        "CropNonEmptyMaskIfExists",
        "crop around a mask",
        "foreground crop",
    ],
    params: &[&resize::WIDTH, &resize::HEIGHT, &LABELS],
    moves: true,
    needs_masks: true,
    ..Meta::BASE
};

/// A labelled pixel, each with equal chance.
fn pixel(cx: &Drawing<'_>) -> Option<[i64; 2]> {
    let ignored = cx.args.numbers(&LABELS);
    let counts = |label: u16| label != 0 && !ignored.contains(&f64::from(label));
    let labelled = |i: &usize| {
        let mut here = cx.masks.iter().filter_map(|mask| mask.data().get(*i));
        here.any(|label| counts(*label))
    };
    let places = || (0..cx.state.size.area()).filter(labelled);
    let count = places().count();
    let at = places().nth(cx.die.stream("pixel").below(count))? as i64;
    let width = i64::from(cx.state.size.width);
    Some([at % width, at / width])
}

impl Op for CropNonEmptyMaskIfExists {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let wanted = [&resize::WIDTH, &resize::HEIGHT].map(|param| cx.num(param) as i64);
        let has = [cx.state.size.width, cx.state.size.height].map(i64::from);
        fits(wanted, has)?;
        let shown = pixel(cx);
        let start = |k: usize, name: &str| {
            let room = has[k] - wanted[k];
            let mut die = cx.die.stream(name);
            match shown {
                Some(at) => (at[k] - die.below(wanted[k] as usize) as i64).clamp(0, room),
                None => die.below(room as usize + 1) as i64,
            }
        };
        let at = [start(0, "x"), start(1, "y")];
        Ok(Drawn::Fixed(vec![cut([
            at[0], at[1], wanted[0], wanted[1],
        ])]))
    }
}
