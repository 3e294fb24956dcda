//! Closed forms and frequencies of what mixes draw.

use std::collections::BTreeMap;

use super::tests::{one, only, policy, sample};
use super::{MIXES, Member, draw};
use crate::image::{Raster, Size};
use crate::sample::Sample;

/// The mean of λ over many draws, and three standard errors of it.
fn mean_lambda(mix: &str, size: Size) -> (f64, f64) {
    let samples: Vec<Sample> = (0..2)
        .map(|i| Sample::new(Raster::filled(size, 1, i)))
        .collect();
    let policy = only(11, mix);
    let keys = ["a", "b"];
    let members: Vec<Member<'_>> = samples
        .iter()
        .zip(keys)
        .map(|(sample, key)| Member { sample, key })
        .collect();
    let all: Vec<f64> = (0..20_000)
        .map(|view| draw(&policy, &members, 0, view).unwrap().lambda.unwrap())
        .collect();
    let n = all.len() as f64;
    let mean = all.iter().sum::<f64>() / n;
    let variance = all.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    (mean, 3.0 * (variance / n).sqrt())
}

/// What is left of the target, in closed form where sides are continuous: whole pixels of a side of 224
/// make boxes a little smaller, which the slack allows.
#[test]
fn mean_shares_are_those_of_the_closed_forms() {
    let size = Size::new(224, 224);
    for (mix, want, slack) in [
        ("mix: mixup", 0.5, 0.0),
        ("mix: mixup, alpha: 0.2", 0.5, 0.0),
        // The box as clipped at the border.
        ("mix: cutmix, law: official", 0.6792, 0.004),
        ("mix: cutmix, law: torchvision", 0.6792, 0.004),
        ("mix: cutmix, law: timm", 0.6792, 0.004),
        // As drawn, not as clipped.
        ("mix: cutmix, correct_lambda: false", 0.5, 0.0),
        // 1 − E[s²], s uniform from 0.1 to 0.8: (0.8³ − 0.1³) / 2.1 of the picture.
        ("mix: resize_mix", 0.7567, 0.003),
        ("mix: resize_mix, law: openmixup", 0.8239, 0.003),
    ] {
        let (mean, error) = mean_lambda(mix, size);
        assert!(
            (mean - want).abs() < error + slack,
            "{mix}: {mean}, not {want} ± {error}"
        );
        // The test can tell: none of the others' means would do.
        assert!(error + slack < 0.012, "{mix}: {error}");
    }
}

#[test]
fn the_partner_is_pasted_whole_by_the_official_resize_mix() {
    let size = Size::new(40, 30);
    let samples = [0u8, 200].map(|v| Sample::new(Raster::filled(size, 1, v)));
    for view in 0..200 {
        let (outcome, mixed) = one(&only(5, "mix: resize_mix"), &samples, 0, view).unwrap();
        let levels = mixed.sample.image.data().iter();
        let pasted: u64 = levels.map(|v| u64::from(*v == 200)).sum();
        let share = 1.0 - pasted as f64 / size.area() as f64;
        assert!((share - outcome.lambda.unwrap()).abs() < 1e-12);
        // A box of scale s is as wide and high as s says: never cut.
        let [x, y, w, h] = outcome.numbers.rects(MIXES[2].meta().numbers[0])[0];
        assert!(x >= 0 && y >= 0 && x + w <= 40 && y + h <= 30);
        assert!(
            (w * 30 - h * 40).abs() <= 40,
            "{w} × {h} has the picture's shape"
        );
    }
}

/// The law of the choice: weights and the share of none, by chi-square with a fixed seed.
#[test]
fn methods_come_as_often_as_their_weights_say() {
    let text = "{pairing: reverse, per: elem, none: 3, mixes: [{mix: mixup, weight: 2}, {mix: cutmix}, {mix: fmix, weight: 0}, {mix: grid_mix, weight: 4, enabled: false}, {mix: smooth_mix, weight: 4}]}";
    let policy = policy(8, text);
    let size = Size::new(8, 8);
    let samples: Vec<Sample> = (0..4).map(|i| sample(size, 1, i)).collect();
    let members: Vec<Member<'_>> = samples
        .iter()
        .zip(["a", "b", "c", "d"])
        .map(|(sample, key)| Member { sample, key })
        .collect();
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for view in 0..2500 {
        for index in 0..4 {
            let method = draw(&policy, &members, index, view).unwrap().method;
            *counts.entry(method).or_default() += 1.0;
        }
    }
    let want = [
        ("none", 0.3),
        ("mixup", 0.2),
        ("cutmix", 0.1),
        ("smooth_mix", 0.4),
    ];
    assert_eq!(counts.len(), want.len(), "{counts:?}");
    let chi: f64 = want
        .iter()
        .map(|(name, share)| {
            let expected = share * 10_000.0;
            let off = counts[name] - expected;
            off * off / expected
        })
        .sum();
    // 3 degrees of freedom, 0.1 %.
    assert!(chi < 16.27, "{chi} {counts:?}");
}
