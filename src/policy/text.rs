//! YAML (and so JSON) to a tree of nodes that know their line, within limits.

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::error::{Code, Error, Result};

/// The most bytes a policy text may have.
pub const MAX_BYTES: usize = 1 << 20;
/// The deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 64;
/// The most values in one text.
pub const MAX_NODES: usize = 50_000;

/// A value, the line it starts on and the comments that stand before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Line from 1.
    pub line: u32,
    /// The value.
    pub data: Data,
    /// Whole-line comments above it and the one behind it, without `#`.
    pub comments: Vec<String>,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number.
    Num(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order written; keys are text and occur once.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A node without a place.
    pub fn new(data: Data) -> Self {
        Self {
            line: 0,
            data,
            comments: Vec::new(),
        }
    }

    /// What to call the value in an error.
    pub fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "nothing",
            Data::Bool(_) => "true or false",
            Data::Num(_) => "a number",
            Data::Text(_) => "text",
            Data::List(_) => "a list",
            Data::Map(_) => "a mapping",
        }
    }

    /// The value as one line of text, for errors.
    pub fn show(&self) -> String {
        match &self.data {
            Data::Null => "null".into(),
            Data::Bool(b) => b.to_string(),
            Data::Num(n) => n.to_string(),
            Data::Text(t) => format!("'{t}'"),
            Data::List(items) if items.len() > 4 => format!("a list of {}", items.len()),
            Data::List(items) => {
                format!(
                    "[{}]",
                    items.iter().map(Node::show).collect::<Vec<_>>().join(", ")
                )
            }
            Data::Map(entries) => {
                format!(
                    "{{{}}}",
                    entries
                        .iter()
                        .map(|(k, _)| k.as_str())
                        .collect::<Vec<_>>()
                        .join(", ")
                )
            }
        }
    }

    /// The tree as JSON; what JSON cannot say (NaN, infinities) becomes null.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as J;
        match &self.data {
            Data::Null => J::Null,
            Data::Bool(b) => J::Bool(*b),
            Data::Num(n) => crate::param::tidy(*n),
            Data::Text(t) => J::String(t.clone()),
            Data::List(items) => J::Array(items.iter().map(Node::to_json).collect()),
            Data::Map(entries) => {
                let entries = entries.iter().map(|(k, v)| (k.clone(), v.to_json()));
                J::Object(entries.collect())
            }
        }
    }

    /// An error of `code` at this node's line, quoting its value.
    pub fn error(&self, code: Code, message: impl Into<String>) -> Error {
        let e = Error::new(code, message).with_value(self.show());
        if self.line > 0 {
            e.at_line(self.line)
        } else {
            e
        }
    }

    /// "must be X" for a value of the wrong type.
    pub fn expected(&self, what: &str) -> Error {
        self.error(Code::Type, format!("must be {what}, not {}", self.kind()))
    }

    /// The entry `key` of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.data {
            Data::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }
}

fn syntax(line: usize, message: impl Into<String>) -> Error {
    Error::new(Code::Syntax, message).at_line(u32::try_from(line).unwrap_or(0).max(1))
}

/// A list or mapping that is still open.
enum Open {
    List(Node, Vec<Node>),
    Map(Node, Vec<(String, Node)>, Option<(String, Vec<String>)>),
}

/// Parses one document of YAML 1.2 (JSON is a subset); no anchors, tags or further documents.
pub fn parse(text: &str) -> Result<Node> {
    if text.len() > MAX_BYTES {
        return Err(Error::new(
            Code::Limit,
            format!(
                "{} bytes are beyond the limit for a policy of {MAX_BYTES}",
                text.len()
            ),
        ));
    }
    if text.contains('\0') {
        return Err(Error::new(Code::Syntax, "is not text"));
    }
    let comments = Comments::find(text);
    let mut builder = Builder {
        stack: Vec::new(),
        root: None,
        nodes: 0,
        comments,
        documents: 0,
    };
    // JSON that is tens of thousands of brackets deep is refused before the parser recurses.
    guard_depth(text)?;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|e| syntax(e.marker().line(), e.info().to_string()))?;
        builder.take(event, span.start.line(), span.end.line())?;
    }
    let rest = builder.comments.before(u32::MAX);
    let mut root = builder
        .root
        .ok_or_else(|| Error::new(Code::Syntax, "is empty"))?;
    root.comments = rest;
    Ok(root)
}

fn guard_depth(text: &str) -> Result<()> {
    let mut depth = 0usize;
    let mut quote = None;
    for (n, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        if indent > MAX_DEPTH * 16 {
            return Err(Error::new(Code::Limit, "is nested too deeply").at_line(n as u32 + 1));
        }
        let mut escaped = false;
        for c in line.chars() {
            match (quote, c) {
                (Some('"'), '\\') if !escaped => {
                    escaped = true;
                    continue;
                }
                (Some(q), c) if c == q && !escaped => quote = None,
                (None, '"') => quote = Some('"'),
                (None, '[' | '{') => depth += 1,
                (None, ']' | '}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            escaped = false;
            if depth > MAX_DEPTH {
                return Err(Error::new(
                    Code::Limit,
                    format!("is nested more than {MAX_DEPTH} deep"),
                )
                .at_line(n as u32 + 1));
            }
        }
        // A plain apostrophe must not swallow the rest of the text.
        quote = None;
    }
    Ok(())
}

struct Builder {
    stack: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    comments: Comments,
    documents: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, line: usize, end: usize) -> Result<()> {
        let at = u32::try_from(line).unwrap_or(u32::MAX);
        let node = |data, comments| Node {
            line: at,
            data,
            comments,
        };
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(syntax(line, "holds more than one document"));
                }
            }
            Event::Alias(_) => {
                return Err(syntax(line, "uses an alias (*name); write the value out"));
            }
            Event::Scalar(text, style, anchor, tag) => {
                refuse(anchor, tag.is_some(), line)?;
                if let Some(Open::Map(_, _, key @ None)) = self.stack.last_mut() {
                    *key = Some((text.into_owned(), self.comments.before(at)));
                    return Ok(());
                }
                let lead = self.lead(at);
                let data = if style == ScalarStyle::Plain {
                    plain(&text)
                } else {
                    Data::Text(text.into_owned())
                };
                let done = node(data, lead);
                self.push(done, end)?;
            }
            Event::SequenceStart(anchor, tag) => {
                refuse(anchor, tag.is_some(), line)?;
                let lead = self.lead(at);
                self.open(Open::List(node(Data::Null, lead), Vec::new()), line)?;
            }
            Event::MappingStart(anchor, tag) => {
                refuse(anchor, tag.is_some(), line)?;
                let lead = self.lead(at);
                self.open(Open::Map(node(Data::Null, lead), Vec::new(), None), line)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let done = match self.stack.pop() {
                    Some(Open::List(mut n, items)) => {
                        n.data = Data::List(items);
                        n
                    }
                    Some(Open::Map(mut n, entries, _)) => {
                        n.data = Data::Map(entries);
                        n
                    }
                    None => return Err(syntax(line, "closes more than it opened")),
                };
                self.push(done, 0)?;
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    /// Comments above a list item; those above a mapping's key were taken with the key.
    fn lead(&mut self, line: u32) -> Vec<String> {
        match self.stack.last_mut() {
            Some(Open::List(..)) => self.comments.before(line),
            Some(Open::Map(_, _, Some((_, lead)))) => std::mem::take(lead),
            _ => Vec::new(),
        }
    }

    fn open(&mut self, open: Open, line: usize) -> Result<()> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(
                Error::new(Code::Limit, format!("is nested more than {MAX_DEPTH} deep"))
                    .at_line(line as u32),
            );
        }
        if let Some(Open::Map(_, _, None)) = self.stack.last() {
            return Err(syntax(line, "a key must be text"));
        }
        self.stack.push(open);
        Ok(())
    }

    fn push(&mut self, mut node: Node, end: usize) -> Result<()> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Error::new(
                Code::Limit,
                format!("holds more than {MAX_NODES} values"),
            ));
        }
        if end > 0 {
            node.comments.extend(self.comments.before(end as u32 + 1));
        }
        let line = node.line;
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, key)) => {
                let (key, _) = key
                    .take()
                    .ok_or_else(|| syntax(line as usize, "a key must be text"))?;
                if entries.iter().any(|(k, _)| *k == key) {
                    return Err(syntax(line as usize, format!("has the key '{key}' twice")));
                }
                entries.push((key, node));
            }
        }
        Ok(())
    }
}

fn refuse(anchor: usize, tag: bool, line: usize) -> Result<()> {
    if anchor != 0 {
        return Err(syntax(line, "uses an anchor (&name); write the value out"));
    }
    if tag {
        return Err(syntax(
            line,
            "uses a tag (!name), which a policy has no use for",
        ));
    }
    Ok(())
}

/// A plain scalar by YAML 1.2's core schema.
fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Data::Null,
        "true" | "True" | "TRUE" => return Data::Bool(true),
        "false" | "False" | "FALSE" => return Data::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Data::Num(f64::NAN),
        ".inf" | "+.inf" | ".Inf" | ".INF" => return Data::Num(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Data::Num(f64::NEG_INFINITY),
        _ => {}
    }
    let numeric = text
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'))
        && text.bytes().any(|b| b.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(n) if numeric => Data::Num(n),
        _ => Data::Text(text.to_owned()),
    }
}

/// Comments of a text in order; each is handed out once.
struct Comments {
    found: std::collections::VecDeque<(u32, String)>,
}

impl Comments {
    /// Finds `# …` outside quotes. A `#` inside a block scalar would be taken for a comment only in
    /// `note: |` texts; it then shows twice, which loses nothing.
    fn find(text: &str) -> Self {
        let mut found = std::collections::VecDeque::new();
        let mut quote: Option<char> = None;
        for (n, line) in text.lines().enumerate() {
            let mut before = ' ';
            let mut escaped = false;
            for (at, c) in line.char_indices() {
                match quote {
                    Some('"') if c == '\\' && !escaped => {
                        escaped = true;
                        before = c;
                        continue;
                    }
                    Some(q) if c == q && !escaped => quote = None,
                    None if (c == '"' || c == '\'') && " [{,:-".contains(before) => quote = Some(c),
                    None if c == '#' && (before == ' ' || before == '\t') => {
                        found.push_back((n as u32 + 1, line[at + 1..].trim().to_owned()));
                        break;
                    }
                    _ => {}
                }
                escaped = false;
                before = c;
            }
        }
        Self { found }
    }

    /// Comments that stand above `line` and were not handed out yet.
    fn before(&mut self, line: u32) -> Vec<String> {
        let mut out = Vec::new();
        while self.found.front().is_some_and(|(at, _)| *at < line) {
            out.extend(self.found.pop_front().map(|(_, text)| text));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_json_are_one_tree() {
        let a = parse("a: [1, 2.5]\nb: {c: yes, d: 'true'}\n").unwrap();
        let b = parse(r#"{"a": [1, 2.5], "b": {"c": "yes", "d": "true"}}"#).unwrap();
        assert_eq!(a.show(), b.show());
        assert_eq!(
            a.get("b").unwrap().get("c").unwrap().data,
            Data::Text("yes".into())
        );
    }

    #[test]
    fn comments_stay_with_what_they_stand_by() {
        let n = parse(
            "# top\nname: x\nsteps:\n  # one\n  - op: a  # tail\n  # two\n  - op: b\n# end\n",
        )
        .unwrap();
        assert_eq!(n.get("name").unwrap().comments, ["top"]);
        let Data::List(steps) = &n.get("steps").unwrap().data else {
            panic!()
        };
        let all: Vec<String> = steps
            .iter()
            .map(|s| format!("{:?}/{:?}", s.comments, s.get("op").unwrap().comments))
            .collect();
        assert_eq!(all, [r#"["one"]/["tail"]"#, r#"["two"]/[]"#]);
        assert_eq!(n.comments, ["end"]);
    }

    #[test]
    fn hostile_texts_are_refused() {
        for (text, says) in [
            ("[".repeat(10_000), "deep"),
            ("- ".repeat(10_000), "deep"),
            ("a: &x 1\nb: *x".into(), "anchor"),
            ("a: 1\na: 2".into(), "twice"),
            ("a: !!python 1".into(), "tag"),
            (String::new(), "empty"),
            ("a: [1".into(), ""),
            ("---\na: 1\n---\nb: 1".into(), "more than one"),
            ("? [a]\n: 1".into(), "key"),
        ] {
            let e = parse(&text).unwrap_err();
            assert!(e.to_string().contains(says), "{e}");
        }
    }
}
