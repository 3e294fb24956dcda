//! What every op in the catalogue obeys; no line here names an op.

use augplay::engine::cpu::Level;
use augplay::kernel::Dialect;
use augplay::ops::{OPS, Op};
use augplay::param::{Default, Kind};
use augplay::policy::TARGETS;
use augplay::sample::{BBox, Keypoint};
use augplay::{Code, Image, Policy, Raster, Sample, Size};
use serde_json::{Value, json};

/// Pictures of every awkward size, grey and RGB.
fn pictures() -> Vec<Image> {
    let sizes = [(1, 1), (1, 7), (9, 1), (2, 3), (31, 17), (40, 32)];
    let made = sizes.iter().flat_map(|&(w, h)| [(w, h, 1), (w, h, 3)]);
    made.map(|(w, h, c)| {
        let mut state = 12345u32;
        let data = (0..w * h * c).map(|i| {
            state = state.wrapping_mul(1664525).wrapping_add(1013904223);
            ((i * 5) % 200) as u8 / 2 + (state >> 25) as u8
        });
        Image::new(Size::new(w as u32, h as u32), c, data.collect()).unwrap()
    })
    .collect()
}

fn sample(image: Image) -> Sample {
    let size = image.size();
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let mut s = Sample::new(image);
    s.masks = vec![
        Raster::new(
            size,
            1,
            (0..size.area()).map(|i| (i % 300) as u16).collect(),
        )
        .unwrap(),
    ];
    s.alpha = Some(Raster::new(size, 1, vec![200; size.area()]).unwrap());
    s.boxes = vec![BBox::new([0.1 * w, 0.2 * h, 0.8 * w, 0.9 * h], "a")];
    s.keypoints = vec![Keypoint::new([0.5 * w - 0.5, 0.5 * h - 0.5], "k")];
    s
}

/// The least a step of this op must say: parameters without a default and without a meaning when absent.
fn step(op: &dyn Op) -> Value {
    let mut step = json!({"op": op.meta().name});
    for p in op.meta().params {
        if p.default == Default::Absent && p.kind == Kind::Rects {
            step[p.name] = json!([[0, 0, 3, 2]]);
        }
        // Crops fit the smallest picture.
        if op.meta().fixed && p.unit == "px" && p.min == 1.0 {
            step[p.name] = json!(1);
        }
    }
    step
}

fn policy(step: &Value, target: &str) -> augplay::Result<Policy> {
    Policy::parse(&json!({"augplay": 1, "target": target, "seed": 5, "steps": [step]}).to_string())
}

#[test]
fn defaults_round_trip() {
    for op in OPS {
        let p = policy(&step(*op), TARGETS[0].id).unwrap_or_else(|e| panic!("{e}"));
        let yaml = p.to_yaml();
        assert_eq!(Policy::parse(&yaml).unwrap().to_yaml(), yaml);
        let full = p.to_json().to_string();
        assert_eq!(Policy::parse(&full).unwrap().hash(), p.hash(), "{yaml}");
    }
}

#[test]
fn out_of_range_and_unknown_values_are_refused_by_name() {
    for op in OPS {
        let name = op.meta().name;
        let mut tried = 0;
        for p in op.meta().params {
            let mut wrong = vec![json!({"nonsense": 1}), json!("\u{0}")];
            if matches!(p.kind, Kind::Number | Kind::Integer) {
                assert!(
                    p.min > f64::MIN && p.max < f64::MAX,
                    "{name}.{} has no bounds",
                    p.name
                );
                wrong.extend([
                    json!(p.min - 1.0),
                    json!(p.max + 1.0),
                    json!([p.min - 1.0, p.max]),
                ]);
            }
            for value in wrong {
                let mut s = step(*op);
                s[p.name] = value.clone();
                let e = policy(&s, TARGETS[0].id)
                    .expect_err(&format!("{name}.{} takes {value}", p.name));
                assert_eq!(e.step.as_deref(), Some("steps[0]"), "{e}");
                assert_eq!(e.param.as_deref(), Some(p.name), "{e}");
                tried += 1;
            }
        }
        let mut s = step(*op);
        s["no_such_key"] = json!(1);
        let e = policy(&s, TARGETS[0].id).unwrap_err();
        assert_eq!(
            (e.code, e.param.as_deref()),
            (Code::UnknownKey, Some("no_such_key"))
        );
        assert!(tried > 0 || op.meta().params.is_empty());
    }
}

#[test]
fn declarations_are_sound() {
    for op in OPS {
        let m = op.meta();
        assert!(
            augplay::ops::GROUPS.iter().any(|(id, _)| *id == m.group),
            "{}: group {}",
            m.name,
            m.group
        );
        assert!(
            !m.dialects.is_empty() && !m.title.is_empty() && m.doc.ends_with('.'),
            "{}",
            m.name
        );
        for p in m.params {
            let place = format!("{}.{}", m.name, p.name);
            assert!(
                p.doc.ends_with('.') && p.doc.len() < 200 && !p.doc.contains('\n'),
                "{place}: {}",
                p.doc
            );
            let suffix = p.name.rsplit('_').next().unwrap_or_default();
            assert_eq!(
                p.unit.starts_with("px"),
                suffix == "px" && p.kind != Kind::Rects,
                "{place}: unit {}",
                p.unit
            );
            assert_eq!(p.unit == "°", suffix == "deg", "{place}: unit {}", p.unit);
            if matches!(p.kind, Kind::Number | Kind::Integer) {
                assert!(
                    p.min <= p.slider_min && p.slider_min < p.slider_max && p.slider_max <= p.max,
                    "{place}"
                );
            }
        }
    }
}

/// Runs every op on every picture in every target; an error must name the step.
fn every_run(mut each: impl FnMut(&'static dyn Op, &Sample, &Policy, u32)) -> usize {
    let mut runs = 0;
    for op in OPS {
        for target in TARGETS {
            let Ok(p) = policy(&step(*op), target.id) else {
                continue;
            };
            for picture in pictures() {
                let s = sample(picture);
                for view in 0..3 {
                    each(*op, &s, &p, view);
                    runs += 1;
                }
            }
        }
    }
    runs
}

#[test]
fn every_op_runs_or_says_why_and_replays_to_the_same_bytes() {
    let (mut ok, mut refused) = (0, 0);
    let runs = every_run(|op, s, p, view| {
        let name = op.meta().name;
        let (out, draw) = match p.apply(s, "key", view) {
            Ok(done) => done,
            Err(e) => {
                assert!(e.step.is_some() && e.code != Code::Internal, "{name}: {e}");
                // Grey pictures, where the library takes RGB alone.
                refused += usize::from(e.code == Code::Unsupported);
                return;
            }
        };
        ok += 1;
        assert_eq!(out.image.size(), draw.after.size, "{name}");
        assert_eq!(out.masks[0].size(), draw.after.size, "{name}");
        assert_eq!(
            out.alpha.as_ref().map(Raster::size),
            Some(draw.after.size),
            "{name}"
        );
        // The draw, written and read again, gives the same bytes with any dice.
        let again =
            Policy::parse(&draw.to_json().to_string()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (replayed, second) = again.apply(s, "other key", view + 7).unwrap();
        assert!(
            replayed == out,
            "{name} does not replay: {}",
            draw.to_json()
        );
        assert_eq!(second.policy.to_json(), draw.policy.to_json(), "{name}");
        // Twins agree with their references.
        let slow = draw.apply_first(s, usize::MAX, Level::Reference).unwrap();
        assert!(
            slow == out,
            "{name}: the fast twin differs from the reference"
        );
        // Annotations lie in the picture.
        let (w, h) = (
            f64::from(draw.after.size.width),
            f64::from(draw.after.size.height),
        );
        for b in &out.boxes {
            let [x0, y0, x1, y1] = b.xyxy;
            let within = 0.0 <= x0 && x0 <= x1 && x1 <= w && 0.0 <= y0 && y0 <= y1 && y1 <= h;
            // torchvision keeps boxes that have left, without area.
            let seen = b.area() > 0.0 || b.left.is_some();
            assert!(within && seen, "{name}: {b:?}");
        }
        // Every annotation is kept, perhaps in several parts, or dropped by name.
        let parts: std::collections::BTreeSet<_> = out.boxes.iter().map(|b| b.index).collect();
        assert_eq!(
            parts.len() + out.keypoints.len() + draw.after.dropped.len(),
            2,
            "{name}"
        );
        let made_up = draw.made_up().unwrap();
        assert!((0.0..=1.0).contains(&made_up), "{name}");
    });
    let rest = runs - refused;
    assert!(ok * 10 > rest * 9, "only {ok} of {rest} ran");
    assert!(refused * 4 < runs, "{refused} of {runs} refused");
}

#[test]
fn drawn_numbers_are_in_range() {
    every_run(|op, s, p, view| {
        let Ok(draw) = p.draw(&s.state(), "key", view) else {
            return;
        };
        for step in &draw.policy.steps {
            for (param, value) in step.what.args().iter() {
                if let augplay::param::Value::Law(law) = value {
                    let (low, high) = law.reach();
                    assert!(
                        low == high && low >= param.min && low <= param.max,
                        "{}: {} = {low}",
                        op.meta().name,
                        param.name
                    );
                }
            }
        }
    });
}

#[test]
fn identity_values_leave_pixels_untouched() {
    let mut tried = 0;
    for op in OPS {
        let with: Vec<_> = op
            .meta()
            .params
            .iter()
            .filter_map(|p| p.identity.map(|i| (p.name, i)))
            .collect();
        if with.is_empty() {
            continue;
        }
        let mut s = step(*op);
        for (name, identity) in with {
            s[name] = json!(identity);
        }
        for target in TARGETS {
            let p = policy(&s, target.id).unwrap();
            for picture in pictures() {
                let (out, _) = p.apply(&Sample::new(picture.clone()), "k", 0).unwrap();
                assert!(out.image == picture, "{} in {}", op.meta().name, target.id);
                tried += 1;
            }
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn a_mask_follows_as_the_picture_does() {
    // With the nearest pixel and the same levels, the mask and a grey picture stay the same raster.
    let mut compared = 0;
    for op in OPS.iter().filter(|op| op.meta().moves && !op.meta().fixed) {
        let params = op.meta().params;
        let Some(interpolation) = params.iter().find(|p| p.name == "interpolation") else {
            continue;
        };
        let mut s = step(*op);
        s[interpolation.name] = json!("nearest");
        if params.iter().any(|p| p.name == "fill") {
            s["fill"] = json!(0);
        }
        if op.meta().group == "automatic" {
            continue; // changes levels as well
        }
        for target in TARGETS
            .iter()
            .filter(|t| op.meta().dialects.contains(&t.dialect))
        {
            let p = policy(&s, target.id).unwrap();
            // torchvision moves masks as tensors, whatever the picture is.
            let tensors = TARGETS.iter().find(|t| t.dialect == Dialect::Torch);
            let like = match target.dialect {
                Dialect::Pil if op.meta().dialects.contains(&Dialect::Torch) => tensors.unwrap(),
                _ => target,
            };
            let like = policy(&s, like.id).unwrap();
            for picture in pictures().into_iter().filter(|i| i.channels() == 1) {
                let mask = Raster::new(
                    picture.size(),
                    1,
                    picture.data().iter().map(|v| u16::from(*v)).collect(),
                )
                .unwrap();
                let mut both = Sample::new(picture);
                both.masks = vec![mask];
                let Ok((out, _)) = p.apply(&both, "k", 1) else {
                    continue;
                };
                let (picture, _) = like.apply(&both, "k", 1).unwrap();
                let same = picture
                    .image
                    .data()
                    .iter()
                    .zip(out.masks[0].data())
                    .all(|(a, b)| u16::from(*a) == *b);
                assert!(
                    same,
                    "{} in {}: mask and picture part",
                    op.meta().name,
                    target.id
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn every_dialect_is_some_targets() {
    for d in [Dialect::Pil, Dialect::Cv2, Dialect::Torch] {
        assert!(TARGETS.iter().any(|t| t.dialect == d));
    }
}

/// Every number at either end of what is allowed, the others at their defaults: a picture or an
/// error that names the step, never a panic.
#[test]
fn the_ends_of_every_range_are_safe() {
    let (mut ran, mut refused) = (0, 0);
    for op in OPS {
        for p in op.meta().params {
            if !matches!(p.kind, Kind::Number | Kind::Integer) {
                continue;
            }
            for end in [p.min, p.max] {
                for target in TARGETS {
                    let mut s = step(*op);
                    s[p.name] = json!(end);
                    let Ok(policy) = policy(&s, target.id) else {
                        refused += 1;
                        continue;
                    };
                    for picture in pictures() {
                        let s = sample(picture);
                        let name = format!("{}.{} = {end}", op.meta().name, p.name);
                        let done = policy.draw(&s.state(), "key", 0).and_then(|draw| {
                            // Sizes are allowed that would take a test too long.
                            if draw.after.size.area() > 500_000 {
                                return Ok(());
                            }
                            draw.apply(&s).map(|_| ())
                        });
                        match done {
                            Ok(()) => ran += 1,
                            Err(e) => {
                                assert!(
                                    e.step.is_some() && e.code != Code::Internal,
                                    "{name}: {e}"
                                );
                                refused += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(ran > 4 * refused, "{ran} ran, {refused} were refused");
}
