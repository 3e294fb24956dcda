//! Files made to do harm: each is refused with a named error or told about; nothing is evaluated.

use std::fmt::Write as _;

use super::import;
use crate::lint::lint;

/// What a reader says who refuses the text.
fn refused(text: &str) -> String {
    match import(text, "") {
        Ok(read) => panic!("it was read: {:?}", read.notes),
        Err(error) => error.to_string(),
    }
}

fn albumentations(version: &str, transforms: &str) -> String {
    format!(
        r#"{{"__version__": "{version}", "transform": {{"__class_fullname__": "Compose", "p": 1.0, "transforms": [{transforms}]}}}}"#
    )
}

#[test]
fn anchors_do_not_multiply() {
    // Nine levels of nine references each: 387 million nodes if they were followed.
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..9 {
        let inside = vec![format!("*a{}", i - 1); 9].join(", ");
        let _ = writeln!(bomb, "a{i}: &a{i} [{inside}]");
    }
    let policy = format!("augplay: 1\n{bomb}steps: []\n");
    let file = format!("__version__: 2.0.8\n{bomb}transform: *a8\n");
    let cycle =
        "__version__: 2.0.8\ntransform: &t\n  __class_fullname__: Compose\n  transforms: [*t]\n";
    for text in [&policy, &file, cycle] {
        let said = refused(text);
        assert!(said.contains("anchor") && said.contains("line"), "{said}");
        let said = lint(text).unwrap_err().to_string();
        assert!(said.contains("anchor") && said.contains("line"), "{said}");
    }
}

#[test]
fn depth_is_bounded() {
    let one_of = r#"{"__class_fullname__": "OneOf", "p": 1.0, "transforms": ["#;
    let deep = 5000;
    let nested = albumentations("2.0.8", &(one_of.repeat(deep) + &"]}".repeat(deep)));
    let code = format!("v2.Compose({}{})", "[".repeat(deep), "]".repeat(deep));
    let yaml = format!(
        "augplay: 1\nsteps: {}{}\n",
        "[".repeat(deep),
        "]".repeat(deep)
    );
    for text in [nested, code, yaml] {
        let said = refused(&text);
        assert!(said.contains("deep") || said.contains("nest"), "{said}");
    }
}

#[test]
fn broken_text_is_told_with_its_line() {
    for text in [
        "{\"__version__\": \"2.0.8\",\n \"transform\": {\"__class_fullname__\": \"Compose\",\n",
        "augplay: 1\nsteps: [\n  {op: rotate\n",
    ] {
        let said = refused(text);
        assert!(said.contains("line") && said.len() < 600, "{said}");
    }
    // Code that does not end is told with the line of its open bracket.
    let code = "import x\nt = v2.Compose([\n  v2.RandomHorizontalFlip(p=0.5),\n  v2.Resize((\n";
    let said = refused(code);
    assert!(
        said.contains("never closed") && said.contains("line 2"),
        "{said}"
    );
}

/// What a reader says of a text that it may read in part.
fn told(text: &str) -> String {
    match import(text, "") {
        Ok(read) => read.notes.join("; "),
        Err(error) => error.to_string(),
    }
}

#[test]
fn expressions_are_never_evaluated() {
    let monai = |target: &str, prob: &str| {
        format!(
            r#"{{"train_transforms": {{"_target_": "Compose", "transforms": [
            {{"_target_": "{target}", "prob": "{prob}", "spatial_axis": 0}}]}}}}"#
        )
    };
    for prob in ["$__import__('os').system('true')", "@steps::0"] {
        let said = told(&monai("RandFlip", prob));
        assert!(said.contains(prob) && said.contains("not read"), "{said}");
    }
    for (target, named) in [
        ("os.system", "system"),
        ("$print", "$print"),
        ("builtins.eval", "eval"),
    ] {
        let said = told(&monai(target, "1"));
        assert!(said.contains(named), "{said}");
    }
    for code in [
        "v2.Compose([v2.RandomRotation(degrees=__import__('os').system('true'))])",
        "v2.Compose([v2.RandomRotation(degrees=open('/etc/passwd').read())])",
        "A.Compose([A.Rotate(limit=(lambda: 10)())])",
    ] {
        assert!(
            !told(code).is_empty(),
            "{code} was read as if it were plain"
        );
    }
}

#[test]
fn unknown_classes_and_versions_are_told() {
    let odd = albumentations("2.0.8", r#"{"__class_fullname__": "os.system", "p": 1.0}"#);
    let said = told(&odd);
    assert!(said.contains("system is not known"), "{said}");
    let flip = r#"{"__class_fullname__": "HorizontalFlip", "p": 1.0}"#;
    for version in ["9.9.9", "two", ""] {
        let said = told(&albumentations(version, flip));
        assert!(said.contains("version"), "{version}: {said}");
    }
}
