use super::*;
use crate::image::Size;

const FLIP: &str = "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n- {op: horizontal_flip}\n- {op: rotate, p: 0}\n- {op: elastic_transform}\n";

/// The views of a picture as the proof is given them.
fn views(proof: &Proof, key: &str, width: u32, count: u32) -> Result<Vec<Draw>> {
    let state = State::of(Size::new(width, 30), 3);
    (0..count)
        .map(|view| proof.policy().draw(&state, key, view))
        .collect()
}

fn proof(policy: &str, format: &str, views: u32) -> Result<(Added, Vec<File>)> {
    let mut proof = Proof::new(&Policy::parse(policy)?, format, views)?;
    let draws = self::views(&proof, "k", 40, views)?;
    let added = proof.add("a/b c.jpg", &draws)?;
    Ok((added, proof.finish()?))
}

fn draws(files: &[File]) -> Json {
    let file = files.iter().find(|f| f.path == "draws.json").unwrap();
    serde_json::from_slice(&file.bytes).unwrap()
}

#[test]
fn a_step_that_did_not_run_is_not_proved() {
    let (added, files) = proof(FLIP, "albumentations-json", 2).unwrap();
    let paths: Vec<_> = added.pictures.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "inputs/0-b_c.png",
            "pixels/0-0/0-horizontal_flip.png",
            "pixels/0-0/2-elastic_transform.png",
            "pixels/0-1/0-horizontal_flip.png",
            "pixels/0-1/2-elastic_transform.png",
        ]
    );
    assert_eq!(added.pictures[2].shows, Some((0, 3)));
    let tree = draws(&files);
    let steps = tree["draws"][1]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[0]["library"]["__class_fullname__"], "HorizontalFlip");
    assert_eq!(steps[1]["before"], "pixels/0-1/0-horizontal_flip.png");
    assert_eq!(steps[1]["own"], true);
    let field = &added.files[0];
    assert_eq!(steps[1]["fields"][0], added.files[1].path.as_str());
    // 128 bytes of head, two values a pixel.
    assert_eq!(field.bytes.len(), 128 + 40 * 30 * 2 * 4);
}

#[test]
fn a_picture_that_breaks_off_leaves_no_draws() {
    let text = "augplay: 1\nsteps:\n- {op: crop, width_px: 50, height_px: 20}\n";
    let mut proof = Proof::new(&Policy::parse(text).unwrap(), "torchvision-pillow", 8).unwrap();
    let good = views(&proof, "k", 60, 8).unwrap();
    // The crop does not fit the last one.
    let mut bad = good.clone();
    bad[7].before = State::of(Size::new(10, 10), 3);
    proof.add("b.png", &bad).unwrap_err();
    proof.add("a.png", &good).unwrap();
    proof.add("a.png", &good[1..]).unwrap_err();
    let tree = draws(&proof.finish().unwrap());
    assert_eq!(tree["draws"].as_array().unwrap().len(), 8);
}

#[test]
fn formats_without_a_library_to_run_are_refused() {
    for format in ["timm", "augplay-yaml", "ultralytics"] {
        let e = proof(FLIP, format, 1).unwrap_err();
        assert!(e.to_string().contains("albumentations-json"), "{e}");
    }
    assert!(proof(FLIP, "onnx", 1).is_err());
    assert!(proof(FLIP, "albumentations-json", 0).is_err());
}

#[test]
fn every_own_function_is_called_as_an_op_or_node() {
    for runs in [Runs::Albumentations, Runs::TorchvisionTensor] {
        let functions = source(runs).lines().filter_map(|l| {
            let name = l.strip_prefix("def ")?.strip_suffix("(a, image, step):")?;
            Some(name.to_owned())
        });
        let functions: Vec<_> = functions.collect();
        assert!(functions.len() > 6, "{functions:?}");
        for name in functions {
            let op = crate::ops::find(&name).is_some();
            assert!(op || Node::ALL.iter().any(|n| n.name() == name), "{name}");
        }
    }
}

#[test]
fn torchvision_gets_a_module_of_its_own() {
    let text = "augplay: 1\nsteps:\n- {op: rotate, angle_deg: 11.1}\n- {op: aug_mix}\n";
    let (_, files) = proof(text, "torchvision-pillow", 1).unwrap();
    let module = files.iter().find(|f| f.path == "drawn.py").unwrap();
    let module = String::from_utf8(module.bytes.clone()).unwrap();
    // The class would draw the angle in single precision.
    assert!(module.contains("Call(F.rotate, angle=11.1"), "{module}");
    let steps = draws(&files);
    let mix = &steps["draws"][0]["steps"][1];
    assert_eq!(mix["op"], "weighted_sum");
    assert_eq!(mix["tensors"], true);
}

#[test]
fn a_draw_comes_back_from_its_outcome() {
    let text = "augplay: 1\ntarget: albumentations 2.0.8\nboxes: {min_area_px: 3}\nsteps:\n\
        - {op: random_resized_crop, width_px: 20, height_px: 20}\n- {op: rotate, angle_deg: {uniform: [-9, 9]}, p: 0.5}\n\
        - {op: rand_augment}\n- one_of: [{op: horizontal_flip}, {op: elastic_transform}]\n- {op: aug_mix}\n";
    let policy = Policy::parse(text).unwrap();
    for view in 0..20 {
        let draw = policy
            .draw(&State::of(Size::new(40, 30), 3), "k", view)
            .unwrap();
        let again = outcome::draw(&crate::view::outcome(&draw).to_string()).unwrap();
        assert_eq!(again.to_json(), draw.to_json());
        assert_eq!(again.sources, draw.sources);
        assert_eq!(again.after, draw.after);
        assert_eq!(again.before, draw.before);
    }
    for wrong in [
        "",
        "{}",
        r#"{"steps": [], "policy": {"augplay": 1, "steps": []}}"#,
    ] {
        let e = outcome::draw(wrong).unwrap_err();
        assert_eq!(e.param.as_deref(), Some("draw"), "{e}");
    }
    let draw = policy.draw(&State::of(Size::new(40, 30), 3), "k", 0);
    let text = crate::view::outcome(&draw.unwrap()).to_string();
    let wide = text.replace("\"channels\":3}", "\"channels\":900000}");
    assert_ne!(wide, text);
    let e = outcome::draw(&wide).unwrap_err();
    assert_eq!(e.param.as_deref(), Some("channels"), "{e}");
}
