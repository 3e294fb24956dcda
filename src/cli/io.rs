//! Files and standard streams.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::Stop;
use crate::error::{Code, Error, Result};

/// Standard input or output in place of a file.
pub(super) const DASH: &str = "-";

/// The most bytes read as a policy; the parser's own limit is below it.
const MAX_TEXT: u64 = 1 << 26;

/// Tells people something, on standard error. Nobody is there to hear of a failure.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "augplay: {text}");
}

/// A file's name in messages.
pub(super) fn shown(path: &Path) -> String {
    if is_dash(path) {
        "standard input".into()
    } else {
        path.display().to_string()
    }
}

/// Whether a path means a standard stream.
pub(super) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == DASH
}

/// What the operating system said about a file.
pub(super) fn failed(what: &str, path: &Path, e: &io::Error) -> Error {
    let why = match e.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => e.to_string(),
    };
    Error::new(Code::Io, format!("cannot be {what}: {why}")).in_file(&shown(path))
}

/// The bytes of a file or of standard input; at most `most`.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let got = if is_dash(path) {
        io::stdin().lock().take(most + 1).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| {
            let size = file.metadata()?.len().min(most + 1);
            bytes.reserve(size as usize + 1);
            file.take(most + 1).read_to_end(&mut bytes)
        })
    };
    got.map_err(|e| failed("read", path, &e))?;
    if bytes.len() as u64 > most {
        let message = format!("has more than {most} bytes, the most that are read");
        return Err(Error::new(Code::Limit, message).in_file(&shown(path)));
    }
    Ok(bytes)
}

/// The text of a file or of standard input.
pub(super) fn read_text(path: &Path) -> Result<String> {
    String::from_utf8(read(path, MAX_TEXT)?)
        .map_err(|_| Error::new(Code::Syntax, "is not UTF-8 text").in_file(&shown(path)))
}

/// Writes a whole file through a neighbour, so that a file of this name is never half written.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = neighbour(path);
    let done = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    done.map_err(|e| {
        let _ = fs::remove_file(&part);
        failed("written", path, &e)
    })
}

/// Where a path leads.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    // WASI does not follow links for it.
    if cfg!(target_os = "wasi") {
        fs::metadata(path)?;
        return std::path::absolute(path);
    }
    fs::canonicalize(path)
}

/// The name a file has while it is being written.
pub(super) fn neighbour(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Gives a result: to `out`, or to standard output.
pub(super) fn give(out: Option<&Path>, bytes: &[u8]) -> std::result::Result<(), Stop> {
    match out {
        Some(path) if !is_dash(path) => Ok(write(path, bytes)?),
        _ => {
            let mut stdout = io::stdout().lock();
            let done = stdout.write_all(bytes).and_then(|()| stdout.flush());
            done.map_err(|e| match e.kind() {
                io::ErrorKind::BrokenPipe => Stop::Closed,
                _ => Stop::Error(Error::new(
                    Code::Io,
                    format!("standard output cannot be written: {e}"),
                )),
            })
        }
    }
}
