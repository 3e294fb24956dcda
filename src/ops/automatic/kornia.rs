//! The op space of Kornia 0.9 `RandAugment`: what each name does at a magnitude of 30. An op of ours
//! that computes as Kornia's does stands for it, whatever it is called there.

use crate::ops::automatic::kit::{Kit, sequence, unrounded};
use crate::ops::colour::{
    autocontrast, brightness, color, equalize, invert, posterize, sharpness, shift_intensity,
    solarize,
};
use crate::ops::geometry::{affine, rotate, translate};
use crate::param::Param;
use crate::policy::Step;
use crate::policy::law::Law;

/// `default_policy`'s names as ids of steps, in its order.
pub(super) const FIFTEEN: &[&str] = &[
    "autocontrast",
    "equalize",
    "invert",
    "rotate",
    "posterize",
    "solarize",
    "solarize_add",
    "color",
    "contrast",
    "brightness",
    "sharpness",
    "shear_x",
    "shear_y",
    "translate_x",
    "translate_y",
];

/// The magnitude of the full range; it must lie strictly between 0 and this.
pub(super) const FULL: f64 = 30.0;

/// The step that a name stands for.
pub(super) fn step(kit: &Kit, name: &'static str, magnitude: f64) -> Step {
    let share = magnitude / FULL;
    let between = |low: f64, high: f64| low + (high - low) * share;
    let signed = |most: f64| Law::Signed(Box::new(Law::Const(share * most)));
    let factor = || Law::Const(between(0.1, 1.9));
    let lean = |param: &Param| {
        // A shear of 0.3 is taken as that share of half a turn.
        kit.step(name, &affine::Affine, &[(param, signed(0.3 * 180.0))])
    };
    let shift =
        |param: &Param| unrounded(kit.step(name, &translate::Translate, &[(param, signed(0.1))]));
    let add = |id: &str, levels: f64| {
        let offset = (&shift_intensity::OFFSET, Law::Const(levels));
        kit.step(id, &shift_intensity::ShiftIntensity, &[offset])
    };
    let invert_from = |id: &str, level: f64| {
        let from = (&solarize::THRESHOLD, Law::Const(level));
        kit.step(id, &solarize::Solarize, &[from])
    };
    match name {
        "autocontrast" => kit.step(name, &autocontrast::Autocontrast, &[]),
        "equalize" => kit.step(name, &equalize::Equalize, &[]),
        "invert" => kit.step(name, &invert::Invert, &[]),
        "rotate" => kit.step(name, &rotate::Rotate, &[(&rotate::ANGLE, signed(30.0))]),
        "posterize" => {
            let bits = Law::Const(between(8.0, 4.0).trunc());
            kit.step(name, &posterize::Posterize, &[(&posterize::BITS, bits)])
        }
        "solarize" => invert_from(name, 255.0 * share),
        // All levels are raised, and then inverted from the middle on.
        "solarize_add" => sequence(
            name,
            vec![
                add("solarize_add.add", 255.0 * between(0.0, 0.43)),
                invert_from("solarize_add.invert", 127.5),
            ],
        ),
        "color" => kit.step(name, &color::Color, &[(&color::FACTOR, factor())]),
        // Its contrast scales levels, its brightness adds to them.
        "contrast" => kit.step(
            name,
            &brightness::Brightness,
            &[(&brightness::FACTOR, factor())],
        ),
        "brightness" => add(name, 255.0 * (between(0.1, 1.9) - 1.0)),
        "sharpness" => kit.step(
            name,
            &sharpness::Sharpness,
            &[(&sharpness::FACTOR, factor())],
        ),
        "shear_x" => lean(&affine::SHEAR_X),
        "shear_y" => lean(&affine::SHEAR_Y),
        "translate_x" => shift(&translate::X),
        "translate_y" => shift(&translate::Y),
        _ => sequence(name, Vec::new()),
    }
}
