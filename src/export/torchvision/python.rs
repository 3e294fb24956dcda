//! Python expressions, laid out as its formatters do.

use std::fmt::Write as _;

use crate::policy::law::Law;

/// The longest line.
const WIDTH: usize = 96;

/// An expression.
#[derive(Clone)]
pub(super) enum Py {
    /// As it stands.
    Raw(String),
    /// `head(positional…, key=value…)`; a positional argument has an empty key.
    Call(String, Vec<(&'static str, Py)>),
    /// A list; items may have comments above, and comments may stand alone.
    List(Vec<Item>),
}

/// An item of a list.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) comments: Vec<String>,
    pub(super) value: Option<Py>,
}

pub(super) fn raw(text: impl Into<String>) -> Py {
    Py::Raw(text.into())
}

pub(super) fn call(head: &str, args: Vec<(&'static str, Py)>) -> Py {
    Py::Call(head.to_owned(), args)
}

/// A list without comments.
pub(super) fn plain(items: Vec<Py>) -> Py {
    let item = |value| Item {
        comments: Vec::new(),
        value: Some(value),
    };
    Py::List(items.into_iter().map(item).collect())
}

/// A number, shortest that reads back the same.
pub(super) fn num(v: f64) -> String {
    // The sum turns -0 into 0.
    let v = v + 0.0;
    if v.fract() == 0.0 && v.abs() < 1e15 {
        format!("{}", v as i64)
    } else {
        format!("{v:?}")
    }
}

pub(super) fn number(v: f64) -> Py {
    raw(num(v))
}

/// `(a, b)`.
pub(super) fn pair(a: f64, b: f64) -> Py {
    raw(format!("({}, {})", num(a), num(b)))
}

/// `[a, b, …]`.
pub(super) fn numbers(list: &[f64]) -> String {
    let list: Vec<_> = list.iter().map(|v| num(*v)).collect();
    format!("[{}]", list.join(", "))
}

/// A law as a number or a function to draw one. The file's helpers have these names.
pub(super) fn law(law: &Law, whole: bool) -> String {
    let drawn = match law {
        Law::Const(v) => return num(*v),
        Law::Uniform(a, b) if whole => {
            return format!("partial(whole, {}, {})", num(*a), num(*b));
        }
        Law::Uniform(a, b) => format!("partial(uniform, {}, {})", num(*a), num(*b)),
        Law::Normal { mean, sd, clip } => {
            let clip = clip.map_or(String::new(), |(a, b)| {
                format!(", clip=({}, {})", num(a), num(b))
            });
            format!("partial(normal, {}, {}{clip})", num(*mean), num(*sd))
        }
        Law::LogUniform(a, b) => format!("partial(log_uniform, {}, {})", num(*a), num(*b)),
        Law::Choice(values, weights) => {
            let weights = if weights.is_empty() {
                vec![1.0; values.len()]
            } else {
                weights.clone()
            };
            return format!(
                "partial(choice, {}, {})",
                numbers(values),
                numbers(&weights)
            );
        }
        Law::Signed(inner) => return format!("partial(signed, {})", self::law(inner, whole)),
    };
    if whole {
        format!("partial(rounded, {drawn})")
    } else {
        drawn
    }
}

/// The expression, its first line starting after `used` characters, others indented by `indent`.
pub(super) fn render(py: &Py, indent: usize, used: usize) -> String {
    if let Some(line) = flat(py)
        && used + line.len() < WIDTH
    {
        return line;
    }
    let deep = indent + 4;
    let pad = " ".repeat(deep);
    match py {
        Py::Raw(text) => text.clone(),
        // One list inside a call shares its brackets.
        Py::Call(head, args) if matches!(args[..], [("", Py::List(_))]) => {
            let inside = args.iter().map(|(_, a)| render(a, indent, WIDTH));
            format!("{head}({})", inside.collect::<String>())
        }
        Py::Call(head, args) => {
            let mut out = format!("{head}(\n");
            for (key, value) in args {
                let key = if key.is_empty() {
                    String::new()
                } else {
                    format!("{key}=")
                };
                let value = render(value, deep, deep + key.len());
                let _ = writeln!(out, "{pad}{key}{value},");
            }
            out + &" ".repeat(indent) + ")"
        }
        Py::List(items) => {
            let mut out = "[\n".to_owned();
            for item in items {
                for comment in &item.comments {
                    let _ = writeln!(out, "{pad}# {comment}");
                }
                if let Some(value) = &item.value {
                    let _ = writeln!(out, "{pad}{},", render(value, deep, deep));
                }
            }
            out + &" ".repeat(indent) + "]"
        }
    }
}

/// On one line, unless comments forbid it.
fn flat(py: &Py) -> Option<String> {
    match py {
        Py::Raw(text) => Some(text.clone()),
        Py::Call(head, args) => {
            let args: Option<Vec<_>> = args
                .iter()
                .map(|(key, value)| {
                    let value = flat(value)?;
                    Some(if key.is_empty() {
                        value
                    } else {
                        format!("{key}={value}")
                    })
                })
                .collect();
            Some(format!("{head}({})", args?.join(", ")))
        }
        Py::List(items) => {
            let items: Option<Vec<_>> = items
                .iter()
                .map(|item| {
                    if item.comments.is_empty() {
                        item.value.as_ref().and_then(flat)
                    } else {
                        None
                    }
                })
                .collect();
            Some(format!("[{}]", items?.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back() {
        for v in [0.1 + 0.2, 1e-7, 1e300, -0.0, 4.0 / 3.0, 224.0] {
            assert_eq!(num(v).parse::<f64>().unwrap(), v + 0.0);
        }
        assert_eq!(num(-0.0), "0");
    }

    #[test]
    fn long_calls_are_broken_up() {
        let long = raw("x".repeat(90));
        let py = call("v2.Compose", vec![("", plain(vec![long, raw("y")]))]);
        let text = render(&py, 0, 0);
        assert_eq!(
            text,
            format!("v2.Compose([\n    {},\n    y,\n])", "x".repeat(90))
        );
    }
}
