//! JSON as Python writes it, made into JSON.

use std::io::{self, Read};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Outside,
    Inside,
    Escaped,
}

/// A word that is no JSON, and what stands for it.
type Word = (&'static [u8], &'static [u8]);
const NAN: Word = (b"NaN", b"\"\" ");
const INFINITY: Word = (b"Infinity", b"9e307   ");

/// Bytes with words that are no JSON put into words that are, of the same length; a byte order mark becomes spaces.
pub(super) struct Lenient<R> {
    inner: R,
    at: u64,
    text: Text,
    word: Option<(Word, usize)>,
}

impl<R: Read> Read for Lenient<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buf)?;
        for byte in buf.iter_mut().take(got) {
            match (self.text, *byte) {
                (Text::Outside, b'"') => self.text = Text::Inside,
                (Text::Inside, b'"') | (Text::Escaped, _) => {
                    self.text = if self.text == Text::Inside {
                        Text::Outside
                    } else {
                        Text::Inside
                    };
                }
                (Text::Inside, b'\\') => self.text = Text::Escaped,
                (Text::Inside, _) => {}
                (Text::Outside, b) => {
                    if self.word.is_some() || b.is_ascii_uppercase() {
                        *byte = self.reword(b);
                    } else if self.at < 3 && b >= 0x80 {
                        *byte = b' ';
                    }
                }
            }
            self.at += 1;
        }
        Ok(got)
    }
}

impl<R> Lenient<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            at: 0,
            text: Text::Outside,
            word: None,
        }
    }

    fn reword(&mut self, byte: u8) -> u8 {
        let (word, place) = match (self.word.take(), byte) {
            (Some(begun), _) => begun,
            (None, b'N') => (NAN, 0),
            (None, b'I') => (INFINITY, 0),
            _ => return byte,
        };
        if word.0.get(place) != Some(&byte) {
            return byte;
        }
        if place + 1 < word.0.len() {
            self.word = Some((word, place + 1));
        }
        word.1.get(place).copied().unwrap_or(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lenient(text: &str) -> String {
        let mut out = String::new();
        let mut reader = Lenient::new(text.as_bytes());
        // Byte by byte: words may be cut anywhere.
        let mut byte = [0];
        while reader.read(&mut byte).unwrap() == 1 {
            out.push(char::from(byte[0]));
        }
        out
    }

    #[test]
    fn pythons_numbers_are_read() {
        assert_eq!(
            lenient(r#"{"NaN": [NaN,-Infinity]}"#),
            r#"{"NaN": ["" ,-9e307   ]}"#
        );
        assert_eq!(
            lenient(r#"{"a\"N": "I\\", "b": Nan}"#),
            r#"{"a\"N": "I\\", "b": ""n}"#
        );
    }
}
