//! Files to read: opened as streams, their progress told.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};

use crate::error::{Code, Error, Result};

/// Bytes asked for at once.
pub(super) const CHUNK: usize = 1 << 20;

/// A file of annotations.
pub trait Source {
    /// Its name: a path, with `/` or `\`, within what was given.
    fn name(&self) -> &str;
    /// Its length in bytes.
    fn len(&self) -> u64;
    /// Whether it is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Its bytes from the start.
    fn open(&self) -> io::Result<Box<dyn Read + '_>>;
}

/// Where reading has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// Bytes read of all files; a file that has to be read twice counts twice.
    pub read: u64,
    /// Bytes of all files.
    pub total: u64,
    /// The file being read.
    pub file: &'a str,
}

/// Opens sources and tells about progress, which may break off the reading.
pub(super) struct Opener<'a> {
    progress: RefCell<&'a mut dyn FnMut(Progress<'_>) -> bool>,
    read: Cell<u64>,
    total: u64,
    cancelled: Cell<bool>,
}

impl<'a> Opener<'a> {
    pub(super) fn new(total: u64, progress: &'a mut dyn FnMut(Progress<'_>) -> bool) -> Self {
        Self {
            progress: RefCell::new(progress),
            read: Cell::new(0),
            total,
            cancelled: Cell::new(false),
        }
    }

    /// A stream of a source, to be read in large pieces.
    pub(super) fn open<'s>(&'s self, source: &'s dyn Source) -> Result<Counted<'s, 'a>> {
        let inner = source.open().map_err(|e| self.failed(source.name(), &e))?;
        Ok(Counted {
            inner,
            name: source.name(),
            opener: self,
        })
    }

    /// All of a source's text.
    pub(super) fn text(&self, source: &dyn Source, most: u64) -> Result<String> {
        let name = source.name();
        if source.len() > most {
            let message =
                format!("has more than {most} bytes, the most of such a file that are read");
            return Err(Error::new(Code::Limit, message).in_file(name));
        }
        // As long as it says it is; in as few pieces as it gives.
        let mut bytes = vec![0; source.len() as usize];
        let (mut reader, mut length) = (self.open(source)?, 0);
        while let Some(rest) = bytes.get_mut(length..).filter(|rest| !rest.is_empty()) {
            match reader.read(rest).map_err(|e| self.failed(name, &e))? {
                0 => break,
                got => length += got,
            }
        }
        bytes.truncate(length);
        let text = String::from_utf8(bytes)
            .map_err(|_| Error::new(Code::Syntax, "is not UTF-8 text").in_file(name))?;
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })
    }

    /// What to say of a failure to read; whoever cancelled hears that.
    pub(super) fn failed(&self, name: &str, e: &io::Error) -> Error {
        let e = if self.cancelled.get() {
            Error::new(Code::Cancelled, "reading was cancelled")
        } else {
            Error::new(Code::Io, format!("cannot be read: {e}"))
        };
        e.in_file(name)
    }

    /// An error if the reading was broken off.
    pub(super) fn check(&self) -> Result<()> {
        if self.cancelled.get() {
            return Err(Error::new(Code::Cancelled, "reading was cancelled"));
        }
        Ok(())
    }
}

/// A stream that tells how much was read of it.
pub(super) struct Counted<'s, 'a> {
    inner: Box<dyn Read + 's>,
    name: &'s str,
    opener: &'s Opener<'a>,
}

impl Read for Counted<'_, '_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let opener = self.opener;
        let got = self.inner.read(buf)?;
        opener.read.set(opener.read.get() + got as u64);
        let progress = Progress {
            read: opener.read.get(),
            total: opener.total,
            file: self.name,
        };
        if opener.cancelled.get() || !(opener.progress.borrow_mut())(progress) {
            opener.cancelled.set(true);
            return Err(io::Error::other("cancelled"));
        }
        Ok(got)
    }
}
