//! Laws that a library defines, against its own draws and closed forms.

use augplay::policy::{Draw, What};
use augplay::sample::State;
use augplay::{Policy, Size};
use serde_json::Value;

fn draws(step: &str, size: Size, n: u32) -> impl Iterator<Item = Draw> {
    let p = Policy::parse(&format!("augplay: 1\nseed: 11\nsteps: [{step}]")).unwrap();
    (0..n).map(move |view| p.draw(&State::of(size, 3), "law", view).unwrap())
}

/// The drawn arguments of the step called `op`.
fn args(draw: &Draw, op: &str) -> Value {
    let step = draw
        .policy
        .steps
        .iter()
        .find(|s| s.what.name() == op)
        .unwrap();
    let What::Op(_, args) = &step.what else {
        panic!()
    };
    Value::Object(augplay::policy::tree::args(args, true))
}

/// Share of `values` at or below `x`, which is rounded to six decimals.
fn cdf(values: &[f64], x: f64) -> f64 {
    values.iter().filter(|v| **v <= x + 2e-6).count() as f64 / values.len() as f64
}

/// Torchvision's quantiles of 20 000 draws lie where ours do: within 0.02 of the share, which is
/// beyond four standard deviations of either, plus what whole pixels lump together.
#[test]
fn random_resized_crop_draws_as_torchvision() {
    let laws: Value = serde_json::from_str(include_str!("parity/goldens/laws.json")).unwrap();
    let law = &laws["random_resized_crop"];
    let shares: Vec<f64> = serde_json::from_value(law["quantiles"].clone()).unwrap();
    let mut compared = 0;
    for golden in law["sizes"].as_array().unwrap() {
        let n = |k: &str| golden[k].as_u64().unwrap() as u32;
        let size = Size::new(n("width"), n("height"));
        let (mut area, mut aspect, mut left) = (vec![], vec![], vec![]);
        for draw in draws("{op: random_resized_crop}", size, 8000) {
            let crop = args(&draw, "crop");
            let [x, w, h] = ["x_px", "width_px", "height_px"].map(|k| crop[k].as_f64().unwrap());
            area.push(w * h / size.area() as f64);
            aspect.push(w / h);
            if w < f64::from(size.width) {
                left.push(x / (f64::from(size.width) - w));
            }
        }
        for (name, ours) in [
            ("area_frac", &area),
            ("aspect", &aspect),
            ("left_frac", &left),
        ] {
            let theirs: Vec<f64> =
                serde_json::from_value(golden[name]["quantiles"].clone()).unwrap();
            for (q, share) in theirs.iter().zip(&shares) {
                let lumps = cdf(ours, *q) - cdf(ours, *q - 6e-6);
                let off = cdf(ours, *q) - share;
                assert!(
                    off > -0.02 && off < 0.02 + lumps,
                    "{name} of {size:?} at {share}: {off}"
                );
                compared += 1;
            }
            let mean = ours.iter().sum::<f64>() / ours.len() as f64;
            let want = golden[name]["mean"].as_f64().unwrap();
            assert!(
                (mean - want).abs() < 0.015,
                "{name} of {size:?}: mean {mean}, torchvision {want}"
            );
        }
    }
    assert!(compared >= 54, "{compared}");
}

fn chi_square(counts: &[u32]) -> f64 {
    let even = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
    counts
        .iter()
        .map(|c| (f64::from(*c) - even) * (f64::from(*c) - even) / even)
        .sum()
}

#[test]
fn color_jitter_draws_all_orders_evenly() {
    let mut counts = std::collections::BTreeMap::new();
    for draw in draws("{op: color_jitter}", Size::new(8, 8), 7200) {
        let order: Vec<_> = draw.policy.steps.iter().map(|s| s.what.name()).collect();
        *counts.entry(order.join(" ")).or_insert(0u32) += 1;
    }
    let all: Vec<u32> = counts.values().copied().collect();
    assert_eq!(all.len(), 24);
    // 0.9999 quantile of chi-square with 23 degrees of freedom.
    assert!(chi_square(&all) < 56.6, "{counts:?}");
}

#[test]
fn coarse_dropout_draws_as_albumentations() {
    // Whole px of a uniform share, anywhere they fit: E[height] over 100 px of U(0.1, 0.2) is
    // 14.5, since the fraction is dropped; the hole's place is even.
    let (mut count, mut heights, mut tops) = (0.0, vec![], vec![]);
    let n = 4000;
    for draw in draws("{op: coarse_dropout}", Size::new(60, 100), n) {
        let rects = args(&draw, "erase")["rects_px"].clone();
        let rects: Vec<[f64; 4]> = serde_json::from_value(rects).unwrap();
        count += rects.len() as f64;
        for [_, y, _, h] in rects {
            heights.push(h);
            tops.push(y / (100.0 - h));
        }
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    assert!((count / f64::from(n) - 1.5).abs() < 0.04);
    assert!((mean(&heights) - 14.5).abs() < 0.2, "{}", mean(&heights));
    assert!((mean(&tops) - 0.5).abs() < 0.02, "{}", mean(&tops));
    assert!(heights.iter().all(|h| (10.0..20.0).contains(h)));
}

/// Rectangles of 8000 draws against the libraries' own 20 000: quantiles within 0.02 of their share,
/// beyond what whole pixels lump together.
#[test]
fn random_erasing_draws_as_each_library() {
    let laws: Value =
        serde_json::from_str(include_str!("parity/goldens/erasing_laws.json")).unwrap();
    let shares: Vec<f64> = serde_json::from_value(laws["quantiles"].clone()).unwrap();
    let mut compared = 0;
    for (law, keys) in [
        ("torchvision", "dialect: torch"),
        (
            "timm",
            "dialect: torch, count: 3, aspect: {log_uniform: [0.30303, 3.33333]}",
        ),
        ("albumentations", "dialect: cv2, aspect: [0.3, 3.3]"),
    ] {
        for golden in laws[law].as_array().unwrap() {
            let n = |k: &str| golden[k].as_u64().unwrap() as u32;
            let size = Size::new(n("width"), n("height"));
            let (mut area, mut aspect, mut left, mut count) = (vec![], vec![], vec![], 0u32);
            for draw in draws(&format!("{{op: random_erasing, {keys}}}"), size, 8000) {
                let rects = args(&draw, "erase")["rects_px"].clone();
                let rects: Vec<[f64; 4]> = serde_json::from_value(rects).unwrap();
                for [x, _, w, h] in rects {
                    count += 1;
                    area.push(w * h / size.area() as f64);
                    aspect.push(w / h);
                    if w < f64::from(size.width) {
                        left.push(x / (f64::from(size.width) - w));
                    }
                }
            }
            // timm's draws are counted by rectangles, three a draw.
            let each = if law == "timm" { 3 } else { 1 };
            let wanted = f64::from(n("count")) / (20_000 / each * each) as f64;
            let found = f64::from(count) / f64::from(8000 * each);
            assert!(
                (found - wanted).abs() < 0.01,
                "{law} {size:?}: {found} {wanted}"
            );
            for (name, ours) in [
                ("area_frac", &area),
                ("aspect", &aspect),
                ("left_frac", &left),
            ] {
                let theirs: Vec<f64> =
                    serde_json::from_value(golden[name]["quantiles"].clone()).unwrap();
                for (q, share) in theirs.iter().zip(&shares) {
                    let lumps = cdf(ours, *q) - cdf(ours, *q - 6e-6);
                    let off = cdf(ours, *q) - share;
                    assert!(
                        off > -0.02 && off < 0.02 + lumps,
                        "{law}: {name} of {size:?} at {share}: {off}"
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared >= 120, "{compared}");
}

/// Cells of 10 px, holes of 4 px anywhere in them: offsets are even over 7 places.
#[test]
fn grid_dropout_draws_even_offsets() {
    let mut counts = [0u32; 7];
    for draw in draws(
        "{op: grid_dropout, rows: 5, columns: 4, hole_frac: 0.4}",
        Size::new(40, 50),
        500,
    ) {
        let rects = args(&draw, "erase")["rects_px"].clone();
        let rects: Vec<[usize; 4]> = serde_json::from_value(rects).unwrap();
        assert_eq!(rects.len(), 20);
        for (i, [x, y, w, h]) in rects.into_iter().enumerate() {
            assert_eq!([w, h, x / 10, y / 10], [4, 4, i % 4, i / 4]);
            counts[x % 10] += 1;
            counts[y % 10] += 1;
        }
    }
    // 0.9999 quantile of chi-square with 6 degrees of freedom.
    assert!(chi_square(&counts) < 27.86, "{counts:?}");
}

/// Sides that the grid does not divide: the longer part lies anywhere, and tiles of every shape are
/// shuffled evenly among themselves.
#[test]
fn grid_shuffle_draws_even_permutations() {
    let (mut longer, mut orders) = ([0u32; 3], std::collections::BTreeMap::new());
    for draw in draws(
        "{op: random_grid_shuffle, rows: 1, columns: 3}",
        Size::new(31, 8),
        3000,
    ) {
        let moves = args(&draw, "move_tiles");
        let list =
            |key: &str| -> Vec<[i64; 4]> { serde_json::from_value(moves[key].clone()).unwrap() };
        let (from, to) = (list("from_px"), list("to_px"));
        let at = from.iter().position(|t| t[2] == 11).unwrap();
        longer[at] += 1;
        assert_eq!(to[at], from[at], "the only tile of its shape stays");
        let swapped = from != to;
        *orders.entry((at, swapped)).or_insert(0u32) += 1;
    }
    let orders: Vec<u32> = orders.values().copied().collect();
    assert_eq!(orders.len(), 6);
    // 0.9999 quantiles of chi-square with 2 and 5 degrees of freedom.
    assert!(chi_square(&longer) < 18.42, "{longer:?}");
    assert!(chi_square(&orders) < 25.74, "{orders:?}");
}

/// Strips of drawn number, length and place.
#[test]
fn xy_masking_draws_as_albumentations() {
    let (mut strips, mut lengths, mut places) = ([0u32; 3], [0u32; 4], [0u32; 3]);
    for draw in draws(
        "{op: xy_masking, masks_x: [1, 3], masks_y: 0, x_length_px: [4, 7], y_length_px: 2}",
        Size::new(9, 20),
        3000,
    ) {
        let rects = args(&draw, "erase")["rects_px"].clone();
        let rects: Vec<[usize; 4]> = serde_json::from_value(rects).unwrap();
        strips[rects.len() - 1] += 1;
        for [x, y, w, h] in rects {
            assert_eq!((y, h), (0, 20));
            lengths[w - 4] += 1;
            if w == 7 {
                places[x] += 1;
            }
        }
    }
    // 0.9999 quantiles of chi-square with 2 and 3 degrees of freedom.
    assert!(chi_square(&strips) < 18.42, "{strips:?}");
    assert!(chi_square(&lengths) < 21.11, "{lengths:?}");
    assert!(chi_square(&places) < 18.42, "{places:?}");
}

/// Shared factors, values and coefficients lie in the Draw and follow their laws.
#[test]
fn shared_noise_is_drawn() {
    let (mut factors, mut offsets, mut coefficients) = (vec![], vec![], vec![]);
    let size = Size::new(8, 8);
    let list = |draw: &Draw, op: &str, key: &str| -> Vec<f64> {
        serde_json::from_value(args(draw, op)[key].clone()).unwrap()
    };
    for draw in draws("{op: multiplicative_noise, per_channel: true}", size, 2000) {
        factors.extend(list(&draw, "multiplicative_noise", "factors"));
    }
    let beta = "{op: additive_noise, law: beta, alpha: 2, beta: 1, scale_frac: 0.3}";
    for draw in draws(beta, size, 2000) {
        offsets.extend(list(&draw, "additive_noise", "offsets_frac"));
    }
    for draw in draws("{op: bias_field}", size, 1000) {
        coefficients.extend(list(&draw, "bias_field", "coefficients"));
    }
    assert_eq!(
        [factors.len(), offsets.len(), coefficients.len()],
        [6000, 6000, 10_000]
    );
    for share in [0.1, 0.3, 0.5, 0.8] {
        assert!((cdf(&factors, 0.9 + 0.2 * share) - share).abs() < 0.03);
        // Beta(2, 1) has the chances x².
        let x = 0.3 * (2.0 * f64::sqrt(share) - 1.0);
        assert!((cdf(&offsets, x) - share).abs() < 0.03);
        assert!((cdf(&coefficients, 0.1 * share) - share).abs() < 0.03);
    }
}

/// AugMix's shape: the untouched picture's share is Beta(1, 1), the rest Dirichlet(1, 1, 1).
#[test]
fn weighted_sums_draw_as_augmix() {
    let step = "{weighted_sum: [{op: posterize}, {op: equalize}, {op: autocontrast}], id: mix}";
    let laws: Value = serde_json::from_str(include_str!("parity/goldens/laws.json")).unwrap();
    let golden = &laws["augmix"]["weights"];
    let (mut sum, mut square) = ([0.0; 4], [0.0; 4]);
    let n = 6000;
    for draw in draws(step, Size::new(8, 8), n) {
        let What::Node(_, args, chains) = &draw.policy.steps[0].what else {
            panic!()
        };
        assert_eq!(chains.len(), 3);
        let w = args.numbers(&augplay::ops::compose::WEIGHTS);
        assert!((w.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        for i in 0..4 {
            sum[i] += w[i];
            square[i] += w[i] * w[i];
        }
    }
    for i in 0..4 {
        let mean = sum[i] / f64::from(n);
        let variance = square[i] / f64::from(n) - mean * mean;
        assert!(
            (mean - golden["mean"][i].as_f64().unwrap()).abs() < 0.015,
            "{i}: {mean}"
        );
        assert!(
            (variance - golden["variance"][i].as_f64().unwrap()).abs() < 0.005,
            "{i}: {variance}"
        );
    }
}

fn numbers(args: &Value, key: &str) -> Vec<f64> {
    serde_json::from_value(args[key].clone()).unwrap()
}

/// Mean and standard deviation.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|v| (v - mean) * (v - mean));
    (mean, (squares.sum::<f64>() / n).sqrt())
}

/// Uniform and normal laws have the moments that Albumentations' own have; bars are four standard
/// errors.
#[test]
fn maps_are_drawn_as_albumentations() {
    let size = Size::new(90, 60);
    let gather = |step: &str, op: &str, key: &str| -> Vec<f64> {
        draws(step, size, 400)
            .flat_map(|draw| numbers(&args(&draw, op), key))
            .collect()
    };
    let steps = gather(
        "{op: grid_distortion, distort_frac: [-0.2, 0.4]}",
        "grid_distortion",
        "steps",
    );
    assert_eq!(steps.len(), 400 * 12);
    let (mean, sd) = moments(&steps);
    assert!((mean - 1.1).abs() < 0.01, "{mean}");
    assert!((sd - 0.6 / 12f64.sqrt()).abs() < 0.006, "{sd}");
    let (mean, sd) = moments(&gather(
        "{op: thin_plate_spline, scale_frac: 0.3}",
        "thin_plate_spline",
        "offsets_frac",
    ));
    assert!(
        mean.abs() < 0.0011 && (sd - 0.03).abs() < 0.0008,
        "{mean} {sd}"
    );
    // A third of the scale times the shorter side.
    let (mean, sd) = moments(&gather(
        "{op: piecewise_affine, scale_frac: 0.1}",
        "piecewise_affine",
        "offsets",
    ));
    assert!(mean.abs() < 0.08 && (sd - 2.0).abs() < 0.05, "{mean} {sd}");
}

#[test]
fn shadows_are_drawn_as_albumentations() {
    let (mut counts, mut columns, mut rows) = ([0u32; 3], [0u32; 6], [0u32; 5]);
    let step = "{op: random_shadow, shadows: [1, 3], left_frac: 0.25, corners: 4}";
    for draw in draws(step, Size::new(8, 10), 3000) {
        counts[draw.policy.steps.len() - 1] += 1;
        for step in &draw.policy.steps {
            let What::Op(_, args) = &step.what else {
                panic!()
            };
            let args = Value::Object(augplay::policy::tree::args(args, true));
            for corner in numbers(&args, "corners").chunks_exact(2) {
                columns[corner[0] as usize - 2] += 1;
                rows[corner[1] as usize - 5] += 1;
            }
        }
    }
    // 0.9999 quantiles of chi-square with 2, 5 and 4 degrees of freedom.
    assert!(chi_square(&counts) < 18.4, "{counts:?}");
    assert!(chi_square(&columns) < 25.7, "{columns:?}");
    assert!(chi_square(&rows) < 23.5, "{rows:?}");
}

#[test]
fn chromatic_aberration_has_the_signs_of_its_mode() {
    for (mode, same) in [("green_purple", true), ("red_blue", false)] {
        let step = format!("{{op: chromatic_aberration, mode: {mode}}}");
        for draw in draws(&step, Size::new(8, 8), 200) {
            let c = numbers(&args(&draw, "chromatic_aberration"), "coefficients");
            assert!(c[0] * c[1] >= 0.0 && c.iter().all(|v| v.abs() <= 0.05));
            assert_eq!(c[0] * c[2] >= 0.0, same, "{mode} {c:?}");
            assert_eq!(c[1] * c[3] >= 0.0, same, "{mode} {c:?}");
        }
    }
}

#[test]
fn flares_are_drawn_as_albumentations() {
    let (mut radii, mut alphas) = ([0u32; 3], vec![]);
    for draw in draws("{op: random_sun_flare}", Size::new(400, 300), 600) {
        let args = args(&draw, "random_sun_flare");
        let number = |key: &str| args[key].as_f64().unwrap();
        let (cx, cy, angle) = (
            number("centre_x_px"),
            number("centre_y_px"),
            number("angle_deg"),
        );
        assert!((0.0..400.0).contains(&cx) && (0.0..150.0).contains(&cy));
        let circles = numbers(&args, "circles");
        assert_eq!(circles.len(), 7 * number("reflections") as usize);
        for c in circles.chunks_exact(7) {
            alphas.push(c[0]);
            // On the line through the sun, to the pixel.
            let turn = augplay::math::radians(angle);
            let (s, t) = (augplay::math::sin(turn), augplay::math::cos(turn));
            assert!(((c[1] - cx) * s - (c[2] - cy) * t).abs() < 1.5, "{c:?}");
            radii[[1.0, 8.0, 27.0].iter().position(|r| *r == c[3]).unwrap()] += 1;
            assert!(c[4..].iter().all(|v| (204.0..=255.0).contains(v)), "{c:?}");
        }
    }
    // 0.9999 quantile of chi-square with 2 degrees of freedom.
    assert!(chi_square(&radii) < 18.4, "{radii:?}");
    let (mean, sd) = moments(&alphas);
    assert!(
        (mean - 0.125).abs() < 0.003 && (sd - 0.15 / 12f64.sqrt()).abs() < 0.002,
        "{mean} {sd}"
    );
}
