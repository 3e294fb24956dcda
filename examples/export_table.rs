//! Prints docs/EXPORT.md.

fn main() {
    print!("{}", augplay::export::docs::page());
}
