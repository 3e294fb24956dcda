//! `pad`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::rearrange::Rearrange;
use crate::kernel::{Border, Dialect};
use crate::ops::common::{FILL, border};
use crate::ops::labels::mirrors;
use crate::ops::{Drawing, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::Lowering;
use crate::sample::{Geometry, State};

/// Lines and columns added around the picture.
pub struct Pad;

const fn side(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .value(0.0)
        .hard(0.0, 16384.0)
        .slider(0.0, 256.0)
        .unit("px")
        .identity(0.0)
}

/// Columns on the left.
pub const LEFT: Param = side("left_px", "Columns added on the left.");
/// Lines above.
pub const TOP: Param = side("top_px", "Lines added above.");
/// Columns on the right.
pub const RIGHT: Param = side("right_px", "Columns added on the right.");
/// Lines below.
pub const BOTTOM: Param = side("bottom_px", "Lines added below.");
/// What the new pixels show.
pub const BORDER: Param = Param::choice(
    "border",
    "What new pixels show: the fill colour, or the picture continued. torchvision calls these constant, edge, symmetric and reflect; wrap is OpenCV's alone.",
    &["constant", "replicate", "reflect", "reflect_101", "wrap"],
    "constant",
)
.rare();

static META: Meta = Meta {
    name: "pad",
    title: "Pad",
    doc: "Adds lines and columns around the picture; none at its default, as in albumentations. Boxes and keypoints move with it; where a border mirrors the picture, albumentations gives its mirror images boxes and keypoints, too, and torchvision refuses both. Sources: albumentations 2.0.8 Pad, torchvision 0.29 pad.",
    group: "geometry",
    aliases: &["Pad", "BorderPad", "expand", "copyMakeBorder", "margin"],
    params: &[&LEFT, &TOP, &RIGHT, &BOTTOM, &BORDER, &FILL],
    moves: true,
    ..Meta::BASE
};

/// What is added: left, top, right, bottom.
pub(super) type Sides = [i64; 4];

/// A fixed pad of these sides, in the manner of `args`.
pub(super) fn fixed(sides: Sides, args: &Args) -> Fixed {
    let mut out = Fixed::new(&Pad);
    for (param, px) in [&LEFT, &TOP, &RIGHT, &BOTTOM].into_iter().zip(sides) {
        out = out.with(param, px as f64);
    }
    for param in [&BORDER, &FILL] {
        if *args.get(param) != Value::Absent {
            out = out.with_value(param, args.get(param).clone());
        }
    }
    out
}

/// The size after a pad.
pub(super) fn padded(size: Size, [left, top, right, bottom]: Sides) -> [i64; 2] {
    [
        i64::from(size.width) + left + right,
        i64::from(size.height) + top + bottom,
    ]
}

/// Where the picture lies in a padded one.
pub const POSITION: Param = Param::choice(
    "position",
    "Where the picture lies in the padded one; random draws it anew each time.",
    &[
        "center",
        "top_left",
        "top_right",
        "bottom_left",
        "bottom_right",
        "random",
    ],
    "center",
)
.rare();

/// albumentations' `adjust_padding_by_position`: `[x, y]`, each as what the centre would get before
/// and after.
pub(super) fn position(cx: &Drawing<'_>, param: &Param, [x, y]: [(i64, i64); 2]) -> Sides {
    let share = |all: i64, name: &str| {
        let u = cx.die.uniform(name);
        ((u * (all + 1) as f64) as i64).min(all)
    };
    let (wide, high) = (x.0 + x.1, y.0 + y.1);
    let (left, top) = match cx.args.word(param) {
        "top_left" => (0, 0),
        "top_right" => (wide, 0),
        "bottom_left" => (0, high),
        "bottom_right" => (wide, high),
        "random" => (share(wide, "pad_left"), share(high, "pad_top")),
        _ => (x.0, y.0),
    };
    [left, top, wide - left, high - top]
}

/// What a side of `len` needs to reach `least`, before and after it.
pub(super) fn reach(len: u32, least: i64) -> (i64, i64) {
    let missing = (least - i64::from(len)).max(0);
    (missing / 2, missing - missing / 2)
}

/// OpenCV alone continues a picture by repeating it.
pub(super) fn no_wrap_elsewhere(args: &Args, dialect: Dialect) -> Result<()> {
    if dialect != Dialect::Cv2 && args.word(&BORDER) == "wrap" {
        return Err(Error::new(Code::Unsupported, "exists in OpenCV alone")
            .at_param(BORDER.name)
            .with_value("wrap"));
    }
    Ok(())
}

fn sides(args: &Args) -> Sides {
    [&LEFT, &TOP, &RIGHT, &BOTTOM].map(|param| args.int(param))
}

impl Op for Pad {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_wrap_elsewhere(args, dialect)
    }

    fn geometry(&self, args: &Args, state: &State, dialect: Dialect) -> Result<Geometry> {
        let sides = sides(args);
        let labelled = !(state.boxes.is_empty() && state.keypoints.is_empty());
        if dialect != Dialect::Cv2 && labelled && args.word(&BORDER) != "constant" {
            let why =
                "is refused by torchvision where there are boxes or keypoints; masks alone can go";
            return Err(Error::new(Code::Unsupported, why)
                .at_param(BORDER.name)
                .with_value(args.word(&BORDER)));
        }
        // Tensors are mirrored once at most.
        let mirror = match args.word(&BORDER) {
            "reflect" if dialect == Dialect::Torch => 0,
            "reflect_101" if dialect == Dialect::Torch => 1,
            _ => i64::MAX,
        };
        if mirror < i64::MAX {
            let lens = [state.size.width, state.size.height].map(i64::from);
            let params = [&LEFT, &TOP, &RIGHT, &BOTTOM];
            for ((px, param), len) in sides.iter().zip(params).zip(lens.iter().cycle()) {
                if *px > len - mirror {
                    let most = (len - mirror) as f64;
                    return Err(Error::range(param.name, px, 0.0, most));
                }
            }
        }
        let [width, height] = padded(state.size, sides).map(|v| v as u32);
        let size = Size::new(width, height);
        crate::image::check_size(size)?;
        let [left, top, ..] = sides.map(|v| v as f64);
        let mut moved = Geometry::both(size, [1.0, 0.0, left, 0.0, 1.0, top]);
        if dialect == Dialect::Cv2 && matches!(border(args), Border::Reflect | Border::Reflect101) {
            moved.within = Some([0.0, 0.0, f64::from(width), f64::from(height)]);
            moved.mirrors = Some(mirrors([sides; 2], state)?);
        }
        Ok(moved)
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let sides = sides(args);
        if sides == [0; 4] {
            return Ok(());
        }
        let [width, height] = padded(to.state.size, sides).map(|v| v as u32);
        let [left, top, ..] = sides;
        let window = Rearrange::window(-left, -top, Size::new(width, height), border(args));
        to.rearrange(window);
        Ok(())
    }
}
