//! `shade_polygon`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::weather::Weather;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Darken a given polygon.
pub struct ShadePolygon;

/// The corners.
pub const CORNERS: Param = Param::numbers(
    "corners",
    "Corners of the polygon: x and y in turn, in px; the middle of the picture when absent.",
    6,
    128,
)
.hard(-1e6, 1e6);
/// How dark.
pub const INTENSITY: Param = Param::number(
    "intensity_frac",
    "Share of the light that the shadow takes.",
)
.value(0.5)
.hard(0.0, 1.0)
.identity(0.0);

static META: Meta = Meta {
    name: "shade_polygon",
    title: "Shade a polygon",
    doc: "Darkens a polygon; where it lies over itself twice, nothing is darkened. Source: albumentations 2.0.8 add_shadow.",
    group: "weather",
    aliases: &["polygon shadow"],
    dialects: &[Dialect::Cv2],
    params: &[&CORNERS, &INTENSITY],
    fixed: true,
    ..Meta::BASE
};

impl Op for ShadePolygon {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        if args.numbers(&CORNERS).len().is_multiple_of(2) {
            return Ok(());
        }
        Err(Error::new(Code::Range, "must have two numbers a corner").at_param(CORNERS.name))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let given = args.numbers(&CORNERS).as_chunks::<2>().0;
        let corners = if given.is_empty() {
            let (w, h) = (
                i64::from(to.state.size.width),
                i64::from(to.state.size.height),
            );
            let (x, y) = ([w / 4, 3 * w / 4], [h / 4, 3 * h / 4]);
            vec![[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]]
        } else {
            given.iter().map(|p| p.map(|v| v as i64)).collect()
        };
        let intensity = args.num(&INTENSITY);
        to.then(Family::Weather(Weather::Shadow { corners, intensity }));
        Ok(())
    }
}
