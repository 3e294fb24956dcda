//! Tests of the mixes of patches, cells and saliency.

use proptest::prelude::*;

use super::{Member, Mixed, Outcome, draw, run};
use crate::image::{Raster, Size};
use crate::policy::Policy;
use crate::sample::Sample;

const NAMES: [&str; 6] = [
    "saliency_mix",
    "guided_mixup",
    "attentive_mix",
    "patch_mix",
    "token_mix",
    "mix_pro",
];

fn policy(seed: u64, mix: &str) -> Policy {
    let text = format!(
        "augplay: 1\nseed: {seed}\nsteps: []\nbatch:\n  pairing: roll\n  mixes:\n    - {{{mix}}}\n"
    );
    Policy::parse(&text).unwrap()
}

fn mixed(policy: &Policy, samples: &[Sample], index: usize) -> (Outcome, Mixed) {
    let keys: Vec<String> = (0..samples.len()).map(|i| format!("{i}")).collect();
    let member = |(sample, key)| Member { sample, key };
    let members: Vec<Member<'_>> = samples
        .iter()
        .zip(keys.iter().map(String::as_str))
        .map(member)
        .collect();
    let outcome = draw(policy, &members, index, 0).unwrap();
    let mixed = run(policy, &members, &outcome).unwrap();
    (outcome, mixed)
}

fn noise(size: Size, channels: usize, seed: u64) -> Sample {
    Sample::new(Raster::from_fn(size, channels, |x, y, c| {
        (crate::kernel::noise::hash(seed, x + 1000 * c as u32, y)[0] >> 24) as u8
    }))
}

proptest! {
    #[test]
    fn labels_are_the_mask_s_mean(
        seed in 0u64..1000, w in 1u32..70, h in 1u32..70, grey in any::<bool>(), which in 0..NAMES.len(),
    ) {
        let (size, channels) = (Size::new(w, h), if grey { 1 } else { 3 });
        let samples = [0, 1, 2].map(|i| noise(size, channels, i));
        let policy = policy(seed, &format!("mix: {}", NAMES[which]));
        let (outcome, mixed) = mixed(&policy, &samples, 1);
        let shares: f64 = outcome.shares.iter().map(|s| s.share).sum();
        prop_assert!((shares - 1.0).abs() < 1e-9);
        let mask = mixed.mask.unwrap();
        let mean = mask.data().iter().map(|v| f64::from(*v) / 255.0).sum::<f64>() / size.area() as f64;
        prop_assert!((mean - outcome.lambda.unwrap()).abs() < 0.5 / 255.0 + 1e-6);
        prop_assert_eq!(outcome.shares[0].share, outcome.lambda.unwrap());
        // Where the mask says so, a pixel is one picture's own.
        for (x, y) in [(0, 0), (w / 2, h / 2), (w - 1, h - 1)] {
            let whose = match mask.pixel(x, y) {
                [255] => 1,
                [0] => outcome.partners[0],
                _ => continue,
            };
            let near = mixed.sample.image.pixel(x, y).iter().zip(samples[whose].image.pixel(x, y));
            prop_assert!(near.into_iter().all(|(a, b)| a.abs_diff(*b) <= 1));
        }
    }
}

#[test]
fn the_box_lies_on_the_partner_s_blob() {
    let size = Size::new(64, 48);
    let blob = |at: [u32; 2]| {
        Sample::new(Raster::from_fn(size, 1, |x, y, _| {
            let inside = x.abs_diff(at[0]) <= 2 && y.abs_diff(at[1]) <= 2;
            if inside { 250 } else { 100 }
        }))
    };
    let samples = [[10, 10], [50, 30], [20, 40]].map(blob);
    for saliency in ["fine_grained", "spectral_residual"] {
        let mut places = Vec::new();
        for index in 0..3 {
            let policy = policy(4, &format!("mix: saliency_mix, saliency: {saliency}"));
            let (outcome, mixed) = mixed(&policy, &samples, index);
            let centre = super::saliency::peak(&samples[outcome.partners[0]].image, saliency);
            assert_eq!(mixed.mask.unwrap().pixel(centre[0], centre[1]), [0]);
            places.push(centre);
        }
        places.dedup();
        assert_eq!(places.len(), 3, "{saliency}: each picture has its own box");
    }
}

#[test]
fn equal_pictures_are_guided_half_and_half() {
    let samples = [3, 3].map(|seed| noise(Size::new(40, 30), 3, seed));
    let (outcome, mixed) = mixed(&policy(1, "mix: guided_mixup"), &samples, 0);
    assert_eq!(outcome.lambda, Some(0.5));
    assert_eq!(mixed.sample.image, samples[0].image);
}

#[test]
fn the_picture_that_stands_out_keeps_its_place() {
    let size = Size::new(60, 60);
    let spot = |cx: u32, cy: u32| {
        Sample::new(Raster::from_fn(size, 1, |x, y, _| {
            let inside = x.abs_diff(cx) <= 3 && y.abs_diff(cy) <= 3;
            if inside { 255 } else { 90 }
        }))
    };
    let samples = [spot(15, 15), spot(45, 45)];
    let (_, mixed) = mixed(&policy(1, "mix: guided_mixup"), &samples, 0);
    let mask = mixed.mask.unwrap();
    assert!(mask.pixel(15, 15)[0] > 200 && mask.pixel(45, 45)[0] < 55);
}

#[test]
fn the_target_keeps_its_top_cells() {
    let samples = [5, 6].map(|seed| noise(Size::new(70, 70), 1, seed));
    let (outcome, _) = mixed(&policy(1, "mix: attentive_mix, top: 6"), &samples, 0);
    assert!((outcome.lambda.unwrap() - 6.0 / 49.0).abs() < 1e-12);
}

#[test]
fn cells_of_the_paper_and_the_patch_of_kornia() {
    let samples = [5, 6].map(|seed| noise(Size::new(64, 64), 1, seed));
    for seed in 0..20 {
        let (outcome, _) = mixed(&policy(seed, "mix: patch_mix"), &samples, 0);
        let cells = outcome.lambda.unwrap() * 16.0;
        assert!((cells - cells.round()).abs() < 1e-12);
        let single = policy(seed, "mix: patch_mix, layout: single, patch_px: 16");
        let (outcome, _) = mixed(&single, &samples, 0);
        assert_eq!(outcome.lambda, Some(1.0 - 1.0 / 16.0));
    }
}

#[test]
fn pro_cells_are_rounded_up_for_the_target() {
    let samples = [5, 6].map(|seed| noise(Size::new(256, 256), 1, seed));
    let kept: Vec<f64> = (0..40)
        .map(|seed| {
            mixed(&policy(seed, "mix: mix_pro"), &samples, 0)
                .0
                .lambda
                .unwrap()
                * 16.0
        })
        .collect();
    assert!(kept.iter().all(|k| *k >= 1.0 && k.fract() == 0.0));
}
