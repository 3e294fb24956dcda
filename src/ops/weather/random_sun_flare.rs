//! `random_sun_flare`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::weather::{Circle, Flare, Weather};
use crate::math::{cos, radians, sin};
use crate::ops::common::{place, rgb_only};
use crate::ops::weather::region::{self, LEFT, RIGHT, SKY_BOTTOM, SKY_TOP};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::program::{Family, Lowering};

/// A sun flare.
pub struct RandomSunFlare;

/// Where the reflections lie.
pub const ANGLE: Param = Param::number(
    "angle_deg",
    "Direction of the line on which reflections lie, clockwise from the right.",
)
.uniform(0.0, 360.0)
.hard(0.0, 360.0)
.by(1.0)
.unit("°");
/// How many reflections.
pub const REFLECTIONS: Param = Param::integer("reflections", "How many reflections.")
    .uniform(6.0, 10.0)
    .hard(1.0, 100.0)
    .slider(1.0, 20.0);
/// Radius of the glow.
pub const RADIUS: Param = Param::integer("radius_px", "Radius of the sun's glow.")
    .value(400.0)
    .hard(2.0, 4000.0)
    .slider(10.0, 800.0)
    .unit("px");
/// Colour of the sun.
pub const COLOUR: Param = Param::color("colour", "Colour of the sun.", [255, 255, 255]);
/// How it is painted.
pub const METHOD: Param = Param::choice(
    "method",
    "Overlay stacks half-transparent discs; physics_based blurs discs and rays and screens them over the picture.",
    &["overlay", "physics_based"],
    "overlay",
);
/// The drawn sun.
pub const CENTRE_X: Param = Param::integer(
    "centre_x_px",
    "Column of the sun; drawn in the region when absent.",
)
.hard(0.0, 1e6)
.slider(0.0, 1024.0)
.unit("px")
.rare();
/// The drawn sun.
pub const CENTRE_Y: Param = Param::integer(
    "centre_y_px",
    "Row of the sun; drawn in the region when absent.",
)
.hard(0.0, 1e6)
.slider(0.0, 1024.0)
.unit("px")
.rare();
/// The drawn reflections.
pub const CIRCLES: Param = Param::numbers(
    "circles",
    "Reflections: share, x, y, radius, red, green and blue in turn; drawn when absent.",
    7,
    700,
)
.hard(-1e9, 1e9)
.rare();

static META: Meta = Meta {
    name: "random_sun_flare",
    title: "Sun flare",
    doc: "Lets the sun shine into the lens: a glow and reflections. Source: albumentations 2.0.8 RandomSunFlare.",
    group: "weather",
    aliases: &["RandomSunFlare", "lens flare", "sun", "glare"],
    dialects: &[Dialect::Cv2],
    params: &[
        &METHOD,
        &RADIUS,
        &COLOUR,
        &REFLECTIONS,
        &ANGLE,
        &LEFT,
        &SKY_TOP,
        &RIGHT,
        &SKY_BOTTOM,
        &CENTRE_X,
        &CENTRE_Y,
        &CIRCLES,
    ],
    ..Meta::BASE
};

/// Reflections on a line through the sun, as the library draws them.
fn reflections(cx: &Drawing<'_>, centre: [i64; 2], angle_deg: f64, count: usize) -> Vec<f64> {
    let (w, h) = (
        i64::from(cx.state.size.width),
        i64::from(cx.state.size.height),
    );
    let angle = radians(angle_deg);
    let diagonal = ((w * w + h * h) as f64).sqrt();
    let step = ((diagonal * 0.01) as i64).max(1);
    let largest = ((h as f64 * 0.01) as i64).max(2);
    let colour = cx.args.color(&COLOUR);
    let darker = (f64::from(colour.into_iter().max().unwrap_or(0)) * 0.2) as i64;
    // Places from the left edge to the right one, were the line level.
    let places = (w + step - 1) / step;
    let mut out = Vec::with_capacity(7 * count);
    for i in 0..count {
        let mut stream = cx.die.stream(&format!("{}.{i}", CIRCLES.name));
        let mut below = |n: i64| place(stream.uniform(), n);
        let t = (below(places) * step - centre[0]) as f64;
        let radius = 1 + below(largest);
        let shades = colour.map(|c| {
            let least = (i64::from(c) - darker).max(0);
            least + below(i64::from(c) - least + 1)
        });
        let alpha = 0.05 + 0.15 * stream.uniform();
        let at = [cos(angle), sin(angle)];
        let [x, y] = [0, 1].map(|c| (centre[c] as f64 + t * at[c]).trunc());
        out.extend([alpha, x, y, (radius * radius * radius) as f64]);
        out.extend(shades.map(|v| v as f64));
    }
    out
}

impl Op for RandomSunFlare {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let (circles, rest) = args.numbers(&CIRCLES).as_chunks::<7>();
        let why = if !rest.is_empty() {
            "must have seven numbers a reflection"
        } else if circles.iter().any(|c| !(0.0..=1.0).contains(&c[0])) {
            "has a share outside 0 to 1"
        } else if circles.iter().any(|c| !(0.0..=1e6).contains(&c[3])) {
            "has a radius outside 0 to 1000000"
        } else if circles
            .iter()
            .flat_map(|c| &c[4..])
            .any(|v| !(0.0..=255.0).contains(v))
        {
            "has a level outside 0 to 255"
        } else {
            return region::check(args);
        };
        Err(Error::new(Code::Range, why).at_param(CIRCLES.name))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        let size = cx.state.size;
        let along = |given: &Param, [low, high]: [&Param; 2], len: u32| {
            let share = cx.die.uniform(given.name);
            let share = args.num(low) + share * (args.num(high) - args.num(low));
            let drawn = (f64::from(len) * share) as i64;
            cx.args.maybe(given).map_or(drawn, |_| args.int(given))
        };
        let centre = [
            along(&CENTRE_X, [&LEFT, &RIGHT], size.width),
            along(&CENTRE_Y, [&SKY_TOP, &SKY_BOTTOM], size.height),
        ];
        for (param, at) in [&CENTRE_X, &CENTRE_Y].into_iter().zip(centre) {
            args.set(param, Value::Law(Law::Const(at as f64)));
        }
        if let Value::Absent = args.get(&CIRCLES) {
            let count = args.int(&REFLECTIONS) as usize;
            let circles = reflections(cx, centre, args.num(&ANGLE), count);
            args.set(&CIRCLES, Value::Numbers(circles));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        rgb_only(to)?;
        let circles = args.numbers(&CIRCLES).as_chunks::<7>().0;
        let flare = Flare {
            centre: [args.int(&CENTRE_X), args.int(&CENTRE_Y)],
            radius: args.int(&RADIUS) as u32,
            colour: args.color(&COLOUR),
            circles: circles
                .iter()
                .map(|&[alpha, x, y, radius, r, g, b]| Circle {
                    alpha,
                    centre: [x as i64, y as i64],
                    radius: radius as i64,
                    colour: [r, g, b].map(|v| v as u8),
                })
                .collect(),
            physical: args.word(&METHOD) == "physics_based",
        };
        to.then(Family::Weather(Weather::Flare(flare)));
        Ok(())
    }
}
