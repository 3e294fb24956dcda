//! Laws over every mix, closed forms, and what the batch stage does around them.

use proptest::prelude::*;

use super::{MIXES, Member, Mixed, Outcome, batch_key, draw, partners, run};
use crate::error::{Code, Result};
use crate::image::{Raster, Size};
use crate::policy::Policy;
use crate::policy::dice::Dice;
use crate::sample::{BBox, Keypoint, Sample};

pub(super) fn policy(seed: u64, batch: &str) -> Policy {
    Policy::parse(&format!(
        "augplay: 1\nseed: {seed}\nsteps: []\nbatch: {batch}\n"
    ))
    .unwrap()
}

pub(super) fn only(seed: u64, mix: &str) -> Policy {
    policy(
        seed,
        &format!("{{pairing: roll, per: elem, mixes: [{{{mix}}}]}}"),
    )
}

/// A noisy picture with a box, a keypoint in it and its mask.
pub(super) fn sample(size: Size, channels: usize, seed: u64) -> Sample {
    let image = Raster::from_fn(size, channels, |x, y, c| {
        (crate::kernel::noise::hash(seed, x + 1000 * c as u32, y)[0] >> 24) as u8
    });
    let mut sample = Sample::new(image);
    let (w, h) = (size.width, size.height);
    let [x0, y0, x1, y1] = [w / 4, h / 4, (3 * w).div_ceil(4), (3 * h).div_ceil(4)];
    let label = seed as u16 + 1;
    sample.masks = vec![Raster::from_fn(size, 1, |x, y, _| {
        let inside = (x0..x1).contains(&x) && (y0..y1).contains(&y);
        if inside { label } else { 0 }
    })];
    sample.boxes = vec![BBox::new(
        [x0, y0, x1, y1].map(f64::from),
        format!("{label}"),
    )];
    let mut point = Keypoint::new([f64::from(w / 2), f64::from(h / 2)], "middle");
    point.object = Some(0);
    sample.keypoints = vec![point];
    sample
}

pub(super) fn one(
    policy: &Policy,
    samples: &[Sample],
    index: usize,
    view: u32,
) -> Result<(Outcome, Mixed)> {
    let keys: Vec<String> = (0..samples.len()).map(|i| format!("{i}")).collect();
    let members: Vec<Member<'_>> = samples
        .iter()
        .zip(&keys)
        .map(|(sample, key)| Member { sample, key })
        .collect();
    let outcome = draw(policy, &members, index, view)?;
    let mixed = run(policy, &members, &outcome)?;
    Ok((outcome, mixed))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    /// Every mix, at any size: label shares are shares, annotations lie in the picture and know where
    /// they came from, and an outcome does not hang on what was drawn before it.
    #[test]
    fn every_mix_keeps_the_laws(
        seed in 0u64..10_000, w in 1u32..60, h in 1u32..60, grey in any::<bool>(), which in 0..MIXES.len(), count in 2usize..6,
    ) {
        let meta = MIXES[which].meta();
        let channels = if grey { 1 } else { 3 };
        let samples: Vec<Sample> = (0..count as u64).map(|i| sample(Size::new(w, h), channels, i)).collect();
        // The default canvas is large.
        let more = if meta.name == "mosaic" { ", size_px: 24" } else { "" };
        let policy = only(seed, &format!("mix: {}{more}", meta.name));
        let index = seed as usize % count;
        let (outcome, mixed) = one(&policy, &samples, index, 3).unwrap();
        prop_assert_eq!(outcome.method, meta.name);
        prop_assert_eq!(outcome.partners.len(), meta.partners);
        prop_assert!(outcome.lambda.is_none_or(|l| (0.0..=1.0).contains(&l)));
        if !outcome.shares.is_empty() {
            let sum: f64 = outcome.shares.iter().map(|s| s.share).sum();
            prop_assert!((sum - 1.0).abs() < 1e-9);
            prop_assert!(outcome.shares.iter().all(|s| s.share >= 0.0 && s.index < count));
        }
        let out = &mixed.sample;
        let size = out.image.size();
        prop_assert_eq!(out.image.channels(), channels);
        if meta.one_size {
            prop_assert_eq!(size, Size::new(w, h));
        }
        prop_assert!(out.masks.iter().all(|m| m.size() == size));
        if let Some(mask) = &mixed.mask {
            prop_assert_eq!((mask.size(), mask.channels()), (size, 1));
        }
        // What left the picture is kept as an empty box where the target's library keeps it.
        for b in out.boxes.iter().filter(|b| b.left.is_none()) {
            let [x0, y0, x1, y1] = b.xyxy;
            prop_assert!(x0 >= 0.0 && y0 >= 0.0 && x0 < x1 && y0 < y1, "{:?}", b);
            prop_assert!(x1 <= f64::from(size.width) && y1 <= f64::from(size.height), "{:?}", b);
            prop_assert!(b.visible > 0.0 && b.visible <= 1.0 + 1e-9);
            let from = mixed.boxes[b.index];
            prop_assert_eq!(&samples[from.member].boxes[from.index].label, &b.label);
        }
        for k in &out.keypoints {
            let from = mixed.keypoints[k.index];
            prop_assert!(from.member < count && from.index == 0);
        }
        let again = one(&policy, &samples, index, 3).unwrap();
        prop_assert_eq!(&again.0, &outcome);
        prop_assert_eq!(&again.1, &mixed);
    }

    /// Numbers survive a trip through a file: what is written is what is read, mix by mix.
    #[test]
    fn a_batch_stage_is_written_as_it_is_read(
        seed in 0u64..1000, which in prop::collection::vec((0..MIXES.len(), 0.0f64..3.0, any::<bool>()), 0..5),
        none in 0.1f64..2.0, size in 1u32..64, pairing in prop::sample::select(vec!["permutation", "reverse", "roll", "derangement"]),
    ) {
        let mixes: Vec<String> = which
            .iter()
            .map(|(i, weight, on)| format!("{{mix: {}, weight: {weight}, enabled: {on}}}", MIXES[*i].meta().name))
            .collect();
        let text = format!("{{size: {size}, pairing: {pairing}, none: {none}, label_smoothing: 0.1, mixes: [{}]}}", mixes.join(", "));
        let policy = policy(seed, &text);
        prop_assert_eq!(&Policy::parse(&policy.to_yaml()).unwrap().batch, &policy.batch);
        prop_assert_eq!(&Policy::parse(&policy.to_json().to_string()).unwrap().batch, &policy.batch);
    }

    /// Where a mix says that its label follows its mask, it does; cells of one picture are its own.
    #[test]
    fn labels_follow_masks(seed in 0u64..1000, w in 2u32..60, h in 2u32..60, which in 0usize..5) {
        let name = ["cutmix", "resize_mix", "grid_mix", "smooth_mix", "mosaic"][which];
        let samples: Vec<Sample> = (0..4).map(|i| sample(Size::new(w, h), 1, i)).collect();
        let more = if name == "mosaic" { ", size_px: 24, layout: grid" } else { "" };
        let (outcome, mixed) = one(&only(seed, &format!("mix: {name}{more}")), &samples, 1, 0).unwrap();
        let mask = mixed.mask.unwrap();
        let mean = mask.data().iter().map(|v| f64::from(*v) / 255.0).sum::<f64>() / mask.data().len() as f64;
        prop_assert!((mean - outcome.lambda.unwrap()).abs() < 0.5 / 255.0 + 1e-6, "{} {mean} {:?}", name, outcome.lambda);
        if name != "mosaic" {
            for (x, y) in [(0, 0), (w / 2, h / 2), (w - 1, h - 1)] {
                if mask.pixel(x, y) == [255] {
                    let near = mixed.sample.image.pixel(x, y)[0].abs_diff(samples[1].image.pixel(x, y)[0]);
                    prop_assert!(near <= 1);
                }
            }
        }
    }
}

#[test]
fn numbers_are_drawn_as_often_as_per_says() {
    let size = Size::new(16, 16);
    let samples: Vec<Sample> = (0..6).map(|i| sample(size, 1, i)).collect();
    let lambdas = |per: &str| -> Vec<f64> {
        let policy = policy(
            2,
            &format!("{{pairing: reverse, per: {per}, mixes: [{{mix: mixup}}]}}"),
        );
        (0..6)
            .map(|i| one(&policy, &samples, i, 0).unwrap().0.lambda.unwrap())
            .collect()
    };
    let batch = lambdas("batch");
    assert!(batch.iter().all(|l| *l == batch[0]));
    let pair = lambdas("pair");
    for i in 0..6 {
        assert_eq!(pair[i], pair[5 - i]);
    }
    assert!(pair[0] != pair[1] && pair[1] != pair[2]);
    let mut elem = lambdas("elem");
    elem.sort_by(f64::total_cmp);
    elem.dedup();
    assert_eq!(elem.len(), 6);
}

#[test]
fn pairings_pair_as_they_say() {
    for view in 0..300 {
        let die = Dice::new(1, "batch", view).at("batch", &[]);
        for count in 2..9 {
            for (pairing, fixed) in [
                ("permutation", None),
                ("derangement", Some(0)),
                ("roll", Some(0)),
            ] {
                let order = partners(pairing, &die, count);
                let mut sorted = order.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, (0..count).collect::<Vec<_>>(), "{pairing}");
                let stays = order.iter().enumerate().filter(|(i, to)| i == *to).count();
                assert!(fixed.is_none_or(|f| f == stays), "{pairing} {order:?}");
            }
            assert_eq!(partners("roll", &die, count)[0], count - 1);
            assert_eq!(partners("reverse", &die, count)[0], count - 1);
        }
    }
    let die = |view| Dice::new(1, "batch", view).at("batch", &[]);
    let stayed = (0..2000)
        .filter(|v| partners("permutation", &die(*v), 5)[2] == 2)
        .count();
    // One in five, three standard deviations.
    assert!((346..=454).contains(&stayed), "{stayed}");
}

#[test]
fn keys_of_batches_hang_on_members_and_their_order() {
    let key = |keys: &[&str]| batch_key(keys.iter().copied());
    let all = [
        key(&["a", "b"]),
        key(&["b", "a"]),
        key(&["ab"]),
        key(&["a", "b", ""]),
        key(&[]),
    ];
    assert!(all.iter().enumerate().all(|(i, k)| !all[..i].contains(k)));
    assert_eq!(all[0].len(), 64);
}

#[test]
fn what_cannot_be_mixed_is_told() {
    let sizes = [Size::new(20, 10), Size::new(10, 20)].map(|size| sample(size, 3, 1));
    let error = one(&only(1, "mix: cutmix"), &sizes, 0, 0).unwrap_err();
    assert_eq!(error.code, Code::Unsupported);
    assert!(
        error
            .message
            .contains("20 × 10 × 3 and 10 × 20 × 3; add a resize or crop"),
        "{error}"
    );
    let (outcome, mixed) = one(&only(1, "mix: cutmix"), &sizes[..1], 0, 0).unwrap();
    assert_eq!((outcome.method, outcome.shares.len()), ("none", 1));
    assert!(outcome.note.unwrap().contains("a batch of one"));
    assert_eq!(mixed.sample.image, sizes[0].image);
    // Pictures of two sizes make a mosaic, of two channel counts they do not.
    one(&only(1, "mix: mosaic, size_px: 16"), &sizes, 0, 0).unwrap();
    let grey = [sample(Size::new(8, 8), 3, 1), sample(Size::new(8, 8), 1, 1)];
    let error = one(&only(1, "mix: mosaic, size_px: 16"), &grey, 0, 0).unwrap_err();
    assert!(error.message.contains("one channel count"), "{error}");
    let bare = [0, 1].map(|i| Sample::new(Raster::filled(Size::new(8, 8), 1, i)));
    let error = one(&only(1, "mix: copy_paste"), &bare, 0, 0).unwrap_err();
    assert!(
        error.message.contains("sample 2 of the batch has none"),
        "{error}"
    );
    let none = Policy::parse("augplay: 1\nsteps: []\n").unwrap();
    assert_eq!(one(&none, &bare, 0, 0).unwrap_err().code, Code::Missing);
}

#[test]
fn a_batch_stage_is_refused_with_its_place() {
    let error = |batch: &str| {
        Policy::parse(&format!("augplay: 1\nsteps: []\nbatch: {batch}\n")).unwrap_err()
    };
    for (text, code, param) in [
        ("{mixes: [{mix: mixupp}]}", Code::UnknownName, "mix"),
        ("{mixes: [{mix: mixup, alpha: 0}]}", Code::Range, "alpha"),
        ("{mixes: [{mix: mixup, beta: 1}]}", Code::UnknownKey, "beta"),
        ("{mixes: [{mix: mixup, weight: -1}]}", Code::Range, "weight"),
        ("{mixes: [{mix: mixup, weight: 0}]}", Code::Range, "mixes"),
        (
            "{mixes: [{mix: cutmix, law: minmax, min_frac: 0.9}]}",
            Code::Range,
            "max_frac",
        ),
        ("{mixes: {mix: mixup}}", Code::Type, "mixes"),
        ("{size: 0, mixes: []}", Code::Range, "size"),
        ("{pairing: mirror, mixes: []}", Code::UnknownName, "pairing"),
        (
            "{per: pair, mixes: [{mix: mixup}]}",
            Code::Unsupported,
            "per",
        ),
        ("{none: 1}", Code::Missing, "mixes"),
        ("{sizes: 1, mixes: []}", Code::UnknownKey, "sizes"),
    ] {
        let e = error(text);
        assert_eq!(
            (e.code, e.param.as_deref()),
            (code, Some(param)),
            "{text}: {e}"
        );
        assert!(
            e.step.as_deref().is_some_and(|s| s.starts_with("batch")),
            "{text}: {e}"
        );
    }
}
