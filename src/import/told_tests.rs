//! Nothing of pasted code is lost in silence.

use super::{import, monai, torchvision};

fn notes(text: &str) -> Vec<String> {
    let imported = import(text, "").unwrap_or_else(|e| panic!("{text}: {e}"));
    imported.notes
}

/// Every class that is read, with its library's prefix and the arguments of its signature.
fn signatures() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let torch = torchvision::CLASSES.iter();
    let torch = torch.map(|(class, order)| ("v2.", *class, order.to_vec()));
    let monai = monai::CLASSES.iter();
    let monai = monai.map(|(class, order, _)| ("", *class, order.to_vec()));
    torch.chain(monai).collect()
}

/// In a list whose other member says which library's it is.
fn listed(prefix: &str, call: &str) -> String {
    let other = if prefix.is_empty() {
        "RandGibbsNoise(prob=0.1)"
    } else {
        "v2.RandomHorizontalFlip()"
    };
    format!("t = {prefix}Compose([{other}, {call}])")
}

#[test]
fn unknown_arguments_are_told() {
    for (prefix, class, _) in signatures() {
        let text = listed(prefix, &format!("{prefix}{class}(frobnicate=1)"));
        let notes = notes(&text);
        assert!(
            notes.iter().any(|n| n.contains("frobnicate"))
                || notes.iter().any(|n| n.contains(class)),
            "{text}: {notes:?}"
        );
    }
}

#[test]
fn values_of_the_wrong_kind_are_told() {
    for (prefix, class, order) in signatures() {
        for arg in order {
            for value in ["odd(1)", "{'a': {}}", "[[], 'x']"] {
                let text = listed(prefix, &format!("{prefix}{class}({arg}={value})"));
                let notes = notes(&text);
                assert!(!notes.is_empty(), "{text}");
            }
        }
    }
}

#[test]
fn what_is_not_run_is_told() {
    let list = "v2.Compose([v2.RandomHorizontalFlip()])";
    for (text, note) in [
        (
            format!("if train:\n    t = {list}\nelse:\n    t = {list}\n"),
            "whatever if in line 1",
        ),
        (
            format!("t = {list}\nt.transforms.append(v2.RandomInvert())\n"),
            "line 2: a transform stands in a call",
        ),
        (
            format!("t = {list}\nif big: u = v2.RandomInvert()\n"),
            "line 2: not read: what follows if",
        ),
        (
            format!("ops = []\nops += [v2.RandomInvert()]\nt = {list}\n"),
            "line 2",
        ),
    ] {
        let notes = notes(&text);
        assert!(notes.iter().any(|n| n.contains(note)), "{text}: {notes:?}");
    }
    let plain = notes(&format!(
        "for epoch in range(3):\n    step(epoch)\nt = {list}\n"
    ));
    assert!(plain.is_empty(), "{plain:?}");
}
