//! The libraries' own mixes, from `tests/parity/goldens/torch_mixes.json`.

use serde_json::Value as Json;

use super::masked::cutmix;
use super::{Drawing, Member, Outcome, run};
use crate::image::{Raster, Size, key_of};
use crate::mix;
use crate::param::{Args, Value};
use crate::policy::Policy;
use crate::policy::dice::Dice;
use crate::sample::Sample;

fn goldens() -> Json {
    serde_json::from_str(include_str!("../../tests/parity/goldens/torch_mixes.json")).unwrap()
}

fn whole(value: &Json) -> i64 {
    value.as_i64().unwrap()
}

fn size(value: &Json) -> Size {
    Size::new(whole(&value[0]) as u32, whole(&value[1]) as u32)
}

#[test]
fn boxes_are_the_libraries() {
    let goldens = goldens();
    let all = goldens["boxes"].as_array().unwrap();
    assert!(all.len() > 150);
    for case in all {
        let (law, size) = (case[0].as_str().unwrap(), size(&case[1]));
        let lambda = case[2].as_f64().unwrap();
        let at = [whole(&case[3][0]), whole(&case[3][1])];
        let [x, y, w, h] = cutmix::around(law, size, lambda, at);
        let want: Vec<i64> = case[4].as_array().unwrap().iter().map(whole).collect();
        assert_eq!([x, y, x + w, y + h], want[..], "{case}");
        let kept = super::masked::left([x, y, w, h], size);
        assert!((kept - case[5].as_f64().unwrap()).abs() < 1e-12, "{case}");
    }
}

/// timm draws sides from whole ranges, then places that fit.
#[test]
fn minmax_boxes_have_timms_ranges() {
    for case in goldens()["bounds"].as_array().unwrap() {
        let size = size(&case[0]);
        let ends = [0, 1].map(|i| case[1][i].as_f64().unwrap());
        let range = |i: usize| [0, 1].map(|k| whole(&case[2][i][k]));
        let just_below = 1.0 - f64::EPSILON;
        let [_, _, w0, h0] = cutmix::minmax(size, ends, [0.0; 2], [0.0; 2]);
        let [_, _, w1, h1] = cutmix::minmax(size, ends, [just_below; 2], [0.0; 2]);
        assert_eq!([[h0, h1 + 1], [w0, w1 + 1]], [range(0), range(1)], "{case}");
        // Where sides are least, places are what is asked for next.
        let [x, y, ..] = cutmix::minmax(size, ends, [0.0; 2], [just_below; 2]);
        assert_eq!([[0, y + 1], [0, x + 1]], [range(2), range(3)], "{case}");
    }
}

#[test]
fn pictures_and_labels_are_the_libraries() {
    let goldens = goldens();
    let size = size(&goldens["size"]);
    let samples: Vec<Sample> = goldens["batch"]
        .as_array()
        .unwrap()
        .iter()
        .map(|levels| {
            let levels = levels.as_array().unwrap().iter().map(|v| whole(v) as u8);
            Sample::new(Raster::new(size, 3, levels.collect()).unwrap())
        })
        .collect();
    let members: Vec<Member<'_>> = samples
        .iter()
        .map(|sample| Member { sample, key: "" })
        .collect();
    let policy = Policy::parse("augplay: 1\nsteps: []\nbatch: {mixes: []}\n").unwrap();
    let cases = goldens["pictures"].as_array().unwrap();
    assert_eq!(cases.len(), 42);
    for case in cases {
        let law = case["law"].as_str().unwrap();
        let lambda = case["lambda"].as_f64().unwrap();
        let mix = mix::find(case["mix"].as_str().unwrap()).unwrap();
        let meta = mix.meta();
        let pairing = if law == "timm" { "reverse" } else { "roll" };
        let die = Dice::new(0, "", 0).at("batch", &[]);
        let order = mix::partners(pairing, &die, samples.len());
        let (numbers, lambda) = match case["at"].as_array() {
            None => (
                Args::defaults(meta.numbers).with(meta.numbers[0], lambda),
                lambda,
            ),
            Some(at) => {
                let rect = cutmix::around(law, size, lambda, [whole(&at[0]), whole(&at[1])]);
                let numbers = Args::defaults(meta.numbers)
                    .with_value(meta.numbers[0], Value::Rects(vec![rect]));
                (numbers, super::masked::left(rect, size))
            }
        };
        let mut levels = Vec::new();
        for (index, partner) in order.iter().enumerate() {
            let cx = Drawing {
                args: &numbers,
                members: &members,
                index,
                partner: *partner,
                die: die.clone(),
                own: die.clone(),
            };
            let fixed = mix::Fixed::two(&cx, numbers.clone(), lambda);
            let outcome = Outcome {
                method: meta.name,
                index,
                partners: fixed.partners,
                lambda: fixed.lambda,
                shares: Vec::new(),
                numbers: fixed.numbers,
                note: None,
            };
            levels.extend(
                run(&policy, &members, &outcome)
                    .unwrap()
                    .sample
                    .image
                    .into_data(),
            );
            let mut weights = vec![0.0; samples.len()];
            for (to, share) in [index, *partner].into_iter().zip(&fixed.shares) {
                weights[to] += share;
            }
            for (have, want) in weights
                .iter()
                .zip(case["labels"][index].as_array().unwrap())
            {
                assert!((have - want.as_f64().unwrap()).abs() < 1e-6, "{case}");
            }
        }
        assert_eq!(key_of(&levels), case["sha"], "{law} {} {lambda}", meta.name);
    }
}
