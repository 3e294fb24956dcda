//! `channel_dropout`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Channels lost.
pub struct ChannelDropout;

/// How many.
pub const COUNT: Param = Param::integer("channels", "How many channels are lost.")
    .value(1.0)
    .hard(1.0, 2.0);
/// What they become.
pub const FILL: Param = Param::integer("fill_level", "Level of the lost channels.")
    .value(0.0)
    .hard(0.0, 255.0)
    .fixed();
/// Which.
pub const DROPPED: Param = Param::numbers(
    "dropped",
    "Which of red, green and blue are lost: 1 for each that is, 0 for the rest; drawn when absent.",
    3,
    3,
)
.hard(0.0, 1.0)
.by(1.0)
.rare();

static META: Meta = Meta {
    name: "channel_dropout",
    title: "Channel dropout",
    doc: "Sets one or two drawn colour channels to one level; refuses grey pictures, as the library does. Source: albumentations 2.0.8 ChannelDropout.",
    group: "colour",
    aliases: &["ChannelDropout", "RandomChannelDropout", "drop channel"],
    dialects: &[Dialect::Cv2],
    params: &[&COUNT, &FILL, &DROPPED],
    ..Meta::BASE
};

impl Op for ChannelDropout {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let lost = args.numbers(&DROPPED);
        let count = lost.iter().filter(|v| **v == 1.0).count();
        let whole = lost.iter().all(|v| v.fract() == 0.0);
        if lost.is_empty() || (whole && (1..3).contains(&count)) {
            return Ok(());
        }
        Err(
            Error::new(Code::Range, "must be three of 0 and 1, not all the same")
                .at_param(DROPPED.name),
        )
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if *args.get(&DROPPED) == Value::Absent {
            let count = args.int(&COUNT).clamp(1, 2) as usize;
            let mut lost = vec![0.0; 3];
            for channel in cx.die.permutation(DROPPED.name, 3).into_iter().take(count) {
                lost[channel] = 1.0;
            }
            args.set(&DROPPED, Value::Numbers(lost));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Err(Error::new(
                Code::Unsupported,
                "channel_dropout needs a picture with three channels; this one has one",
            ));
        }
        let fill = args.int(&FILL) as u8;
        let lut = |lost: &f64| {
            if *lost > 0.0 {
                Lut::from_fn(|_| fill)
            } else {
                Lut::identity()
            }
        };
        let lut = args.numbers(&DROPPED).iter().map(lut).collect();
        to.then(Family::Table(Table { lut }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use crate::image::Size;
    use crate::sample::State;

    #[test]
    fn channels_are_lost_evenly() {
        let text = "augplay: 1\nsteps: [{op: channel_dropout, channels: [1, 2]}]";
        let policy = Policy::parse(text).unwrap();
        let mut sets = std::collections::BTreeMap::new();
        for view in 0..6000 {
            let draw = policy.draw(&State::of(Size::new(8, 8), 3), "law", view);
            let draw = draw.unwrap();
            let lost = draw.policy.steps[0].what.args().numbers(&DROPPED).to_vec();
            *sets.entry(format!("{lost:?}")).or_insert(0) += 1;
        }
        assert_eq!(sets.len(), 6);
        assert!(sets.values().all(|n| (880..1120).contains(n)), "{sets:?}");
    }
}
