//! `rand_augment`.

use crate::error::{Error, Result};
use crate::kernel::Dialect;
use crate::ops::colour::{
    autocontrast, brightness, color, contrast, equalize, posterize, sharpness, solarize,
};
use crate::ops::common::{FILL, NEAREST, no_bicubic_on_tensors};
use crate::ops::compose::Node;
use crate::ops::geometry::{rotate, shear, translate};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Step, What};
use crate::sample::State;

/// RandAugment in torchvision's law.
pub struct RandAugment;

/// How many ops.
pub const NUM_OPS: Param = Param::integer(
    "num_ops",
    "How many ops run, each drawn anew from all fourteen.",
)
.value(2.0)
.hard(0.0, 16.0)
.slider(0.0, 6.0)
.fixed();
/// The magnitude.
pub const MAGNITUDE: Param = Param::integer(
    "magnitude",
    "Strength of every op, counted in bins: 0 is weakest, bins − 1 strongest.",
)
.value(9.0)
.hard(0.0, 99.0)
.slider(0.0, 30.0)
.fixed();
/// Bins of the magnitude.
pub const BINS: Param = Param::integer("bins", "Number of bins of the magnitude.")
    .value(31.0)
    .hard(2.0, 100.0)
    .slider(2.0, 100.0)
    .fixed()
    .rare();

static META: Meta = Meta {
    name: "rand_augment",
    title: "RandAugment",
    doc: "Runs ops drawn from fourteen, all at one magnitude. An op may be drawn twice, every drawn op runs, and a coin decides the sign. Source: torchvision 0.29 RandAugment.",
    group: "automatic",
    aliases: &["RandAugment", "RA", "randaug", "rand-m9"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&NUM_OPS, &MAGNITUDE, &BINS, &NEAREST, &FILL],
    moves: true,
    ..Meta::BASE
};

/// `torch.linspace(start, end, bins)[bin]` in single precision, as its CPU kernel computes it:
/// from the nearer end, product and sum rounded once.
fn linspace(start: f32, end: f32, bins: i64, bin: i64) -> f64 {
    let step = f64::from((end - start) / (bins - 1) as f32);
    let v = if bin < bins / 2 {
        f64::from(start) + step * bin as f64
    } else {
        f64::from(end) - step * (bins - 1 - bin) as f64
    };
    f64::from(v as f32)
}

/// The fourteen children of the choice, in torchvision's order.
fn space(args: &Args, state: &State) -> Vec<Step> {
    let (bins, bin) = (args.int(&BINS), args.int(&MAGNITUDE));
    let signed = |m: f64| Law::Signed(Box::new(Law::Const(m)));
    let op = |id: &str, op: &'static dyn Op, param: Option<(&Param, Law)>, others: &[&Param]| {
        let mut set = Args::defaults(op.meta().params);
        for other in others {
            set = set.with(other, 0.0);
        }
        set.set(&NEAREST, args.get(&NEAREST).clone());
        set.set(&FILL, args.get(&FILL).clone());
        if let Some((param, law)) = param {
            set.set(param, Value::Law(law));
        }
        Step::new(What::Op(op, set)).called(id)
    };
    let shift = |len: u32| {
        let most = (150.0 / 331.0 * f64::from(len)) as f32;
        signed(linspace(0.0, most, bins, bin) / f64::from(len))
    };
    let shear = signed(linspace(0.0, 0.3, bins, bin));
    let enhance = linspace(0.0, 0.9, bins, bin);
    let factor = || Law::Choice(vec![1.0 - enhance, 1.0 + enhance], Vec::new());
    // torchvision: 8 − round(i / ((bins − 1) / 4)), ties to even.
    let bits = 8.0 - (bin as f32 / ((bins - 1) as f32 / 4.0)).round_ties_even();
    let threshold = 255.0 * linspace(1.0, 0.0, bins, bin);
    vec![
        Step::new(Node::Sequence.of(Vec::new())).called("identity"),
        op(
            "shear_x",
            &shear::Shear,
            Some((&shear::X, shear.clone())),
            &[&shear::Y],
        ),
        op(
            "shear_y",
            &shear::Shear,
            Some((&shear::Y, shear)),
            &[&shear::X],
        ),
        op(
            "translate_x",
            &translate::Translate,
            Some((&translate::X, shift(state.size.width))),
            &[&translate::Y],
        ),
        op(
            "translate_y",
            &translate::Translate,
            Some((&translate::Y, shift(state.size.height))),
            &[&translate::X],
        ),
        op(
            "rotate",
            &rotate::Rotate,
            Some((&rotate::ANGLE, signed(linspace(0.0, 30.0, bins, bin)))),
            &[],
        ),
        op(
            "brightness",
            &brightness::Brightness,
            Some((&brightness::FACTOR, factor())),
            &[],
        ),
        op(
            "color",
            &color::Color,
            Some((&color::FACTOR, factor())),
            &[],
        ),
        op(
            "contrast",
            &contrast::Contrast,
            Some((&contrast::FACTOR, factor())),
            &[],
        ),
        op(
            "sharpness",
            &sharpness::Sharpness,
            Some((&sharpness::FACTOR, factor())),
            &[],
        ),
        op(
            "posterize",
            &posterize::Posterize,
            Some((&posterize::BITS, Law::Const(f64::from(bits)))),
            &[],
        ),
        op(
            "solarize",
            &solarize::Solarize,
            Some((&solarize::THRESHOLD, Law::Const(threshold))),
            &[],
        ),
        op("autocontrast", &autocontrast::Autocontrast, None, &[]),
        op("equalize", &equalize::Equalize, None, &[]),
    ]
}

impl Op for RandAugment {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        let (magnitude, bins) = (args.num(&MAGNITUDE), args.num(&BINS));
        if magnitude >= bins {
            return Err(Error::range(MAGNITUDE.name, magnitude, 0.0, bins - 1.0));
        }
        no_bicubic_on_tensors(args, &NEAREST, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut children = space(cx.args, cx.state);
        for child in &mut children {
            // The automatic policy's arithmetic is its children's, whatever the target.
            child.dialect = Some(cx.dialect);
        }
        let choice = Step::new(Node::OneOf.of(children));
        let times = Law::Const(cx.args.num(&NUM_OPS));
        Ok(Drawn::Steps(vec![Step::new(Node::repeat(
            times,
            vec![choice],
        ))]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    /// The value each op gets, bin by bin, as torchvision computes it.
    #[test]
    fn magnitudes_equal_torchvision() {
        let laws: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/parity/goldens/laws.json")).unwrap();
        let sizes = laws["rand_augment"]["sizes"].as_array().unwrap();
        assert_eq!(sizes.len(), 2);
        let mut compared = 0;
        for size in sizes {
            let at = |k: &str| size[k].as_u64().unwrap() as u32;
            let state = State::of(Size::new(at("width"), at("height")), 3);
            for bin in 0..31u32 {
                let args = Args::defaults(META.params).with(&MAGNITUDE, f64::from(bin));
                let steps = space(&args, &state);
                let ops = size["ops"].as_array().unwrap();
                assert_eq!(steps.len(), ops.len());
                for (step, golden) in steps.iter().zip(ops) {
                    let Some(want) = golden["magnitude"].as_array() else {
                        continue;
                    };
                    let want = want[bin as usize].as_f64().unwrap();
                    let law = step.what.args().iter().find_map(|(p, v)| match v {
                        Value::Law(law) if *v != p.default_value() && *law != Law::Const(0.0) => {
                            Some((p.name, law.clone()))
                        }
                        _ => None,
                    });
                    let got = law.map_or(0.0, |(name, law)| match (name, law) {
                        ("factor", Law::Choice(v, _)) => v[1] - 1.0,
                        ("threshold_level", law) => law.reach().1 / 255.0,
                        (_, law) if golden["op"] == "TranslateX" => {
                            law.reach().1 * f64::from(state.size.width)
                        }
                        (_, law) if golden["op"] == "TranslateY" => {
                            law.reach().1 * f64::from(state.size.height)
                        }
                        (_, law) => law.reach().1,
                    });
                    let tolerance = if golden["op"].as_str().unwrap().starts_with("Translate") {
                        1e-12
                    } else {
                        1e-15
                    };
                    let default_bits = golden["op"] == "Posterize" && got == 0.0;
                    assert!(
                        default_bits || (got - want).abs() <= tolerance * want.abs().max(1.0),
                        "{} bin {bin}: {got} {want}",
                        golden["op"]
                    );
                    compared += 1;
                }
            }
        }
        assert!(compared > 600, "{compared}");
    }
}
