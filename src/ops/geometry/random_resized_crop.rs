//! `random_resized_crop`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::{crop, resize};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param};
use crate::policy::law::Law;

/// A crop of drawn area and aspect, resized.
pub struct RandomResizedCrop;

/// Share of the area.
pub const AREA: Param = Param::number(
    "area_frac",
    "Share of the picture's area that the crop keeps.",
)
.uniform(0.08, 1.0)
.hard(0.0001, 1.0)
.slider(0.01, 1.0);
/// Aspect ratio.
pub const ASPECT: Param = Param::number(
    "aspect_ratio",
    "Width over height of the crop before resizing.",
)
.log_uniform(3.0 / 4.0, 4.0 / 3.0)
.hard(0.01, 100.0)
.slider(0.25, 4.0)
.rare();

static META: Meta = Meta {
    name: "random_resized_crop",
    title: "Random resized crop",
    doc: "Cuts out a rectangle of drawn area, aspect and place, then resizes it. After ten tries that do not fit it takes the centre. Source: torchvision 0.29 RandomResizedCrop.make_params, which albumentations 2.0.8 follows.",
    group: "geometry",
    aliases: &[
        "RandomResizedCrop",
        "RandomResizedCropAndInterpolation",
        "RandomCropAndResize",
        "inception crop",
        "RRC",
    ],
    params: &[
        &resize::WIDTH,
        &resize::HEIGHT,
        &AREA,
        &ASPECT,
        &RESAMPLING,
        &resize::ANTIALIAS,
        &resize::AREA,
    ],
    moves: true,
    ..Meta::BASE
};

/// Corner and size of the crop: x, y, width, height.
fn place(cx: &Drawing<'_>) -> [f64; 4] {
    let (width, height) = (
        f64::from(cx.state.size.width),
        f64::from(cx.state.size.height),
    );
    let aspects = cx.args.law(&ASPECT);
    for attempt in 0..10 {
        let draw = |law: &Law, name: &str| law.draw(&cx.die, &format!("{name}.{attempt}"), false);
        let area = width * height * draw(&cx.args.law(&AREA), AREA.name);
        let aspect = draw(&aspects, ASPECT.name);
        let w = (area * aspect).sqrt().round_ties_even();
        let h = (area / aspect).sqrt().round_ties_even();
        if w >= 1.0 && w <= width && h >= 1.0 && h <= height {
            let at = |name: &str, room: f64| {
                let u = cx.die.uniform(&format!("{name}.{attempt}"));
                (u * (room + 1.0)).floor().min(room)
            };
            return [at("x", width - w), at("y", height - h), w, h];
        }
    }
    // The centre, as large as the aspects allow.
    let (least, most) = aspects.reach();
    let aspect = width / height;
    let (w, h) = if aspect < least {
        (width, (width / least).round_ties_even())
    } else if aspect > most {
        ((height * most).round_ties_even(), height)
    } else {
        (width, height)
    };
    let (w, h) = (w.clamp(1.0, width), h.clamp(1.0, height));
    [
        ((width - w) / 2.0).floor(),
        ((height - h) / 2.0).floor(),
        w,
        h,
    ]
}

impl Op for RandomResizedCrop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let [x, y, w, h] = place(cx);
        let crop = Fixed::new(&crop::Crop)
            .with(&crop::X, x)
            .with(&crop::Y, y)
            .with(&crop::WIDTH, w)
            .with(&crop::HEIGHT, h);
        let [width, height] = [&resize::WIDTH, &resize::HEIGHT].map(|param| cx.num(param) as u32);
        let resize = resize::fixed(Size::new(width, height), cx.args);
        Ok(Drawn::Fixed(vec![crop, resize]))
    }
}
