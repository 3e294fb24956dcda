//! Python as data: calls, lists, tuples, dictionaries, numbers, strings and names of a text. Nothing is
//! run and nothing is looked up.

use crate::error::{Code, Error, Result};

/// The most bytes, the deepest nesting and the most values of a text.
const MAX_BYTES: usize = 1 << 20;
const MAX_DEPTH: usize = 48;
const MAX_VALUES: usize = 20_000;

/// A value and its line from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expr {
    pub(super) line: u32,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    None,
    Bool(bool),
    Num(f64),
    Text(String),
    /// `a` or `a.b.c`.
    Name(String),
    /// A list or tuple.
    List(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
    Call(Call),
}

/// `name(value, key=value)`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) args: Vec<(Option<String>, Expr)>,
}

impl Call {
    /// The class without its modules.
    pub(super) fn class(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Num(f64),
    Text(String),
    Mark(char),
    /// What no value here holds.
    Other(char),
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statement {
    /// The name that it assigns to, if it does.
    pub(super) target: Option<String>,
    pub(super) value: Expr,
    /// The innermost branch or loop that it stands in, and its line.
    pub(super) under: Option<(u32, String)>,
}

/// The statements of a text that are values or assignments of values; all others are skipped, and
/// those that begin as one and are none are told.
///
/// # Errors
/// If the text is beyond a limit.
pub(super) fn read(text: &str) -> Result<(Vec<Statement>, Vec<String>)> {
    if text.len() > MAX_BYTES {
        let message = format!("{} bytes are beyond the limit of {MAX_BYTES}", text.len());
        return Err(Error::new(Code::Limit, message));
    }
    let mut out = Vec::new();
    let mut notes = Vec::new();
    let indents: Vec<usize> = text
        .lines()
        .map(|l| l.len() - l.trim_start().len())
        .collect();
    // Branches and loops that are open, each with its indent.
    let mut open: Vec<(usize, u32, String)> = Vec::new();
    for tokens in statements(text)? {
        let mut parser = Parser {
            tokens: &tokens,
            at: 0,
            depth: 0,
        };
        let line = parser.line();
        let indent = indents.get(line as usize - 1).copied().unwrap_or_default();
        while open.last().is_some_and(|(outer, ..)| indent <= *outer) {
            open.pop();
        }
        let target = parser.target();
        if let Some(Token::Word(word)) = parser.peek()
            && SKIPPED.contains(&word.as_str())
        {
            if BRANCHES.contains(&word.as_str()) {
                open.push((indent, line, word.clone()));
                if tokens.last().is_some_and(|(_, t)| *t != Token::Mark(':')) {
                    notes.push(format!(
                        "line {line}: not read: what follows {word} on its line"
                    ));
                }
            }
            if word == "return" {
                parser.at += 1;
            } else {
                continue;
            }
        }
        match parser.value().and_then(|v| parser.end().map(|()| v)) {
            Ok(value) => out.push(Statement {
                target,
                value,
                under: open.last().map(|(_, line, word)| (*line, word.clone())),
            }),
            Err(e) if e.code == Code::Limit => return Err(e),
            Err(e) => notes.push(format!("not read: {e}")),
        }
    }
    Ok((out, notes))
}

/// Statements that hold no transform.
const SKIPPED: &[&str] = &[
    "import", "from", "def", "class", "if", "elif", "else", "for", "while", "with", "try",
    "except", "finally", "assert", "pass", "return", "raise", "print", "del", "global", "lambda",
];

/// Those of them whose statements may not run, or more than once.
const BRANCHES: &[&str] = &[
    "if", "elif", "else", "for", "while", "try", "except", "finally",
];

type Tokens = Vec<(u32, Token)>;

/// Tokens of each statement: a line, or several while a bracket is open.
fn statements(text: &str) -> Result<Vec<Tokens>> {
    let mut all = Vec::new();
    let mut now: Tokens = Vec::new();
    let (mut line, mut count) = (1u32, 0usize);
    // The lines of the brackets that are open.
    let mut open: Vec<u32> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        let mut token = None;
        match c {
            '#' => taken = rest.find('\n').unwrap_or(rest.len()),
            '\n' | ';' if open.is_empty() => {
                if !now.is_empty() {
                    all.push(std::mem::take(&mut now));
                }
            }
            '\\' if rest.get(1..2) == Some("\n") => {
                taken = 2;
                line += 1;
            }
            c if c.is_whitespace() => {}
            '"' | '\'' => {
                let (text, length) = string(rest, line)?;
                token = Some(Token::Text(text));
                taken = length;
            }
            c if c.is_ascii_digit() || (c == '.' && digit(rest.get(1..))) => {
                let (number, length) = number(rest);
                token = Some(number.map_or(Token::Other(c), Token::Num));
                taken = length;
            }
            c if c.is_alphabetic() || c == '_' => {
                let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
                taken = rest.find(|c| !part(c)).unwrap_or(rest.len());
                token = Some(Token::Word(
                    rest.get(..taken).unwrap_or_default().to_owned(),
                ));
            }
            '(' | '[' | '{' => {
                open.push(line);
                token = Some(Token::Mark(c));
            }
            ')' | ']' | '}' => {
                open.pop();
                token = Some(Token::Mark(c));
            }
            ',' | '=' | ':' | '-' | '+' | '/' | '*' => token = Some(Token::Mark(c)),
            other => token = Some(Token::Other(other)),
        }
        if let Some(token) = token {
            count += 1;
            if count > MAX_VALUES * 4 || open.len() > MAX_DEPTH {
                let message = "is too large or nested too deep to be read";
                return Err(Error::new(Code::Limit, message).at_line(line));
            }
            now.push((line, token));
        }
        let eaten = rest.get(..taken).unwrap_or(rest);
        if c != '\\' {
            line += eaten.matches('\n').count() as u32;
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    if let Some(line) = open.first() {
        let message = "has a bracket that is never closed";
        return Err(Error::new(Code::Syntax, message).at_line(*line));
    }
    all.push(now);
    all.retain(|tokens| !tokens.is_empty());
    Ok(all)
}

fn digit(rest: Option<&str>) -> bool {
    rest.is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
}

/// A string at the start of the text, and its length with quotes.
fn string(rest: &str, line: u32) -> Result<(String, usize)> {
    let bad = || Error::new(Code::Syntax, "has a string that does not end").at_line(line);
    let quote = rest.get(..1).unwrap_or_default();
    let triple = quote.repeat(3);
    if rest.starts_with(&triple) {
        let inside = rest.get(3..).unwrap_or_default();
        let end = inside.find(&triple).ok_or_else(bad)?;
        return Ok((inside.get(..end).unwrap_or_default().to_owned(), end + 6));
    }
    let mut out = String::new();
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return Err(bad()),
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            c if !escaped && quote.starts_with(c) => return Ok((out, at + 1)),
            c => out.push(c),
        }
        escaped = false;
    }
    Err(bad())
}

/// A number at the start of the text, and its length.
fn number(rest: &str) -> (Option<f64>, usize) {
    let mut before = ' ';
    let mut length = 0;
    for c in rest.chars() {
        let sign = (c == '+' || c == '-') && matches!(before, 'e' | 'E');
        if !(c.is_ascii_alphanumeric() || c == '.' || c == '_' || sign) {
            break;
        }
        before = c;
        length += c.len_utf8();
    }
    let digits = rest.get(..length).unwrap_or_default().replace('_', "");
    (digits.parse().ok(), length)
}

struct Parser<'a> {
    tokens: &'a [(u32, Token)],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, t)| t)
    }

    fn is(&self, mark: char) -> bool {
        self.peek() == Some(&Token::Mark(mark))
    }

    fn take(&mut self, mark: char) -> bool {
        let is = self.is(mark);
        self.at += usize::from(is);
        is
    }

    fn line(&self) -> u32 {
        let at = self.at.min(self.tokens.len().saturating_sub(1));
        self.tokens.get(at).map_or(1, |(line, _)| *line)
    }

    fn bad(&self, what: &str) -> Error {
        Error::new(Code::Syntax, what).at_line(self.line())
    }

    /// `name =` or `name: type =` in front of a value.
    fn target(&mut self) -> Option<String> {
        let (_, Token::Word(name)) = self.tokens.first()? else {
            return None;
        };
        if SKIPPED.contains(&name.as_str()) {
            return None;
        }
        let typed = |t: &(u32, Token)| matches!(t.1, Token::Word(_) | Token::Mark(':'));
        let at = 1 + self.tokens.iter().skip(1).take_while(|t| typed(t)).count();
        let is = |at: usize| self.tokens.get(at).map(|(_, t)| t) == Some(&Token::Mark('='));
        if is(at) && !is(at + 1) {
            self.at = at + 1;
            return Some(name.clone());
        }
        None
    }

    fn end(&self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.bad("this is more than one value; expressions are not worked out")),
        }
    }

    fn value(&mut self) -> Result<Expr> {
        let first = self.one()?;
        // A quotient of two numbers is the one calculation that settings are written with.
        if let (What::Num(a), true) = (&first.what, self.is('/')) {
            let a = *a;
            self.at += 1;
            let below = self.one()?;
            let What::Num(b) = below.what else {
                return Err(self.bad("a number must stand below the stroke"));
            };
            return Ok(Expr {
                line: first.line,
                what: What::Num(a / b),
            });
        }
        Ok(first)
    }

    fn one(&mut self) -> Result<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Error::new(Code::Limit, "is nested too deep").at_line(self.line()));
        }
        let line = self.line();
        let token = self.peek().cloned();
        self.at += 1;
        let what = match token {
            Some(Token::Num(v)) => What::Num(v),
            Some(Token::Text(mut text)) => {
                // Strings side by side are one.
                while let Some(Token::Text(more)) = self.peek() {
                    text.push_str(more);
                    self.at += 1;
                }
                What::Text(text)
            }
            Some(Token::Mark('-')) => match self.one()?.what {
                What::Num(v) => What::Num(-v),
                _ => return Err(self.bad("a minus must stand before a number")),
            },
            Some(Token::Mark('[')) => What::List(self.items(']')?.0),
            Some(Token::Mark('(')) => {
                let (mut items, commas) = self.items(')')?;
                match items.pop() {
                    Some(only) if items.is_empty() && !commas => only.what,
                    last => {
                        items.extend(last);
                        What::List(items)
                    }
                }
            }
            Some(Token::Mark('{')) => self.map()?,
            Some(Token::Word(name)) => match name.as_str() {
                "None" => What::None,
                "True" => What::Bool(true),
                "False" => What::Bool(false),
                _ if self.take('(') => What::Call(Call {
                    args: self.args()?,
                    name,
                }),
                _ => What::Name(name),
            },
            _ => {
                self.at -= 1;
                return Err(self.bad("this is no plain value; expressions are not worked out"));
            }
        };
        self.depth -= 1;
        Ok(Expr { line, what })
    }

    /// Values up to a bracket, and whether a comma stands among them.
    fn items(&mut self, end: char) -> Result<(Vec<Expr>, bool)> {
        let (mut out, mut commas) = (Vec::new(), false);
        while !self.take(end) {
            out.push(self.value()?);
            let comma = self.take(',');
            commas |= comma;
            if !comma && !self.is(end) {
                return Err(self.bad("a comma or a closing bracket is missing here"));
            }
        }
        Ok((out, commas))
    }

    fn map(&mut self) -> Result<What> {
        let mut out = Vec::new();
        while !self.take('}') {
            let key = self.value()?;
            if !self.take(':') {
                return Err(self.bad("a colon is missing here"));
            }
            out.push((key, self.value()?));
            if !self.take(',') && !self.is('}') {
                return Err(self.bad("a comma or a closing bracket is missing here"));
            }
        }
        Ok(What::Map(out))
    }

    fn args(&mut self) -> Result<Vec<(Option<String>, Expr)>> {
        let mut out = Vec::new();
        while !self.take(')') {
            let next = self.tokens.get(self.at + 1).map(|(_, t)| t);
            let key = match (self.peek(), next) {
                (Some(Token::Word(key)), Some(Token::Mark('='))) => Some(key.clone()),
                _ => None,
            };
            if key.is_some() {
                self.at += 2;
            }
            out.push((key, self.value()?));
            if !self.take(',') && !self.is(')') {
                return Err(self.bad("a comma or a closing bracket is missing here"));
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn calls_are_read_and_nothing_is_run() {
        let text = "import torch  # x\n\nsize = (224, 224)\nt: list = v2.Compose([\n    v2.Resize(size, antialias=True),  # y\n    v2.RandomErasing(scale=[.02, 1/3], value='a' \"b\"),\n    -1e-3, {'a': None},\n])\nx = f(1 + 2)\n";
        let (read, notes) = read(text).unwrap();
        assert_eq!(read.len(), 2, "{read:?}");
        assert_eq!(read[0].target.as_deref(), Some("size"));
        let What::Call(call) = &read[1].value.what else {
            panic!()
        };
        assert_eq!(
            (call.name.as_str(), call.class(), read[1].value.line),
            ("v2.Compose", "Compose", 4)
        );
        let What::List(items) = &call.args[0].1.what else {
            panic!()
        };
        assert_eq!(
            items.iter().map(|i| i.line).collect::<Vec<_>>(),
            [5, 6, 7, 7]
        );
        assert_eq!(items[2].what, What::Num(-1e-3));
        assert_eq!(notes.len(), 1);
        assert!(notes[0].contains("line 9"), "{notes:?}");
    }

    #[test]
    fn depth_and_size_are_bounded() {
        assert_eq!(read(&"[".repeat(100_000)).unwrap_err().code, Code::Limit);
        assert_eq!(read(&"1,".repeat(600_000)).unwrap_err().code, Code::Limit);
        assert_eq!(
            read(&format!("f({})", "-".repeat(60_000)))
                .unwrap_err()
                .code,
            Code::Limit
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[a-c(){}\\[\\],=:'\"\\\\.0-9 \n#/*é-]{0,80}") {
            let _ = read(&text);
        }
    }
}
