use crate::import::import;

fn steps(text: &str) -> (String, Vec<String>) {
    let imported = import(text, "").unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(imported.format, "timm");
    let yaml = imported.policy.to_yaml();
    (yaml, imported.notes)
}

#[test]
fn strings_become_steps() {
    for (text, step) in [
        (
            "rand-m9-mstd0.5-inc1",
            "{op: rand_augment, law: timm, magnitude_sd: 0.5, increasing: true, interpolation: random, fill: [124, 116, 104]}",
        ),
        (
            "rand-n3-m7-p0.8-mmax20-tweights",
            "num_ops: 3, magnitude: 7, op_chance: 0.8, magnitude_max: 20, ops: weights",
        ),
        ("original-mstd0.5", "policy: original, magnitude_sd: 0.5"),
        ("3a", "policy: \"3a\""),
        ("augmix-m5-w4-d2-a0.5", "severity: 5"),
    ] {
        let (yaml, notes) = steps(text);
        let plain = |s: &str| -> String {
            let words = s.split(|c: char| c.is_whitespace() || "{},".contains(c));
            words
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert!(plain(&yaml).contains(&plain(step)), "{text}: {yaml}");
        assert!(notes.is_empty(), "{notes:?}");
    }
    let (_, notes) = steps("rand-m9-odd");
    assert_eq!(notes.len(), 1);
}

#[test]
fn what_timm_refuses_is_refused_by_name() {
    for text in ["rand-m9.5", "rand-x3", "augmix-inc1"] {
        let e = import(text, "").unwrap_err();
        assert_eq!(e.param.as_deref(), Some("auto_augment"), "{text}: {e}");
    }
    assert!(import("train.py --aa rand-m9 --reprob often", "").is_err());
    assert!(import("train.py --lr", "").is_err());
}

#[test]
fn a_training_command_becomes_a_policy() {
    let (yaml, notes) = steps(
        "./distributed_train.sh 4 /data/imagenet --model resnet50 --lr 0.6 \\\n  --aa rand-m9-mstd0.5-inc1 --reprob 0.25 --remode pixel --mixup 0.2 --scale 0.2 1.0",
    );
    for part in [
        "target: timm 1.0",
        "area_frac: [0.2, 1]",
        "{op: horizontal_flip, p: 0.5}",
        "op: rand_augment",
        "op: random_erasing",
        "then: {normalize: imagenet}",
    ] {
        assert!(yaml.contains(part), "{part}: {yaml}");
    }
    assert!(!yaml.contains("color_jitter"));
    assert!(yaml.contains("mix: mixup, alpha: 0.2"), "{yaml}");
    assert!(
        notes.iter().any(|n| n.ends_with(": --model, --lr")),
        "{notes:?}"
    );
    let (yaml, _) = steps("python train.py data --color-jitter=0.3 --vflip 0.1");
    assert!(yaml.contains("color_jitter") && yaml.contains("vertical_flip"));
}

#[test]
fn mixes_of_a_command_become_a_batch_stage() {
    let base = "train.py data --aa rand-m9 ";
    for (flags, parts) in [
        (
            "--mixup 0.8 --cutmix 1.0",
            &[
                "{mix: mixup, alpha: 0.8}",
                "{mix: cutmix, law: timm}",
                "label_smoothing: 0.1",
            ][..],
        ),
        (
            "--mixup .2 --cutmix 1 --mixup-prob 0.9 --mixup-switch-prob 0.3 --smoothing 0 -b 64",
            &["weight: 0.63", "weight: 0.27", "none: 0.1", "size: 64"],
        ),
        (
            "--cutmix-minmax 0.3 0.7 --mixup-mode pair",
            &["law: minmax", "min_frac: 0.3", "max_frac: 0.7", "per: pair"],
        ),
    ] {
        let (yaml, _) = steps(&format!("{base}{flags}"));
        assert!(yaml.contains("pairing: reverse"), "{yaml}");
        for part in parts {
            assert!(yaml.contains(part), "{part}: {yaml}");
        }
    }
    let (yaml, _) = steps(base);
    assert!(!yaml.contains("batch:"), "{yaml}");
    assert!(import(&format!("{base}--cutmix-minmax 0.3"), "").is_err());
}

#[test]
fn create_transform_has_defaults_of_its_own() {
    let (yaml, notes) = steps(
        "timm.data.create_transform(224, is_training=True, re_prob=0.25, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5), auto_augment='rand-m9', tf_preprocessing=True)",
    );
    assert!(yaml.contains("fill: 128"), "{yaml}");
    assert!(!yaml.contains("cover: normal"), "{yaml}");
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains("tf_preprocessing"), "{notes:?}");
    let (yaml, _) = steps("create_transform(192, True, no_aug=True)");
    assert!(yaml.contains("smallest_max_size, size_px: 192"), "{yaml}");
    let (yaml, _) = steps("create_transform((3, 192, 192))");
    assert!(yaml.contains("smallest_max_size, size_px: 219"), "{yaml}");
    let (yaml, _) = steps("train.py --no-aug --img-size 96");
    assert!(yaml.contains("smallest_max_size, size_px: 96"), "{yaml}");
}

#[test]
fn hparams_are_read_or_told() {
    let (yaml, notes) = steps(
        "rand_augment_transform('rand-m7-mstd0.5', {'img_mean': (1, 2, 3), 'translate_const': 100, 'interpolation': Image.BICUBIC})",
    );
    assert!(yaml.contains("fill: [1, 2, 3]"), "{yaml}");
    assert!(yaml.contains("interpolation: bicubic"), "{yaml}");
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains("translate_const"), "{notes:?}");
    let (yaml, notes) = steps("rand_augment_transform(config_str='rand-m7', odd=1)");
    assert!(yaml.contains("fill: 128"), "{yaml}");
    assert_eq!(notes.len(), 1, "{notes:?}");
}

/// What is exported comes back: the same steps, mixes and numbers.
#[test]
fn exported_flags_read_back() {
    use crate::export::export;
    let policy = |steps: &str, more: &str| {
        let text = format!(
            "augplay: 1\ntarget: timm 1.0\nsteps:\n{steps}{more}then: {{normalize: imagenet}}\n"
        );
        crate::Policy::parse(&text).unwrap()
    };
    let crop = "  - {op: random_resized_crop, interpolation: bicubic, area_frac: [0.2, 1]}\n";
    let flip = "  - {op: horizontal_flip, p: 0.4}\n";
    let fill = "fill: [124, 116, 104]";
    for (steps, more) in [
        (
            format!(
                "{crop}{flip}  - {{op: rand_augment, law: timm, magnitude: 7, num_ops: 3, magnitude_sd: 0.5, increasing: true, interpolation: bicubic, {fill}}}\n"
            ),
            "",
        ),
        (
            format!(
                "{crop}{flip}  - {{op: auto_augment, policy: original, interpolation: bicubic, {fill}}}\n  - {{op: random_erasing, p: 0.25, cover: normal, area_frac: [0.02, 0.3333333333333333], aspect: {{log_uniform: [0.3, 3.3333333333333335]}}, {fill}}}\n"
            ),
            "",
        ),
        (
            format!(
                "{crop}{flip}  - {{op: color_jitter, brightness: [0.6, 1.4], contrast: [0.6, 1.4], saturation: [0.6, 1.4], hue_frac: 0}}\n  - {{op: grayscale, p: 0.2}}\n  - {{op: gaussian_blur, dialect: torch, p: 0.1, sigma_px: [0.1, 2], kernel_px: 23}}\n"
            ),
            "",
        ),
        (
            format!("{crop}{flip}"),
            "batch: {pairing: reverse, per: elem, label_smoothing: 0.1, none: 0.2, mixes: [{mix: mixup, alpha: 0.8, weight: 0.4}, {mix: cutmix, law: timm, weight: 0.4}]}\n",
        ),
    ] {
        let policy = policy(&steps, more);
        let file = export(&policy, "timm").unwrap();
        assert!(
            file.verdicts.iter().all(|v| v.verdict.word() == "exact"),
            "{:?}\n{}",
            file.verdicts,
            file.text
        );
        let back = import(&file.text, "").unwrap();
        let changes = crate::diff::diff(&policy, &back.policy);
        assert!(
            changes.is_empty(),
            "{}{}",
            crate::diff::text(&changes),
            file.text
        );
    }
    let odd = policy(
        "  - {op: invert}\n  - {op: vertical_flip, p: 0.1}\n  - {op: horizontal_flip}\n",
        "",
    );
    let file = export(&odd, "timm").unwrap();
    let words: Vec<_> = file
        .verdicts
        .iter()
        .map(|v| (v.step.as_str(), v.verdict.word()))
        .collect();
    assert_eq!(
        words,
        [
            ("invert", "unsupported"),
            ("vertical_flip", "exact"),
            ("horizontal_flip", "unsupported"),
            ("crop", "approximate")
        ]
    );
}

#[test]
fn every_flag_of_a_picture_makes_a_policy() {
    let (yaml, _) = steps(
        "train.py d --scale 0.3 1 --ratio 0.8 1.2 --hflip 0.3 --vflip 0.1 --color-jitter 0.3 0.2 0.1 0.1 --color-jitter-prob 0.8 --grayscale-prob 0.2 --gaussian-blur-prob 0.5 --reprob 0.2 --remode rand --recount 2 --train-interpolation bicubic --mean .5 .5 .5 --std .2 .2 .2",
    );
    for part in [
        "vertical_flip",
        "hue_frac: [-0.1, 0.1]",
        "op: grayscale, p: 0.2",
        "dialect: torch",
        "kernel_px: 23",
        "cover: normal_colour",
        "count: 2",
        "sd: [0.2, 0.2, 0.2]",
    ] {
        assert!(yaml.contains(part), "{part}: {yaml}");
    }
}
