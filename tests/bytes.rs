//! The same bytes on every platform: SHA-256 of views in `golden/bytes.json`, which the wasm tests of
//! `wasm/core` check in Node and in a browser. `REGENERATE=1 cargo test --test bytes` writes it anew.

use augplay::image::key_of;
use augplay::mix::{MIXES, Ready};
use augplay::{Image, Policy, Result, Sample, Size, catalogue, ops, policy::TARGETS};
use serde_json::{Value as Json, json};

include!("golden/picture.rs");

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/bytes.json");

/// One view as `WxHxC SHA-256`, or the error in words.
fn run(case: &Json) -> String {
    let side = |i: usize| case["picture"][i].as_u64().unwrap() as u32;
    let (width, height, channels) = (side(0), side(1), side(2));
    let data = picture(width, height, channels);
    let image = Image::new(Size::new(width, height), channels as usize, data).unwrap();
    let policy = Policy::parse(case["policy"].as_str().unwrap()).unwrap();
    let view = case["view"].as_u64().unwrap() as u32;
    let key = case["key"].as_str().unwrap();
    let sample = Sample::new(image);
    let made = match case["members"].as_u64() {
        Some(members) => mixed(&policy, &sample, key, view, members as usize),
        None => policy.apply(&sample, key, view).map(|(view, _)| view),
    };
    match made {
        Ok(view) => {
            let size = view.image.size();
            let sha = key_of(view.image.data());
            format!(
                "{}x{}x{} {sha}",
                size.width,
                size.height,
                view.image.channels()
            )
        }
        Err(e) => e.to_string(),
    }
}

/// The first output of a batch of one picture under several keys.
fn mixed(policy: &Policy, sample: &Sample, key: &str, view: u32, members: usize) -> Result<Sample> {
    let keys: Vec<String> = (0..members).map(|i| format!("{key}{i}")).collect();
    let samples = keys.iter().map(|key| (sample, key.as_str()));
    let (_, mixed) = Ready::new(policy, samples, view)?.mix(policy, 0)?;
    Ok(mixed.sample)
}

/// Every op with its defaults for every target, the starter, and every mix.
fn cases() -> Vec<Json> {
    let mut out = Vec::new();
    let mut add = |policy: String, picture: [u32; 3], view: u32| {
        out.push(json!({"policy": policy, "picture": picture, "key": "corpus", "view": view}));
    };
    for op in ops::OPS {
        // Of the name alone, so that a new op changes no other's case.
        let number: u32 = op.meta().name.bytes().map(u32::from).sum();
        for target in TARGETS {
            let (name, target) = (op.meta().name, target.id);
            let policy = format!("augplay: 1\ntarget: {target}\nsteps:\n  - {{op: {name}}}\n");
            if Policy::parse(&policy).is_ok() {
                let channels = if number % 4 == 3 { 1 } else { 3 };
                add(policy, [61, 47, channels], number % 100);
            }
        }
    }
    (0..6).for_each(|view| add(catalogue::STARTER.into(), [240, 235, 3], view));
    for mix in MIXES {
        let policy = format!(
            "augplay: 1\nsteps:\n  - {{op: random_resized_crop, width_px: 40, height_px: 30}}\nbatch:\n  mixes: [{{mix: {}}}]\n",
            mix.meta().name
        );
        out.push(json!({"policy": policy, "picture": [61, 47, 3], "key": "corpus", "view": 1, "members": 4}));
    }
    out
}

#[test]
fn bytes_are_those_of_the_corpus() {
    if std::env::var_os("REGENERATE").is_some() {
        let mut cases = cases();
        for case in &mut cases {
            case["result"] = run(case).into();
        }
        let lines: Vec<_> = cases.iter().map(Json::to_string).collect();
        std::fs::write(FILE, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
    }
    let text = std::fs::read_to_string(FILE).unwrap();
    let cases: Vec<Json> = serde_json::from_str(&text).unwrap();
    let mut asked = cases.clone();
    for case in &mut asked {
        case.as_object_mut().unwrap().remove("result");
    }
    assert!(
        asked == self::cases(),
        "stale: REGENERATE=1 cargo test --test bytes"
    );
    assert!(cases.len() >= 30);
    let hashed = |c: &&Json| c["result"].as_str().is_some_and(|r| r.len() > 64);
    assert!(
        cases.iter().filter(hashed).count() >= 30,
        "most cases end in pixels"
    );
    for case in cases {
        assert_eq!(run(&case), case["result"], "{}", case["policy"]);
    }
}
