//! `channel_shuffle`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::matrix::{Matrix, Rounding};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Channels in another order.
pub struct ChannelShuffle;

/// The order.
pub const ORDER: Param = Param::numbers(
    "order",
    "Which channel becomes red, green and blue: 0, 1 and 2 in some order; drawn when absent.",
    3,
    3,
)
.hard(0.0, 2.0)
.rare();

static META: Meta = Meta {
    name: "channel_shuffle",
    title: "Channel shuffle",
    doc: "Puts the colour channels in a drawn order; a grey picture stays. Sources: albumentations 2.0.8 ChannelShuffle, torchvision 0.29 RandomChannelPermutation.",
    group: "colour",
    aliases: &[
        "ChannelShuffle",
        "RandomChannelPermutation",
        "RandomChannelShuffle",
        "permute_channels",
        "channel permutation",
    ],
    params: &[&ORDER],
    ..Meta::BASE
};

/// The op with a drawn order.
pub(crate) fn drawn(cx: &Drawing<'_>, name: &str) -> Fixed {
    let order = cx.die.permutation(name, 3);
    let order = order.into_iter().map(|i| i as f64).collect();
    Fixed::new(&ChannelShuffle).with_value(&ORDER, Value::Numbers(order))
}

impl Op for ChannelShuffle {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let order = args.numbers(&ORDER);
        if order.is_empty() || [0.0, 1.0, 2.0].iter().all(|i| order.contains(i)) {
            return Ok(());
        }
        Err(Error::new(Code::Range, "must be 0, 1 and 2 in some order").at_param(ORDER.name))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let given = *cx.args.get(&ORDER) != Value::Absent;
        Ok(Drawn::Fixed(vec![if given {
            Fixed {
                op: cx.op,
                args: cx.args.clone(),
            }
        } else {
            drawn(cx, ORDER.name)
        }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Ok(());
        }
        let mut rows = [[0.0; 4]; 3];
        for (row, from) in rows.iter_mut().zip(args.numbers(&ORDER)) {
            row[(*from as usize).min(2)] = 1.0;
        }
        let rounding = Rounding::HalfEven;
        to.then(Family::Matrix(Matrix { rows, rounding }));
        Ok(())
    }
}
