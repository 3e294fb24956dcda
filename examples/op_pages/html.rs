//! The pages' text.

use std::fmt::Write as _;

use augplay::kernel::Dialect;
use augplay::ops::{Meta, Node, Op};
use augplay::param::{Default, Kind, Param, Value};
use augplay::policy::library;
use serde_json::Value as Json;

use crate::Drawn;

/// Text that may stand anywhere in a page.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn frame(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{} · augplay</title>\n<link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(title)
    )
}

/// A step that shows an op, as it would stand in a policy.
pub(crate) fn example(op: &dyn Op) -> String {
    let meta = op.meta();
    let mut keys = vec![format!("op: {}", meta.name)];
    for param in meta.params {
        let value = match (param.kind, param.default) {
            (Kind::Rects, Default::Absent) => "[[120, 90, 180, 140], [400, 260, 90, 110]]",
            _ => continue,
        };
        keys.push(format!("{}: {value}", param.name));
    }
    format!("{{{}}}", keys.join(", "))
}

/// One documentation page.
pub(crate) struct Page {
    title: String,
    body: String,
}

impl Page {
    pub(crate) fn of_op(op: &dyn Op, subject: &str, draws: &[Drawn]) -> Self {
        let meta = op.meta();
        let mut body = head(meta.name, meta.title, meta.doc, meta.aliases);
        let _ = writeln!(body, "<section class=\"pictures\">");
        figure(&mut body, &format!("pictures/{subject}.jpg"), "before");
        for draw in draws {
            match &draw.picture {
                Some(picture) => figure(&mut body, picture, &draw.says),
                None => drop(writeln!(
                    body,
                    "<p class=\"why\">{}</p>",
                    escape(&draw.says)
                )),
            }
        }
        let _ = writeln!(body, "</section>");
        let _ = writeln!(body, "<pre><code>- {}</code></pre>", escape(&example(op)));
        let _ = writeln!(body, "<p>{}</p>", arithmetic(meta));
        let follows = if meta.moves {
            "Masks follow by the nearest pixel; boxes and keypoints follow."
        } else {
            "Masks, boxes and keypoints stay as they are."
        };
        let _ = writeln!(body, "<p>{follows}</p>");
        body.push_str(&parameters(meta.params));
        Self {
            title: meta.title.into(),
            body,
        }
    }

    pub(crate) fn of_node(node: Node) -> Self {
        let mut body = head(node.name(), node.title(), node.doc(), node.aliases());
        let example = format!(
            "- {}: [{{op: horizontal_flip}}, {{op: rotate}}]",
            node.name()
        );
        let _ = writeln!(body, "<pre><code>{example}</code></pre>");
        body.push_str(&parameters(node.params()));
        Self {
            title: node.title().into(),
            body,
        }
    }

    pub(crate) fn text(&self) -> String {
        frame(&self.title, &self.body)
    }
}

fn head(name: &str, title: &str, doc: &str, aliases: &[&str]) -> String {
    let mut out = format!(
        "<nav><a href=\"../\">augplay</a> / <a href=\"./\">ops</a></nav>\n<h1>{}</h1>\n\
         <p class=\"name\"><code>{name}</code></p>\n<p>{}</p>\n",
        escape(title),
        escape(doc)
    );
    if !aliases.is_empty() {
        let _ = writeln!(
            out,
            "<p class=\"aliases\">Also known as {}.</p>",
            escape(&aliases.join(", "))
        );
    }
    out
}

fn figure(out: &mut String, picture: &str, says: &str) {
    let says = escape(says);
    let _ = writeln!(
        out,
        "<figure><img src=\"{picture}\" alt=\"{says}\" loading=\"lazy\"><figcaption>{says}</figcaption></figure>"
    );
}

fn arithmetic(meta: &Meta) -> String {
    if let Some(own) = meta.library {
        return format!("Defined by {}.", escape(own));
    }
    let names: Vec<_> = meta.dialects.iter().map(|d| library(*d)).collect();
    format!("Drawn in {}.", names.join(", "))
}

fn parameters(params: &[&Param]) -> String {
    if params.is_empty() {
        return "<p>It has no parameters.</p>\n".into();
    }
    let mut out = "<table>\n<thead><tr><th>parameter</th><th>default</th><th>allowed</th><th>what it does</th></tr></thead>\n<tbody>\n".to_owned();
    for param in params {
        let mut doc = escape(param.doc);
        if !param.dialects.is_empty() {
            let only: Vec<_> = param
                .dialects
                .iter()
                .map(|d: &Dialect| library(*d))
                .collect();
            let _ = write!(
                doc,
                " <span class=\"only\">Only in {}.</span>",
                only.join(", ")
            );
        }
        let _ = writeln!(
            out,
            "<tr><td><code>{}</code></td><td><code>{}</code></td><td>{}</td><td>{doc}</td></tr>",
            param.name,
            escape(&default(param)),
            escape(&allowed(param))
        );
    }
    out + "</tbody>\n</table>\n"
}

fn default(param: &Param) -> String {
    match param.default_value() {
        Value::Absent => "–".into(),
        value => match value.to_json() {
            Json::String(word) => word,
            Json::Array(items) => {
                let items: Vec<_> = items.iter().map(Json::to_string).collect();
                format!("[{}]", items.join(", "))
            }
            other => other.to_string(),
        },
    }
}

fn allowed(param: &Param) -> String {
    let unit = if param.unit.is_empty() {
        String::new()
    } else {
        format!(" {}", param.unit)
    };
    match param.kind {
        Kind::Number | Kind::Integer => {
            let law = if param.law { ", or a law" } else { "" };
            format!("{} to {}{unit}{law}", param.min, param.max)
        }
        Kind::Bool => "true, false".into(),
        Kind::Choice(words) => words.join(", "),
        Kind::Color => "0 to 255, or [r, g, b]".into(),
        Kind::Numbers(least, most) => format!("{least} to {most} numbers"),
        Kind::Rects => "[x, y, width, height], …".into(),
        Kind::Seed => "a whole number".into(),
    }
}

/// An op on the first page.
pub(crate) struct Card {
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) picture: String,
}

/// The first page: every op by its group.
pub(crate) fn index(groups: &[(&str, &str)], cards: &[Card]) -> String {
    let mut body = "<nav><a href=\"../\">augplay</a> / ops</nav>\n<h1>Ops</h1>\n\
        <p>Every op and node, with its defaults. The pictures are augplay's own.</p>\n"
        .to_owned();
    for (group, label) in groups {
        let mut inside = cards.iter().filter(|c| c.group == *group).peekable();
        if inside.peek().is_none() {
            continue;
        }
        let _ = writeln!(body, "<h2>{}</h2>\n<ul class=\"cards\">", escape(label));
        for card in inside {
            let first = card.doc.split_inclusive(". ").next().unwrap_or_default();
            let picture = if card.picture.is_empty() {
                String::new()
            } else {
                format!("<img src=\"{}\" alt=\"\" loading=\"lazy\">", card.picture)
            };
            let _ = writeln!(
                body,
                "<li><a href=\"{0}.html\">{picture}<b>{0}</b><span>{1}</span></a></li>",
                card.name,
                escape(first.trim_end())
            );
        }
        body.push_str("</ul>\n");
    }
    frame("Ops", &body)
}
