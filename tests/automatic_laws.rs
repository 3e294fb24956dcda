//! How often automatic policies draw what: chi-square against the libraries' own chances, with fixed
//! seeds.

use std::collections::BTreeMap;

use augplay::policy::{Draw, Step, What};
use augplay::sample::State;
use augplay::{Policy, Size};

fn draws(step: &str, n: u32) -> impl Iterator<Item = Draw> {
    let p = Policy::parse(&format!("augplay: 1\nseed: 5\nsteps: [{step}]")).unwrap();
    (0..n).map(move |view| {
        p.draw(&State::of(Size::new(64, 48), 3), "law", view)
            .unwrap()
    })
}

/// A step's id within its policy, without the number of the repeat.
fn name(step: &Step) -> &str {
    let id = step.id.rsplit('/').next().unwrap_or_default();
    id.split('#').next().unwrap_or_default()
}

/// The op's name alone: what a name was written out into has a dot and a word behind it.
fn op(step: &Step) -> &str {
    name(step).split('.').next().unwrap_or_default()
}

/// Names of what each draw ran, in order; what an op was written out into counts once.
fn ran(draw: &Draw) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    let mut last = "";
    for step in &draw.policy.steps {
        if step.id != last && !name(step).ends_with(".invert") {
            out.push(op(step));
        }
        last = &step.id;
    }
    out
}

/// The 0.9999 quantile of chi-square, by Wilson and Hilferty.
fn limit(freedom: usize) -> f64 {
    let (k, z) = (freedom as f64, 3.719);
    let root = 1.0 - 2.0 / (9.0 * k) + z * (2.0 / (9.0 * k)).sqrt();
    k * root * root * root
}

/// Counts lie where the shares want them.
fn follows(counts: &BTreeMap<String, u32>, shares: &[(String, f64)]) {
    let n: u32 = counts.values().sum();
    let sum: f64 = shares.iter().map(|(_, s)| s).sum();
    for key in counts.keys() {
        assert!(
            shares.iter().any(|(k, _)| k == key),
            "{key} is not drawn there"
        );
    }
    let off: f64 = shares
        .iter()
        .map(|(key, share)| {
            let want = f64::from(n) * share / sum;
            let got = f64::from(counts.get(key).copied().unwrap_or(0));
            (got - want) * (got - want) / want
        })
        .sum();
    assert!(off < limit(shares.len() - 1), "{off}: {counts:?}");
}

fn even<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<(String, f64)> {
    names.into_iter().map(|n| (n.to_owned(), 1.0)).collect()
}

fn count(step: &str, n: u32, key: impl Fn(&Draw) -> Vec<String>) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for draw in draws(step, n) {
        for key in key(&draw) {
            *counts.entry(key).or_insert(0) += 1;
        }
    }
    counts
}

fn names(draw: &Draw) -> Vec<String> {
    ran(draw).into_iter().map(str::to_owned).collect()
}

const TORCHVISION: &str = "identity shear_x shear_y translate_x translate_y rotate brightness color \
    contrast sharpness posterize solarize autocontrast equalize";
const TIMM: &str = "autocontrast equalize invert rotate posterize solarize solarize_add color contrast \
    brightness sharpness shear_x shear_y translate_x translate_y";
const TPU: &str = "autocontrast equalize invert rotate posterize solarize color contrast brightness \
    sharpness shear_x shear_y translate_x translate_y cutout solarize_add";
const KERAS: &str = "shear translate rotate brightness color contrast sharpness posterize solarize \
    autocontrast equalize";
const AUG_MIX: &str = "shear_x shear_y translate_x translate_y rotate posterize solarize autocontrast \
    equalize brightness color contrast sharpness";

/// Ops that a sign belongs to, in torchvision.
const SIGNED: &str =
    "shear_x shear_y translate_x translate_y rotate brightness color contrast sharpness";

/// The number that carries the sign: above 0, or above 1 for a factor.
fn up(step: &Step) -> bool {
    let What::Op(op, args) = &step.what else {
        panic!()
    };
    let rest = if op.meta().params.iter().any(|p| p.name == "factor") {
        1.0
    } else {
        0.0
    };
    let moved = args.iter().filter_map(|(p, _)| match args.law(p).reach() {
        (a, b) if a == b && a != rest && p.identity == Some(rest) => Some(a),
        _ => None,
    });
    moved.into_iter().next().unwrap() > rest
}

/// 23 outcomes an op: 14 ops alike, nine of which have a sign.
#[test]
fn torchvisions_programs_come_as_often_as_they_should() {
    let signed: Vec<&str> = SIGNED.split_whitespace().collect();
    let mut shares = Vec::new();
    for name in TORCHVISION.split_whitespace() {
        if signed.contains(&name) {
            shares.push((format!("{name}+"), 0.5));
            shares.push((format!("{name}-"), 0.5));
        } else {
            shares.push((name.to_owned(), 1.0));
        }
    }
    assert_eq!(shares.len(), 23);
    let one = |draw: &Draw| -> Vec<String> {
        let mut out: Vec<String> = draw
            .policy
            .steps
            .iter()
            .map(|step| match (signed.contains(&op(step)), op(step)) {
                (true, name) if up(step) => format!("{name}+"),
                (true, name) => format!("{name}-"),
                (false, name) => name.to_owned(),
            })
            .collect();
        // The identity leaves no step, and which of the two it was.
        out.resize(2, "identity".into());
        out
    };
    follows(&count("{op: rand_augment}", 12_000, one), &shares);
    // Pairs of ops whose order is seen.
    let pairs = |draw: &Draw| match ran(draw)[..] {
        [a, b] => vec![format!("{a} {b}")],
        _ => vec![],
    };
    let ops: Vec<&str> = TORCHVISION.split_whitespace().skip(1).collect();
    let all: Vec<String> = ops
        .iter()
        .flat_map(|a| ops.iter().map(move |b| format!("{a} {b}")))
        .collect();
    let all = even(all.iter().map(String::as_str));
    follows(&count("{op: rand_augment}", 12_000, pairs), &all);
}

#[test]
fn ops_with_repetition_come_evenly() {
    for (step, ops) in [
        ("{op: rand_augment, law: timm}", TIMM),
        (
            "{op: rand_augment, law: timm, increasing: true, magnitude_sd: 0.5}",
            TIMM,
        ),
        (
            "{op: rand_augment, law: timm, ops: 3a}",
            "solarize desaturate gaussian_blur",
        ),
        ("{op: rand_augment, law: tpu, num_ops: 3}", TPU),
        ("{op: rand_augment, law: keras, num_ops: 1}", KERAS),
        (
            "{op: auto_augment, policy: 3a}",
            "solarize desaturate gaussian_blur",
        ),
    ] {
        follows(&count(step, 6000, names), &even(ops.split_whitespace()));
    }
}

/// timm runs each op that it drew with a chance of its own.
#[test]
fn timms_ops_run_as_often_as_their_chance() {
    for (keys, chance) in [("", 0.5), (", op_chance: 0.8", 0.8)] {
        let ran = |draw: &Draw| {
            let all = draw.policy.steps.iter();
            all.map(|s| if s.enabled { "on" } else { "off" }.to_owned())
                .collect()
        };
        let counts = count(&format!("{{op: rand_augment, law: timm{keys}}}"), 4000, ran);
        follows(
            &counts,
            &[("on".into(), chance), ("off".into(), 1.0 - chance)],
        );
    }
}

/// Kornia draws distinct ops in any order.
#[test]
fn kornias_ops_are_distinct() {
    let ops: Vec<&str> = TIMM.split_whitespace().collect();
    let mut all = Vec::new();
    for a in &ops {
        all.extend(ops.iter().filter(|b| *b != a).map(|b| format!("{a} {b}")));
    }
    assert_eq!(all.len(), 210);
    let pair = |draw: &Draw| vec![ran(draw).join(" ")];
    let counts = count("{op: rand_augment, law: kornia}", 12_000, pair);
    follows(&counts, &even(all.iter().map(String::as_str)));
}

/// Successive draws without repetition: an op's chance to be among two of unequal weights.
#[test]
fn timms_weights_are_its_chances() {
    let weights: [(&str, f64); 15] = [
        ("rotate", 3.0),
        ("shear_x", 2.0),
        ("shear_y", 2.0),
        ("translate_x", 1.0),
        ("translate_y", 1.0),
        ("color", 0.25),
        ("sharpness", 0.25),
        ("autocontrast", 0.25),
        ("solarize", 0.05),
        ("solarize_add", 0.05),
        ("contrast", 0.05),
        ("brightness", 0.05),
        ("equalize", 0.05),
        ("posterize", 0.05),
        ("invert", 0.05),
    ];
    let sum: f64 = weights.iter().map(|(_, w)| w).sum();
    let share = |w: f64| w / sum;
    let one: Vec<(String, f64)> = weights
        .iter()
        .map(|(n, w)| ((*n).to_owned(), share(*w)))
        .collect();
    let step = |n: u32| {
        format!("{{op: rand_augment, law: timm, ops: weights, op_chance: 1, num_ops: {n}}}")
    };
    follows(&count(&step(1), 20_000, names), &one);
    let mut two = Vec::new();
    for (a, v) in &weights {
        for (b, w) in weights.iter().filter(|(b, _)| b != a) {
            two.push((
                format!("{a} {b}"),
                share(*v) * share(*w) / (1.0 - share(*v)),
            ));
        }
    }
    // Rare pairs are counted together.
    let common: Vec<String> = two
        .iter()
        .filter(|(_, s)| *s > 0.001)
        .map(|(k, _)| k.clone())
        .collect();
    let key = |pair: String| {
        if common.contains(&pair) {
            pair
        } else {
            "rare".into()
        }
    };
    let rest: f64 = two
        .iter()
        .filter(|(k, _)| !common.contains(k))
        .map(|(_, s)| s)
        .sum();
    let mut shares: Vec<_> = two
        .into_iter()
        .filter(|(k, _)| common.contains(k))
        .collect();
    shares.push(("rare".into(), rest));
    follows(
        &count(&step(2), 20_000, |draw| vec![key(ran(draw).join(" "))]),
        &shares,
    );
}

/// One op, and every bin alike.
#[test]
fn trivial_augment_draws_ops_and_bins_evenly() {
    let known = |draw: &Draw| match &names(draw)[..] {
        [one] => vec![one.clone()],
        _ => vec!["identity".into()],
    };
    let counts = count("{op: trivial_augment_wide}", 8000, known);
    follows(&counts, &even(TORCHVISION.split_whitespace()));
    let bins = |draw: &Draw| -> Vec<String> {
        let turned = draw.policy.steps.iter().filter(|s| op(s) == "rotate");
        let bin = |step: &Step| match &step.what {
            What::Op(_, args) => {
                let (param, _) = args.iter().find(|(p, _)| p.name == "angle_deg").unwrap();
                let angle = args.law(param).centre();
                format!("{}", (angle.abs() / 4.5).round())
            }
            What::Node(..) => panic!(),
        };
        turned.map(bin).collect()
    };
    let all: Vec<String> = (0..31).map(|b| b.to_string()).collect();
    follows(
        &count("{op: trivial_augment_wide}", 30_000, bins),
        &even(all.iter().map(String::as_str)),
    );
}

/// All 25 pairs alike, and each op of a pair by its own chance.
#[test]
fn pairs_come_evenly_and_their_ops_by_their_chances() {
    for policy in ["imagenet", "cifar10", "svhn", "original", "v0"] {
        let step = format!("{{op: auto_augment, policy: {policy}}}");
        let parsed = Policy::parse(&format!("augplay: 1\nsteps: [{step}]")).unwrap();
        let opened = parsed.opened("auto_augment").unwrap();
        let chances: BTreeMap<String, f64> = opened
            .walk()
            .iter()
            .filter(|(s, _)| {
                name(s).starts_with("pair_") && matches!(name(s).split('.').count(), 2)
            })
            .map(|(s, _)| (name(s).to_owned(), s.p))
            .collect();
        assert_eq!(chances.len(), 50, "{policy}");
        let part = |s: &Step| -> String {
            let mut words = name(s).split('.');
            format!("{}.{}", words.next().unwrap(), words.next().unwrap())
        };
        let n = 10_000;
        let mut pairs = BTreeMap::new();
        let mut fired: BTreeMap<String, [u32; 2]> = BTreeMap::new();
        for draw in draws(&step, n) {
            let first = &draw.policy.steps[0];
            let pair = part(first).split('.').next().unwrap().to_owned();
            *pairs.entry(pair).or_insert(0u32) += 1;
            for step in &draw.policy.steps {
                fired.entry(part(step)).or_default()[usize::from(step.enabled)] += 1;
            }
        }
        let all: Vec<String> = (1..=25).map(|i| format!("pair_{i}")).collect();
        follows(&pairs, &even(all.iter().map(String::as_str)));
        let mut off = 0.0;
        let mut free = 0;
        for (key, p) in &chances {
            let [no, yes] = fired[key].map(f64::from);
            let total = no + yes;
            if *p <= 0.0 || *p >= 1.0 {
                assert_eq!(if *p <= 0.0 { yes } else { no }, 0.0, "{policy} {key}");
                continue;
            }
            off += (yes - total * p) * (yes - total * p) / (total * p * (1.0 - p));
            free += 1;
        }
        assert!(off < limit(free), "{policy}: {off} of {free}");
    }
}

/// Three chains of one to three of thirteen ops.
#[test]
fn chains_draw_ops_and_depths_evenly() {
    for (step, ops) in [
        ("{op: aug_mix}", AUG_MIX),
        ("{op: aug_mix, law: timm}", AUG_MIX),
    ] {
        let mut depths = BTreeMap::new();
        let mut counts = BTreeMap::new();
        for draw in draws(step, 3000) {
            let chains = draw.policy.steps[0].what.children();
            assert_eq!(chains.len(), 3);
            for chain in chains {
                let inside = chain.what.children();
                *depths.entry(inside.len().to_string()).or_insert(0) += 1;
                for step in inside {
                    let op = name(step).split('.').nth(1).unwrap();
                    *counts.entry(op.to_owned()).or_insert(0) += 1;
                }
            }
        }
        follows(&depths, &even(["1", "2", "3"]));
        follows(&counts, &even(ops.split_whitespace()));
    }
}
