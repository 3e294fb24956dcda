use serde_json::{Value as Json, json};

use super::report::{self, Checked};
use super::{Finding, Level, RULES, lint, moves, signatures};

fn file(version: &str, transforms: &Json) -> String {
    json!({"__version__": version, "transform": {"__class_fullname__": "Compose", "transforms": transforms, "p": 1.0}})
        .to_string()
}

fn rules(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.rule).collect()
}

/// The file's one transform after its fixes.
fn fixed(version: &str, transform: &Json) -> Json {
    let linted = lint(&file(version, &json!([transform]))).unwrap();
    let text = linted.fixed.expect("it has a fix");
    let tree: Json = serde_json::from_str(&text).unwrap();
    let again = lint(&text).unwrap().findings;
    assert!(again.is_empty(), "{again:?}");
    tree["transform"]["transforms"][0].clone()
}

#[test]
fn the_rotate_that_loads_as_ninety_degrees() {
    let text = file(
        "2.0.8",
        &json!([{"__class_fullname__": "Rotate", "angle_range": [-10, 10], "p": 0.5}]),
    );
    let found = lint(&text).unwrap().findings;
    assert_eq!(rules(&found), ["ALB001"]);
    assert!(found[0].message.contains("limit is [-90,90]"), "{found:?}");
    let made = fixed(
        "2.0.8",
        &json!({"__class_fullname__": "Rotate", "angle_range": [-10, 10], "p": 0.5}),
    );
    assert_eq!(
        made,
        json!({"__class_fullname__": "Rotate", "limit": [-10, 10], "p": 0.5})
    );
}

#[test]
fn older_arguments_are_rewritten() {
    for (old, new) in [
        (
            json!({"__class_fullname__": "GaussNoise", "var_limit": 650.25, "mean": 0, "p": 0.5}),
            json!({"__class_fullname__": "GaussNoise", "std_range": [0, 0.1], "mean_range": [0, 0], "p": 0.5}),
        ),
        (
            json!({"__class_fullname__": "ImageCompression", "quality_upper": 90, "p": 0.5}),
            json!({"__class_fullname__": "ImageCompression", "quality_range": [99, 90], "p": 0.5}),
        ),
        (
            json!({"__class_fullname__": "CoarseDropout", "max_holes": 8, "min_holes": 2, "p": 0.5}),
            json!({"__class_fullname__": "CoarseDropout", "num_holes_range": [2, 8], "p": 0.5}),
        ),
        (
            json!({"__class_fullname__": "Solarize", "threshold": 127.5, "p": 0.5}),
            json!({"__class_fullname__": "Solarize", "threshold_range": [0.5, 0.5], "p": 0.5}),
        ),
        (
            json!({"__class_fullname__": "Rotate", "limit": 9, "value": null, "mask_value": 3, "always_apply": true, "p": 0.1}),
            json!({"__class_fullname__": "Rotate", "limit": 9, "fill": 0, "fill_mask": 3, "p": 1.0}),
        ),
        (
            json!({"__class_fullname__": "Resize", "height": 9, "width": 9}),
            json!({"__class_fullname__": "Resize", "height": 9, "width": 9, "p": 1.0}),
        ),
    ] {
        assert_eq!(fixed("1.3.1", &old), new);
    }
    // YAML too.
    let text = "__version__: 2.0.8\ntransform:\n  __class_fullname__: Compose\n  p: 1.0\n  transforms:\n  - __class_fullname__: Rotate\n    angle_range: [-10, 10]\n    p: 0.5\n";
    let linted = lint(text).unwrap();
    assert_eq!(
        (linted.format, linted.findings[0].line),
        ("albumentations-yaml", 7)
    );
    assert!(lint(&linted.fixed.unwrap()).unwrap().findings.is_empty());
}

#[test]
fn every_rule_can_be_found() {
    let all = json!([
        {"__class_fullname__": "Flip", "p": 0.5},
        {"__class_fullname__": "OneOf", "odd": 1, "p": 1, "transforms": []},
        {"__class_fullname__": "GaussNoise", "always_apply": false, "p": 0.5, "blorb": 1},
        {"__class_fullname__": "SelectiveChannelTransform", "channels": [1], "p": 1, "transforms": []},
        {"__class_fullname__": "Resize", "height": 9, "width": 9},
    ]);
    let mut seen = rules(&lint(&file("2.5.1", &all)).unwrap().findings);
    let code = lint("t = A.Compose([A.HorizontalFlip()], seed=1)").unwrap();
    assert_eq!(code.format, "albumentations-python");
    seen.extend(rules(&code.findings));
    let timm = lint("rand-m9-odd").unwrap();
    seen.extend(rules(&timm.findings));
    let own = lint(
        "augplay: 1\nsteps:\n  - {op: rand_augment, law: timm, magnitude: 0, increasing: false}\n",
    )
    .unwrap();
    seen.extend(rules(&own.findings));
    seen.sort_unstable();
    seen.dedup();
    let every: Vec<_> = RULES.iter().map(|r| r.id).collect();
    assert_eq!(seen, every);
}

#[test]
fn clean_files_are_clean() {
    use crate::export::export;
    for preset in crate::presets::PRESETS {
        let policy = crate::Policy::parse(preset.policy).unwrap();
        let written = export(&policy, "albumentations-json").unwrap().text;
        let found = lint(&written).unwrap().findings;
        assert!(found.is_empty(), "{}: {found:?}", preset.id);
    }
    assert!(lint("{\"a\": 1}").is_err());
    assert!(lint("{").is_err());
}

/// The tables of moves name arguments that exist: the old ones in an old version, the new ones in 2.0.8.
#[test]
fn moves_are_between_arguments_that_exist() {
    for (class, new, ours) in moves::X {
        let args = signatures::class(class).unwrap_or_else(|| panic!("{class}"));
        assert!(args.contains_key(*ours), "{class}.{ours}");
        assert!(!args.contains_key(*new), "{class}.{new}");
    }
    for (class, old, by) in moves::OLD {
        if class.is_empty() {
            continue;
        }
        let had = ["1.3.1", "1.4.24"]
            .iter()
            .any(|v| signatures::had(v, class, old));
        assert!(had, "{class}.{old}");
        let args = signatures::class(class).unwrap();
        assert!(
            by.to().is_none_or(|to| args.contains_key(to)),
            "{class}.{old}"
        );
        assert!(!args.contains_key(*old), "{class}.{old}");
    }
    for (class, arg, _) in moves::CHANGED {
        assert!(
            signatures::class(class).unwrap().contains_key(*arg),
            "{class}.{arg}"
        );
    }
    for (class, _) in moves::GONE {
        assert!(signatures::class(class).is_none(), "{class}");
    }
}

#[test]
fn other_versions_are_imported_as_they_were_meant() {
    let text = file(
        "2.5.1",
        &json!([{"__class_fullname__": "Rotate", "angle_range": [-10, 10], "p": 1}]),
    );
    let read = crate::import::import(&text, "").unwrap();
    let yaml = read.policy.to_yaml();
    assert!(yaml.contains("angle_deg: [-10, 10]"), "{yaml}");
    assert!(
        read.notes.iter().any(|n| n.contains("angle_range")),
        "{:?}",
        read.notes
    );
}

#[test]
fn reports_have_their_forms() {
    let findings = [Finding {
        rule: "ALB001",
        level: Level::Error,
        line: 3,
        message: "50 %: a,\nb".into(),
        fix: Some("write c".into()),
        edits: Vec::new(),
    }];
    let all = [Checked {
        file: "a:b.json",
        findings: &findings,
    }];
    assert_eq!(
        report::text(&all),
        "a:b.json:3: ALB001 50 %: a,\nb; write c\n"
    );
    assert_eq!(
        report::github(&all),
        "::error file=a%3Ab.json,line=3,title=ALB001::50 %25: a,%0Ab; write c\n"
    );
    let json: Json = serde_json::from_str(&report::json(&all)).unwrap();
    assert_eq!(json[0]["rule"], "ALB001");
    let sarif: Json = serde_json::from_str(&report::sarif(&all)).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(
        sarif["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize]
            ["id"],
        "ALB001"
    );
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        3
    );
    assert!(
        RULES
            .iter()
            .all(|r| report::page().contains(&format!("## {}", r.id)))
    );
}
