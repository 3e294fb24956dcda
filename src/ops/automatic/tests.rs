//! Automatic policies against the libraries' own tables.

use serde_json::Value as Json;

use crate::image::{Image, Size};
use crate::kernel::Dialect;
use crate::ops::automatic::kit::Kit;
use crate::ops::automatic::timm::{self, Level, Noise};
use crate::ops::automatic::torchvision::{self, Magnitude, Space};
use crate::ops::automatic::{aug_mix, auto_augment, rand_augment, tables};
use crate::ops::{Op, automatic};
use crate::param::{Args, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step, What};
use crate::sample::{Sample, State};

fn golden(name: &str) -> Json {
    let text = match name {
        "timm" => include_str!("../../../tests/parity/goldens/timm_laws.json"),
        _ => include_str!("../../../tests/parity/goldens/laws.json"),
    };
    serde_json::from_str(text).unwrap()
}

fn kit(size: Option<Size>) -> Kit {
    Kit {
        dialect: Dialect::Pil,
        interpolations: &["nearest"],
        fill: Value::Color([0; 3]),
        size,
    }
}

/// Every number that the one changed parameter can be, with the parameter's name.
fn numbers(step: &Step) -> Option<(&'static str, Vec<f64>)> {
    fn flat(law: &Law) -> Vec<f64> {
        match law {
            Law::Const(v) => vec![*v],
            Law::Choice(values, _) => values.clone(),
            Law::Signed(law) => flat(law).iter().flat_map(|v| [*v, -v]).collect(),
            other => panic!("{other:?}"),
        }
    }
    let What::Op(op, args) = &step.what else {
        return None;
    };
    let mut found = args.iter().filter_map(|(p, v)| match v {
        Value::Law(law) if p.default_value() != *v && p.name != "threshold_level" => {
            Some((p.name, law))
        }
        Value::Law(law) if op.meta().name == "solarize" => Some((p.name, law)),
        _ => None,
    });
    // A still parameter beside the one that is set.
    let all: Vec<_> = found.by_ref().collect();
    let moving = all.iter().find(|(_, law)| **law != Law::Const(0.0));
    let (name, law) = moving.or(all.first())?;
    Some((name, flat(law)))
}

/// Magnitudes of a space, bin by bin, as torchvision computes them.
fn compare_space(key: &str, space: Space, names: &[torchvision::Name]) -> usize {
    let laws = golden("laws");
    let bins = laws[key]["bins"].as_i64().unwrap();
    let mut compared = 0;
    for table in laws[key]["sizes"].as_array().unwrap() {
        let side = |k: &str| table[k].as_u64().unwrap() as u32;
        let size = Size::new(side("width"), side("height"));
        for want in table["ops"].as_array().unwrap() {
            let title = want["op"].as_str().unwrap();
            let name = names.iter().find(|n| format!("{n:?}") == title);
            let name = *name.unwrap_or_else(|| panic!("{key}: {title}"));
            let Some(values) = want["magnitude"].as_array() else {
                continue;
            };
            for bin in 0..bins {
                let m = Magnitude { bins, at: &[bin] };
                let step = torchvision::step(&kit(Some(size)), space, name, "x", &m);
                let want = values[bin as usize].as_f64().unwrap();
                let got = match numbers(&step) {
                    // At the op's default, or still.
                    None => continue,
                    Some(("factor", v)) => v[1] - 1.0,
                    Some(("threshold_level", v)) => v[0] / 255.0,
                    Some(("x_frac", v)) if title == "TranslateX" => v[0] * f64::from(size.width),
                    Some(("y_frac", v)) if title == "TranslateY" => v[0] * f64::from(size.height),
                    Some((_, v)) => v[0],
                };
                let close = (got - want).abs() <= 1e-15 * want.abs().max(1.0);
                assert!(close, "{key} {title} bin {bin}: {got} {want}");
                compared += 1;
            }
        }
    }
    compared
}

#[test]
fn magnitudes_equal_torchvisions() {
    use torchvision::Name;
    assert!(compare_space("rand_augment", Space::Plain, torchvision::FOURTEEN) > 550);
    assert!(compare_space("trivial_augment_wide", Space::Wide, torchvision::FOURTEEN) > 550);
    assert!(compare_space("augmix", Space::Mix, aug_mix::TORCHVISION) > 150);
    let all: Vec<_> = torchvision::FOURTEEN
        .iter()
        .copied()
        .chain([Name::Invert])
        .collect();
    assert!(compare_space("auto_augment", Space::Plain, &all) > 150);
}

#[test]
fn pairs_equal_torchvisions() {
    let laws = golden("laws");
    for (key, table) in [
        ("imagenet", tables::torchvision::IMAGENET),
        ("cifar10", tables::torchvision::CIFAR10),
        ("svhn", tables::torchvision::SVHN),
    ] {
        let want = laws["auto_augment"]["policies"][key].as_array().unwrap();
        assert_eq!((table.len(), want.len()), (25, 25));
        for (pair, want) in table.iter().zip(want) {
            for (k, (name, p, bin)) in pair.iter().enumerate() {
                assert_eq!(format!("{name:?}"), want[k][0].as_str().unwrap());
                assert_eq!(*p, want[k][1].as_f64().unwrap());
                assert_eq!(*bin, want[k][2].as_i64().unwrap_or(0));
            }
        }
    }
}

/// What timm calls an op with at fixed levels.
#[test]
fn arguments_equal_timms() {
    let laws = golden("timm");
    let levels: Vec<f64> = serde_json::from_value(laws["levels"].clone()).unwrap();
    let mut compared = 0;
    for (title, rows) in laws["ops"].as_object().unwrap() {
        let name = timm::Name::ALL.iter().find(|n| format!("{n:?}") == *title);
        let Some(name) = name else {
            // Shifts in px belong to no policy of timm's.
            assert!(title == "TranslateX" || title == "TranslateY", "{title}");
            continue;
        };
        for (m, row) in levels.iter().zip(rows.as_array().unwrap()) {
            let kit = kit(None);
            let space = timm::Space {
                kit: &kit,
                level: Level {
                    m: *m,
                    noise: Noise::None,
                    top: 10.0,
                },
                chance: 0.5,
                shift: 0.45,
            };
            let step = space.step(*name, "x");
            assert_eq!(step.p, 0.5);
            let mut want: Vec<f64> = row
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|args| args[0].as_f64())
                .collect();
            if title == "Desaturate" {
                // The function it goes to takes it from 1.
                want = want.iter().map(|v| (1.0 - v).clamp(0.0, 1.0)).collect();
            }
            if want.is_empty() || title == "GaussianBlurRand" {
                continue;
            }
            let mut got = numbers(&step).map_or(vec![0.0], |n| n.1);
            let sort = |v: &mut Vec<f64>| {
                v.sort_by(f64::total_cmp);
                v.dedup_by(|a, b| (*a - *b).abs() < 1e-12);
            };
            sort(&mut got);
            sort(&mut want);
            // Parameters at their op's own default are not listed by `numbers`.
            let same = got.len() == want.len()
                && got.iter().zip(&want).all(|(a, b)| (a - b).abs() <= 1e-12);
            let by_default = title.starts_with("Solarize") && *m == 5.0;
            assert!(same || by_default, "{title} at {m}: {got:?} {want:?}");
            compared += 1;
        }
    }
    assert!(compared > 150, "{compared}");
}

#[test]
fn pairs_and_lists_equal_timms() {
    let laws = golden("timm");
    for (key, table) in [
        ("original", tables::timm::ORIGINAL),
        ("v0", tables::timm::V0),
    ] {
        let want = laws["policies"][key].as_array().unwrap();
        assert_eq!((table.len(), want.len()), (25, 25));
        for (pair, want) in table.iter().zip(want) {
            for (k, (name, p, m)) in pair.iter().enumerate() {
                assert_eq!(format!("{name:?}"), want[k][0].as_str().unwrap());
                assert_eq!(
                    (*p, *m),
                    (want[k][1].as_f64().unwrap(), want[k][2].as_i64().unwrap())
                );
            }
        }
    }
    let titles = |list: &[timm::Name]| list.iter().map(|n| format!("{n:?}")).collect::<Vec<_>>();
    let theirs = |string: &str| -> Vec<String> {
        let ops = laws["strings"][string]["ops"].as_array().unwrap();
        ops.iter()
            .map(|o| o["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        titles(rand_augment::GROWING),
        theirs("rand-m9-mstd0.5-inc1")
    );
    assert_eq!(titles(rand_augment::PLAIN), theirs("rand-m7-n3-p0.8"));
    assert_eq!(titles(rand_augment::THREE), theirs("rand-m9-t3a"));
    assert_eq!(titles(aug_mix::TIMM), theirs("augmix-m5-w4-d2-a0.5"));
    for (string, list) in [
        ("rand-m5-tweights", rand_augment::WEIGHTED),
        ("rand-m9-n4-t3aw", rand_augment::THREE_WEIGHTED),
    ] {
        let names: Vec<_> = list.iter().map(|(n, _)| *n).collect();
        assert_eq!(titles(&names), theirs(string));
        let sum: f64 = list.iter().map(|(_, w)| w).sum();
        let shares: Vec<f64> =
            serde_json::from_value(laws["strings"][string]["weights"].clone()).unwrap();
        for ((_, w), share) in list.iter().zip(shares) {
            assert!((w / sum - share).abs() < 1e-12);
        }
    }
}

fn image_of(golden: &Json) -> Image {
    let side = |k: &str| golden[k].as_u64().unwrap() as u32;
    let data: Vec<u8> = serde_json::from_value(golden["image"].clone()).unwrap();
    Image::new(Size::new(side("width"), side("height")), 3, data).unwrap()
}

fn sha(image: &Image) -> String {
    use sha2::Digest as _;
    use std::fmt::Write as _;
    let digest = sha2::Sha256::digest(image.data());
    digest.iter().fold(String::new(), |mut hex, b| {
        let _ = write!(hex, "{b:02x}");
        hex
    })
}

fn run(image: &Image, step: &str) -> Image {
    let text = format!("augplay: 1\ntarget: timm 1.0\nsteps: [{step}]\n");
    let policy = Policy::parse(&text).unwrap();
    policy
        .apply(&Sample::new(image.clone()), "k", 0)
        .unwrap()
        .0
        .image
}

/// timm's warps, bit for bit: its shears and shifts are Pillow's coefficients themselves.
#[test]
fn pixels_equal_timms() {
    let pixels = &golden("timm")["pixels"];
    let image = image_of(pixels);
    let rows = pixels["rows"].as_array().unwrap();
    assert!(rows.len() > 20);
    for row in rows {
        let (op, value) = (row[0].as_str().unwrap(), row[1].as_f64().unwrap());
        let step = match op {
            "shear_x" => format!("op: shear, by_angle: false, x_frac: {value}, y_frac: 0"),
            "shear_y" => format!("op: shear, by_angle: false, x_frac: 0, y_frac: {value}"),
            // Its coefficient looks that far to the right, which moves the picture left.
            "translate_x" => {
                format!("op: translate, whole: false, x_frac: {}, y_frac: 0", -value)
            }
            "translate_y" => {
                format!("op: translate, whole: false, x_frac: 0, y_frac: {}", -value)
            }
            _ => format!("op: rotate, angle_deg: {value}"),
        };
        let word = row[2].as_str().unwrap();
        let step = format!("{{{step}, interpolation: {word}, fill: [124, 116, 104]}}");
        let got = sha(&run(&image, &step));
        assert_eq!(got, row[3].as_str().unwrap(), "{step}");
    }
}

#[test]
fn timms_mix_is_summed_and_then_blended() {
    let mixed = &golden("timm")["mixed"];
    let image = image_of(mixed);
    let weights: Vec<f64> = serde_json::from_value(mixed["weights"].clone()).unwrap();
    let own = 1.0 - mixed["m"].as_f64().unwrap();
    let step = format!(
        "{{weighted_sum: [{{op: invert}}, {{op: equalize}}], chains_first: true, weights: [{own}, {}, {}]}}",
        weights[0], weights[1]
    );
    assert_eq!(sha(&run(&image, &step)), mixed["sha256"].as_str().unwrap());
}

/// Opening an automatic policy changes no pixel for the same seed.
#[test]
fn opened_policies_draw_the_same() {
    let ops = [
        "{op: rand_augment}",
        "{op: rand_augment, p: 0.7, num_ops: 3, magnitude: 20}",
        "{op: rand_augment, law: timm, magnitude_sd: 0.5, increasing: true, interpolation: random}",
        "{op: rand_augment, law: timm, ops: weights, magnitude_sd: 101}",
        "{op: rand_augment, law: tpu, num_ops: 4, magnitude: 14}",
        "{op: rand_augment, law: kornia, num_ops: 3}",
        "{op: rand_augment, law: keras, num_ops: 3, factor: 0.3}",
        "{op: trivial_augment_wide}",
        "{op: auto_augment}",
        "{op: auto_augment, policy: v0, magnitude_sd: 0.5}",
        "{op: aug_mix}",
        "{op: aug_mix, law: timm, width: 2}",
    ];
    let mut s = 7u32;
    let image = Image::from_fn(Size::new(37, 29), 3, |_, _, _| {
        s = s.wrapping_mul(1664525).wrapping_add(1013904223);
        (s >> 24) as u8
    });
    let sample = Sample::new(image);
    for op in ops {
        let policy = Policy::parse(&format!("augplay: 1\nseed: 3\nsteps: [{op}]\n")).unwrap();
        let opened = policy.opened(&policy.steps[0].id).unwrap();
        // As a file, too.
        let opened = Policy::parse(&opened.to_yaml()).unwrap();
        for view in 0..60 {
            let (a, _) = policy.apply(&sample, "k", view).unwrap();
            let (b, _) = opened.apply(&sample, "k", view).unwrap();
            assert!(a == b, "{op} view {view}");
        }
        assert!(opened.opened("no").is_err());
    }
}

/// Shifts written as shares are torchvision's whole px, but for sides that are multiples of 331.
#[test]
fn shares_of_a_side_are_the_librarys_shifts() {
    for (bins, at) in [(31, 31), (10, 10)] {
        for side in (1..2000).filter(|s| s % 331 != 0) {
            for bin in 0..at {
                let theirs =
                    torchvision::linspace(0.0, (150.0 / 331.0 * f64::from(side)) as f32, bins, bin);
                let share = 150.0 / 331.0 * bin as f64 / (bins - 1) as f64;
                let ours = f64::from((share * f64::from(side)) as f32);
                assert_eq!(ours.trunc(), theirs.trunc(), "{side} {bins} {bin}");
            }
        }
    }
}

/// An op, and what it makes of a level.
type Case = (timm::Name, fn(f64) -> f64);

/// timm's noise: the drawn numbers follow `f(clamp(gauss(m, sd)))`.
#[test]
fn noisy_levels_follow_timms_law() {
    use crate::math::normal_quantile;
    let level = Level {
        m: 9.0,
        noise: Noise::Normal(0.5),
        top: 10.0,
    };
    let kit = kit(None);
    let space = timm::Space {
        kit: &kit,
        level,
        chance: 1.0,
        shift: 0.45,
    };
    let n = 20_000;
    let levels: Vec<f64> = (0..n)
        .map(|i| normal_quantile((f64::from(i) + 0.5) / f64::from(n)) * 0.5 + 9.0)
        .map(|v| v.clamp(0.0, 10.0))
        .collect();
    let cases: [Case; 5] = [
        (timm::Name::PosterizeIncreasing, |l| {
            4.0 - (l / 10.0 * 4.0).floor()
        }),
        (timm::Name::SolarizeAdd, |l| (l / 10.0 * 110.0).floor()),
        (timm::Name::Solarize, |l| (l / 10.0 * 256.0).floor()),
        (timm::Name::SolarizeIncreasing, |l| {
            256.0 - (l / 10.0 * 256.0).floor()
        }),
        (timm::Name::Brightness, |l| l / 10.0 * 1.8 + 0.1),
    ];
    for (name, of) in cases {
        let step = space.step(name, "x");
        let What::Op(_, args) = &step.what else {
            panic!("{name:?}")
        };
        let (param, law) = args
            .iter()
            .find_map(|(p, v)| match v {
                Value::Law(law @ (Law::Normal { .. } | Law::Choice(..))) => Some((p, law.clone())),
                _ => None,
            })
            .unwrap();
        let whole = param.kind == crate::param::Kind::Integer;
        // Thresholds act on whole levels: the first that they reach.
        let seen = |v: f64| {
            if param.name == "threshold_level" {
                v.ceil()
            } else {
                v
            }
        };
        let mut ours: Vec<f64> = (0..n)
            .map(|i| seen(law.quantile((f64::from(i) + 0.5) / f64::from(n), whole)))
            .collect();
        let mut theirs: Vec<f64> = levels.iter().map(|l| of(*l)).collect();
        ours.sort_by(f64::total_cmp);
        theirs.sort_by(f64::total_cmp);
        let off = ours
            .iter()
            .zip(&theirs)
            .filter(|(a, b)| (*a - *b).abs() > 1e-9)
            .count();
        assert!(off <= 4, "{name:?}: {off} of {n}");
    }
}

/// torchvision's RandAugment with two ops: 23² programs of an op with its sign, 8.900 bits.
#[test]
fn two_ops_make_529_programs() {
    let policy = Policy::parse("augplay: 1\nsteps: [{op: rand_augment}]\n").unwrap();
    let steps = policy.steps[0].clone();
    let What::Op(op, args) = &steps.what else {
        panic!()
    };
    let opened = op.open(args, Dialect::Pil, None).unwrap();
    let children = opened[0].what.children()[0].what.children();
    let signs = |step: &Step| match numbers(step) {
        Some((_, v)) if v.len() == 2 => 2.0f64,
        _ => 1.0,
    };
    let ways: f64 = children.iter().map(signs).sum();
    assert_eq!(ways * ways, 529.0);
    let bits: f64 = children
        .iter()
        .map(|c| crate::math::ln(14.0 * signs(c)) / (14.0 * std::f64::consts::LN_2))
        .sum();
    assert!((2.0 * bits - 8.900).abs() < 5e-4, "{bits}");
}

#[test]
fn a_setting_that_can_reach_no_bits_is_told() {
    let notes = |step: &str| {
        let text = format!("augplay: 1\ntarget: timm 1.0\nsteps: [{step}]\n");
        let notes = Policy::parse(&text).unwrap().notes();
        notes.iter().filter(|n| n.kind == "lint").count()
    };
    assert_eq!(
        notes("{op: rand_augment, law: timm, increasing: true, magnitude_sd: 0.5}"),
        1
    );
    assert_eq!(notes("{op: rand_augment, law: timm, increasing: true}"), 0);
    assert_eq!(notes("{op: rand_augment, law: timm, magnitude: 2}"), 1);
    assert_eq!(notes("{op: auto_augment, policy: v0}"), 1);
    assert_eq!(notes("{op: rand_augment}"), 0);
    assert_eq!(notes("{op: rand_augment, law: tpu, magnitude: 2}"), 1);
    assert_eq!(notes("{op: rand_augment, law: tpu}"), 0);
    assert_eq!(notes("{op: rand_augment, law: kornia, magnitude: 29}"), 0);
    assert_eq!(notes("{op: rand_augment, law: keras, factor: 0.1}"), 0);
    assert_eq!(notes("{op: posterize, bits: [0, 3]}"), 1);
}

#[test]
fn what_a_law_does_not_have_is_refused_by_name() {
    for (step, param) in [
        ("{op: rand_augment, magnitude_sd: 0.5}", "magnitude_sd"),
        ("{op: rand_augment, law: timm, bins: 10}", "bins"),
        (
            "{op: rand_augment, law: timm, ops: weights, num_ops: 16}",
            "num_ops",
        ),
        ("{op: rand_augment, law: tpu, fill: 3}", "fill"),
        ("{op: rand_augment, law: tpu, factor: 0.3}", "factor"),
        ("{op: rand_augment, law: kornia, bins: 10}", "bins"),
        (
            "{op: rand_augment, law: kornia, magnitude: 30}",
            "magnitude",
        ),
        ("{op: rand_augment, law: kornia, num_ops: 0}", "num_ops"),
        ("{op: rand_augment, law: keras, magnitude: 3}", "magnitude"),
        ("{op: auto_augment, magnitude_sd: 1}", "magnitude_sd"),
        ("{op: aug_mix, law: timm, all_ops: false}", "all_ops"),
    ] {
        let e = Policy::parse(&format!("augplay: 1\nsteps: [{step}]\n")).unwrap_err();
        assert_eq!(e.param.as_deref(), Some(param), "{e}");
    }
}

#[test]
fn every_automatic_policy_opens() {
    let state = State::of(Size::new(64, 48), 3);
    for op in [
        &rand_augment::RandAugment as &dyn Op,
        &auto_augment::AutoAugment,
        &aug_mix::AugMix,
        &automatic::trivial_augment_wide::TrivialAugmentWide,
    ] {
        let args = Args::defaults(op.meta().params);
        assert!(op.open(&args, Dialect::Pil, Some(state.size)).is_some());
    }
}
