//! The op space of Keras 3.15 `layers.RandAugment`: each of its layers with the numbers that the
//! factor gives it. The factor arrives there as the range from 0 to itself, so turns and shifts go one
//! way only.

use crate::ops::automatic::kit::{Kit, one_of, sequence, unrounded};
use crate::ops::colour::{
    autocontrast, color, contrast, equalize, posterize, sharpness, shift_intensity, solarize,
};
use crate::ops::geometry::{rotate, shear, translate};
use crate::policy::Step;
use crate::policy::law::Law;

/// `_AUGMENT_LAYERS` as ids of steps, in its order.
pub(super) const ELEVEN: &[&str] = &[
    "shear",
    "translate",
    "rotate",
    "brightness",
    "color",
    "contrast",
    "sharpness",
    "posterize",
    "solarize",
    "autocontrast",
    "equalize",
];

/// Uniform between two ends.
fn law(a: f64, b: f64) -> Law {
    if a == b {
        Law::Const(a)
    } else {
        Law::Uniform(a, b)
    }
}

/// The step that a name stands for at a factor from 0 to 1.
pub(super) fn step(kit: &Kit, name: &'static str, factor: f64) -> Step {
    let raised = |id: &str| {
        let offset = (&shift_intensity::OFFSET, law(0.0, 255.0 * factor));
        kit.step(id, &shift_intensity::ShiftIntensity, &[offset])
    };
    match name {
        // Both axes lean by numbers of their own with one sign.
        "shear" => {
            let side = |word: &str, law: Law| {
                let set = [(&shear::X, law.clone()), (&shear::Y, law)];
                unrounded(kit.step(&format!("shear.{word}"), &shear::Shear, &set))
            };
            let sides = [
                side("plus", law(0.0, factor)),
                side("minus", law(-factor, 0.0)),
            ];
            one_of(name, sides.into_iter())
        }
        "translate" => {
            let set = [
                (&translate::X, law(0.0, factor)),
                (&translate::Y, law(0.0, factor)),
            ];
            unrounded(kit.step(name, &translate::Translate, &set))
        }
        "rotate" => {
            let angle = (&rotate::ANGLE, law(0.0, 360.0 * factor));
            kit.step(name, &rotate::Rotate, &[angle])
        }
        "brightness" => raised(name),
        "color" => kit.step(
            name,
            &color::Color,
            &[(&color::FACTOR, law(1.0 - factor, 1.0))],
        ),
        "contrast" => kit.step(
            name,
            &contrast::Contrast,
            &[(&contrast::FACTOR, law(1.0, 1.0 + factor))],
        ),
        "sharpness" => kit.step(
            name,
            &sharpness::Sharpness,
            &[(&sharpness::FACTOR, law(0.0, 2.0 * factor))],
        ),
        // A whole number from 1 to below `int(8 · factor)`; 1 where there is none.
        "posterize" => {
            let most = (8.0 * factor).trunc().max(1.0);
            let bits = (&posterize::BITS, law(1.0, (most - 1.0).max(1.0)));
            kit.step(name, &posterize::Posterize, &[bits])
        }
        "solarize" => {
            let from = (&solarize::THRESHOLD, law(0.0, 255.0 * factor));
            let steps = vec![
                raised("solarize.add"),
                kit.step("solarize.invert", &solarize::Solarize, &[from]),
            ];
            sequence(name, steps)
        }
        "autocontrast" => kit.step(name, &autocontrast::Autocontrast, &[]),
        "equalize" => kit.step(name, &equalize::Equalize, &[]),
        _ => sequence(name, Vec::new()),
    }
}
