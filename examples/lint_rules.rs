//! Prints docs/LINT.md.

fn main() {
    print!("{}", augplay::lint::report::page());
}
