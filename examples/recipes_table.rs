//! Prints docs/RECIPES.md: every mix with its parameters, every preset with its source.

use augplay::mix::{MIXES, Mix};
use augplay::param::{Kind, Param, Value};
use augplay::presets::PRESETS;

/// A table's cell may not end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// `alpha 1`, or with the words of a choice.
fn param(p: &Param) -> String {
    let value = match p.default_value() {
        Value::Absent => String::new(),
        value => format!(": {}", value.to_json()).replace('"', ""),
    };
    match p.kind {
        Kind::Choice(words) => format!("`{}{value}` ({})", p.name, words.join(", ")),
        _ => format!("`{}{value}`", p.name),
    }
}

fn mix(mix: &dyn Mix) -> String {
    let m = mix.meta();
    let params: Vec<_> = m.params.iter().map(|p| param(p)).collect();
    let cells = [m.name, m.doc, &params.join("; "), m.source].map(cell);
    let [name, doc, params, source] = cells;
    format!("| `{name}` | {doc} | {params} | {source} |\n")
}

fn main() {
    println!("# Mixes and presets\n");
    println!("<!-- Made by `cargo xtask gen`. -->\n");
    println!(
        "`batch.mixes` of a policy chooses among these, by `weight`, with `none` as the weight of leaving samples alone.\n"
    );
    println!("| mix | what it does | parameters | source |\n| --- | --- | --- | --- |");
    for m in MIXES {
        print!("{}", mix(*m));
    }
    println!("\n`augplay presets ID` writes one of these.\n");
    println!("| preset | what it is | source |\n| --- | --- | --- |");
    for p in PRESETS {
        let [id, doc, source] = [p.id, p.doc, p.source].map(cell);
        println!("| `{id}` | {doc} | {source} |");
    }
}
