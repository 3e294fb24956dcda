//! Laws whose libraries are no targets, against those libraries' own numbers.

use serde_json::Value as Json;

use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::Op;
use crate::ops::automatic::rand_augment::{FACTOR, LAW, MAGNITUDE, RandAugment};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Step, What};

/// The steps that one op each is drawn from.
fn children(law: &'static str, param: &Param, v: f64) -> Vec<Step> {
    let args = Args::defaults(RandAugment.meta().params)
        .with_value(&LAW, Value::Word(law))
        .with(param, v);
    RandAugment.check(&args, Dialect::Pil).unwrap();
    let steps = RandAugment.open(&args, Dialect::Pil, Some(Size::new(30, 20)));
    let node = &steps.unwrap()[0];
    match node.what.children() {
        [choice] => choice.what.children().to_vec(),
        all => all.to_vec(),
    }
}

/// The laws in a step that are not still, with the op's and the parameter's names.
fn moving(step: &Step) -> Vec<(&'static str, &'static str, Law)> {
    match &step.what {
        What::Op(op, args) => args
            .iter()
            .filter_map(|(param, value)| match value {
                Value::Law(law)
                    if param.name != "cutoff_pct"
                        && param.identity.map(Law::Const).as_ref() != Some(law) =>
                {
                    Some((op.meta().name, param.name, law.clone()))
                }
                _ => None,
            })
            .collect(),
        What::Node(_, _, children) => children.iter().flat_map(moving).collect(),
    }
}

fn golden() -> Json {
    let text = include_str!("../../../tests/parity/goldens/kornia_keras_laws.json");
    serde_json::from_str(text).unwrap()
}

/// Kornia's numbers are in single precision, levels of 0 to 1, shifts in px of a picture of 30 × 20.
#[test]
fn numbers_equal_kornias() {
    let mut compared = 0;
    for (m, rows) in golden()["kornia_magnitudes"].as_object().unwrap() {
        let steps = children("kornia", &MAGNITUDE, m.parse().unwrap());
        let rows = rows.as_array().unwrap();
        assert_eq!(steps.len(), rows.len());
        for (step, row) in steps.iter().zip(rows) {
            let theirs: Vec<f64> = serde_json::from_value(row["values"].clone()).unwrap();
            let title = row["op"].as_str().unwrap();
            let laws: Vec<_> = moving(step)
                .into_iter()
                .filter(|(op, ..)| title != "SolarizeAdd" || *op != "solarize")
                .collect();
            let ours: Vec<f64> = match &laws[..] {
                // Still at the middle, or without a number.
                [] if title == "Brightness" => vec![1.0],
                [] if theirs == [1.0] => vec![1.0],
                [] => Vec::new(),
                [(_, param, law)] => {
                    let values = match law {
                        Law::Const(v) => vec![*v],
                        Law::Signed(law) => vec![-law.centre(), law.centre()],
                        other => panic!("{other:?}"),
                    };
                    let unit = |v: f64| match (title, *param) {
                        ("Brightness", _) => v / 255.0 + 1.0,
                        (_, "offset_level" | "threshold_level") => v / 255.0,
                        ("TranslateX", _) => v * 30.0,
                        ("TranslateY", _) => v * 20.0,
                        _ => v,
                    };
                    values.into_iter().map(unit).collect()
                }
                several => panic!("{title} {several:?}"),
            };
            assert_eq!(
                ours.len(),
                theirs.len(),
                "{title} at {m}: {ours:?} {theirs:?}"
            );
            for (a, b) in ours.iter().zip(&theirs) {
                assert!(
                    (a - b).abs() <= 2e-6 * b.abs().max(1.0),
                    "{title} at {m}: {a} {b}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 400, "{compared}");
}

/// Keras' layers and the ranges that they draw from.
#[test]
fn ranges_equal_keras() {
    for (factor, layers) in golden()["keras_factors"].as_object().unwrap() {
        let steps = children("keras", &FACTOR, factor.parse().unwrap());
        // Two layers draw nothing.
        assert_eq!(steps.len(), layers.as_object().unwrap().len() + 2);
        let ends =
            |layer: &str| -> Vec<f64> { serde_json::from_value(layers[layer].clone()).unwrap() };
        let of = |id: &str| -> Vec<(f64, f64)> {
            let step = steps.iter().find(|s| s.id == id).unwrap();
            moving(step)
                .into_iter()
                .map(|(.., law)| law.reach())
                .collect()
        };
        let same = |id: &str, want: &[(f64, f64)]| assert_eq!(of(id), want, "{id} at {factor}");
        let [x0, x1, y0, y1] = ends("random_shear")[..] else {
            panic!()
        };
        same("shear", &[(x0, x1), (y0, y1), (-x1, x0), (-y1, y0)]);
        let [x0, x1, y0, y1] = ends("random_translation")[..] else {
            panic!()
        };
        same("translate", &[(x0, x1), (y0, y1)]);
        let two = |layer: &str| match ends(layer)[..] {
            [a, b] => (a, b),
            _ => panic!("{layer}"),
        };
        let (a, b) = two("random_rotation");
        same("rotate", &[(a * 360.0, b * 360.0)]);
        let (a, b) = two("random_brightness");
        same("brightness", &[(a * 255.0, b * 255.0)]);
        let (a, b) = two("random_color_degeneration");
        same("color", &[(1.0 - b, 1.0 - a)]);
        let (a, b) = two("random_contrast");
        same("contrast", &[(1.0 - a, 1.0 + b)]);
        let (a, b) = two("random_sharpness");
        same("sharpness", &[(2.0 * a, 2.0 * b)]);
        // The upper end is not drawn, unless it is the only number.
        let (a, b) = two("random_posterization");
        same("posterize", &[(a, if a == b { b } else { b - 1.0 })]);
        let [a, b, c, d] = ends("solarization")[..] else {
            panic!()
        };
        same(
            "solarize",
            &[(a * 255.0, b * 255.0), (c * 255.0, d * 255.0)],
        );
    }
}

/// `level_to_arg` of the TPU code with RandAugment's constants (cutout 40, translate 100).
#[test]
fn numbers_equal_the_tpu_codes() {
    type Of = fn(f64) -> f64;
    let table: [(&str, Option<(&str, Of)>); 16] = [
        ("autocontrast", None),
        ("equalize", None),
        ("invert", None),
        ("rotate", Some(("±", |l| l / 10.0 * 30.0))),
        (
            "posterize",
            Some(("", |l| (l / 10.0 * 4.0).trunc().min(8.0))),
        ),
        (
            "solarize",
            Some(("", |l| (l / 10.0 * 256.0).trunc().min(256.0))),
        ),
        ("color", Some(("", |l| l / 10.0 * 1.8 + 0.1))),
        ("contrast", Some(("", |l| l / 10.0 * 1.8 + 0.1))),
        ("brightness", Some(("", |l| l / 10.0 * 1.8 + 0.1))),
        ("sharpness", Some(("", |l| l / 10.0 * 1.8 + 0.1))),
        ("shear_x", Some(("±", |l| l / 10.0 * 0.3))),
        ("shear_y", Some(("±", |l| l / 10.0 * 0.3))),
        ("translate_x", Some(("±", |l| l / 10.0 * 100.0))),
        ("translate_y", Some(("±", |l| l / 10.0 * 100.0))),
        ("cutout", Some(("", |l| 2.0 * (l / 10.0 * 40.0).trunc()))),
        (
            "solarize_add",
            Some(("", |l| (l / 10.0 * 110.0).trunc().min(255.0))),
        ),
    ];
    for level in [1.0, 2.0, 5.0, 9.0, 10.0, 17.0, 30.0] {
        let steps = children("tpu", &MAGNITUDE, level);
        assert_eq!(steps.len(), table.len());
        for (step, (id, want)) in steps.iter().zip(&table) {
            assert_eq!((step.id.as_str(), step.p), (*id, 1.0));
            let Some((sign, of)) = want else {
                assert!(moving(step).is_empty(), "{id}");
                continue;
            };
            let own =
                |(_, name, _): &&(&str, &str, Law)| !["threshold_level", "holes"].contains(name);
            let found = moving(step);
            let one = found.iter().find(own).or(found.first());
            // Rest is at the op's identity.
            let (law, signed) = match one.map(|(.., law)| law) {
                Some(Law::Signed(law)) => (law.centre(), true),
                Some(law) => (law.centre(), false),
                None => (step_rest(id), *sign == "±"),
            };
            assert!((law - of(level)).abs() < 1e-12, "{id} at {level}: {law}");
            assert_eq!(signed, *sign == "±", "{id}");
        }
    }
}

/// What an op does when all its parameters rest.
fn step_rest(id: &str) -> f64 {
    match id {
        "posterize" => 8.0,
        "solarize" => 256.0,
        "color" | "contrast" | "brightness" | "sharpness" => 1.0,
        _ => 0.0,
    }
}
