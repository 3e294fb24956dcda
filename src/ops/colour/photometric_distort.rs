//! `photometric_distort`.

use crate::error::Result;
use crate::ops::colour::{brightness, channel_shuffle, color, contrast, hue};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::Param;

/// Brightness, contrast, saturation, hue and channels, each by chance.
pub struct PhotometricDistort;

/// Brightness factor.
pub const BRIGHTNESS: Param = Param::number("brightness", "Brightness factor.")
    .uniform(0.875, 1.125)
    .hard(0.0, 100.0)
    .slider(0.0, 2.0);
/// Contrast factor.
pub const CONTRAST: Param = Param::number("contrast", "Contrast factor.")
    .uniform(0.5, 1.5)
    .hard(0.0, 100.0)
    .slider(0.0, 2.0);
/// Saturation factor.
pub const SATURATION: Param = Param::number("saturation", "Saturation factor.")
    .uniform(0.5, 1.5)
    .hard(0.0, 100.0)
    .slider(0.0, 2.0);
/// Turn of the hue.
pub const HUE: Param = Param::number(
    "hue_frac",
    "Turn of the hue as a share of the colour circle.",
)
.uniform(-0.05, 0.05)
.hard(-0.5, 0.5)
.by(0.005);
/// Chance of each part.
pub const CHANCE: Param = Param::number(
    "part_chance",
    "Chance of each part: brightness, contrast, saturation, hue and the order of channels.",
)
.value(0.5)
.hard(0.0, 1.0)
.fixed();

static META: Meta = Meta {
    name: "photometric_distort",
    title: "Photometric distortion",
    doc: "Changes brightness, contrast, saturation, hue and the order of channels, each by its own chance; made for SSD. Contrast comes before or after saturation and hue. Source: torchvision 0.29 RandomPhotometricDistort; each part has the target's own pixels.",
    group: "colour",
    aliases: &[
        "RandomPhotometricDistort",
        "PhotoMetricDistortion",
        "SSD color jitter",
    ],
    params: &[&BRIGHTNESS, &CONTRAST, &SATURATION, &HUE, &CHANCE],
    ..Meta::BASE
};

impl Op for PhotometricDistort {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let chance = cx.args.num(&CHANCE);
        let fires = |name: &str| cx.die.uniform(&format!("{name}.chance")) < chance;
        let part = |param: &Param, op: &'static dyn Op, factor: &Param| {
            fires(param.name).then(|| Fixed::new(op).with(factor, cx.num(param)))
        };
        let contrast = part(&CONTRAST, &contrast::Contrast, &contrast::FACTOR);
        let first = cx.die.uniform("contrast.first") < 0.5;
        let (before, after) = if first {
            (contrast, None)
        } else {
            (None, contrast)
        };
        let parts = [
            part(&BRIGHTNESS, &brightness::Brightness, &brightness::FACTOR),
            before,
            part(&SATURATION, &color::Color, &color::FACTOR),
            part(&HUE, &hue::Hue, &hue::SHIFT),
            after,
            fires("order").then(|| channel_shuffle::drawn(cx, "order")),
        ];
        Ok(Drawn::Fixed(parts.into_iter().flatten().collect()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::Policy;
    use crate::image::Size;
    use crate::sample::State;

    /// The order of parts is the library's, each part has its chance, and contrast lies on either
    /// side alike.
    #[test]
    fn draws_as_torchvision() {
        let policy = Policy::parse("augplay: 1\nsteps: [{op: photometric_distort}]").unwrap();
        let (mut counts, mut before, mut orders) = (BTreeMap::new(), 0, BTreeMap::new());
        let n = 6000;
        for view in 0..n {
            let draw = policy
                .draw(&State::of(Size::new(8, 8), 3), "law", view)
                .unwrap();
            let names: Vec<_> = draw.policy.steps.iter().map(|s| s.what.name()).collect();
            let place = |name: &str| names.iter().position(|n| *n == name);
            for name in &names {
                *counts.entry((*name).to_owned()).or_insert(0) += 1;
            }
            let rest = names.iter().copied().filter(|n| *n != "contrast");
            let listed = ["brightness", "color", "hue", "channel_shuffle"];
            assert!(
                rest.clone()
                    .eq(listed.into_iter().filter(|n| names.contains(n)))
            );
            if let (Some(contrast), Some(hue)) = (place("contrast"), place("hue")) {
                before += i32::from(contrast < hue);
            }
            if let Some(at) = place("channel_shuffle") {
                let args = draw.policy.steps[at].what.args();
                let order = args.numbers(&super::channel_shuffle::ORDER).to_vec();
                *orders.entry(format!("{order:?}")).or_insert(0) += 1;
            }
        }
        assert_eq!(counts.len(), 5);
        for (name, count) in counts {
            assert!((2800..3200).contains(&count), "{name}: {count}");
        }
        assert!((650..850).contains(&before), "{before}");
        assert_eq!(orders.len(), 6);
        assert!(
            orders.values().all(|n| (400..600).contains(n)),
            "{orders:?}"
        );
    }
}
