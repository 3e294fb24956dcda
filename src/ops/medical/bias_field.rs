//! `bias_field`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::bias::Bias;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::program::{Family, Lowering};

/// Smooth uneven brightness.
pub struct BiasField;

/// Degree of the polynomial.
pub const DEGREE: Param = Param::integer("degree", "Degree of the polynomial along each side.")
    .value(3.0)
    .hard(1.0, 8.0);
/// Law of the coefficients.
pub const COEFFICIENT: Param = Param::number(
    "coefficient",
    "Law of the coefficients; the picture is multiplied by e to the power of the polynomial.",
)
.uniform(0.0, 0.1)
.hard(-5.0, 5.0)
.slider(-0.5, 0.5);
/// The drawn coefficients.
pub const COEFFICIENTS: Param = Param::numbers(
    "coefficients",
    "The coefficients themselves, rows of the lower triangle; drawn when absent.",
    3,
    45,
)
.hard(-5.0, 5.0)
.rare();

static META: Meta = Meta {
    name: "bias_field",
    title: "Bias field",
    doc: "Makes brightness uneven by a smooth field, as the coils of a magnetic resonance scanner do. Source: MONAI 1.6 RandBiasField on levels as float; the float pipeline is shown in 8 bits, rounded and cut off to 0 to 255.",
    group: "medical",
    aliases: &[
        "RandBiasField",
        "RandBiasFieldd",
        "RandomBiasField",
        "BiasField",
        "inhomogeneity",
    ],
    dialects: &[Dialect::Torch],
    params: &[&DEGREE, &COEFFICIENT, &COEFFICIENTS],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

/// Coefficients of a degree.
fn count(degree: usize) -> usize {
    (degree + 1) * (degree + 2) / 2
}

impl Op for BiasField {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let (given, law) = (args.numbers(&COEFFICIENTS).len(), args.law(&DEGREE));
        let wanted = count(law.centre() as usize);
        if given == 0 || (matches!(law, Law::Const(_)) && given == wanted) {
            return Ok(());
        }
        let why = format!("must have {wanted} numbers for a constant degree, not {given}");
        Err(Error::new(Code::Range, why).at_param(COEFFICIENTS.name))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if args.numbers(&COEFFICIENTS).is_empty() {
            let law = cx.args.law(&COEFFICIENT);
            let draw = |i| law.draw(&cx.die, &format!("{}.{i}", COEFFICIENT.name), false);
            let drawn = (0..count(args.int(&DEGREE) as usize)).map(draw).collect();
            args.set(&COEFFICIENTS, Value::Numbers(drawn));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let coefficients = args.numbers(&COEFFICIENTS).to_vec();
        to.then(Family::Bias(Bias {
            degree: args.int(&DEGREE).max(1) as u32,
            coefficients,
        }));
        Ok(())
    }
}
