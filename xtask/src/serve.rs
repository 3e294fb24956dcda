//! A small static server for the built page, on this machine only.

use std::fs::File;
use std::net::Ipv4Addr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

/// The page as it must work anywhere: own files only, wasm allowed, nothing fetched from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    connect-src 'self'; img-src 'self' blob: data:; style-src 'self'; font-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Requests answered at the same time.
const THREADS: usize = 8;

/// A server that is already listening.
pub(crate) struct Site {
    server: Arc<Server>,
    folder: PathBuf,
}

impl Site {
    /// Listens on 127.0.0.1; port 0 takes any free one.
    pub(crate) fn listen(folder: PathBuf, port: u16) -> Result<Self> {
        let server = Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            anyhow!("cannot listen on port {port}: {error}; choose another with --port")
        })?;
        Ok(Self {
            server: Arc::new(server),
            folder,
        })
    }

    /// The address to open.
    pub(crate) fn address(&self) -> String {
        let port = self
            .server
            .server_addr()
            .to_ip()
            .map_or(0, |address| address.port());
        format!("http://127.0.0.1:{port}/")
    }

    /// Answers requests in the background until the process ends.
    pub(crate) fn start(&self) -> Vec<thread::JoinHandle<()>> {
        (0..THREADS)
            .map(|_| {
                let (server, folder) = (Arc::clone(&self.server), self.folder.clone());
                thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        answer(request, &folder);
                    }
                })
            })
            .collect()
    }
}

fn answer(request: Request, folder: &Path) {
    let method = request.method().clone();
    let file = resolve(request.url())
        .map(|path| folder.join(path))
        .filter(|path| path.is_file());
    // A browser that went away in the middle of an answer is no error.
    let _ = match (
        method,
        file.and_then(|path| Some((File::open(&path).ok()?, path))),
    ) {
        (Method::Get | Method::Head, Some((file, path))) => {
            let response = headers()
                .into_iter()
                .fold(Response::from_file(file), Response::with_header);
            request.respond(response.with_header(header("Content-Type", media_type(&path))))
        }
        (Method::Get | Method::Head, None) => request.respond(message(404, "Not found")),
        _ => request.respond(message(405, "Only GET and HEAD")),
    };
}

fn message(status: u16, text: &str) -> Response<std::io::Cursor<Vec<u8>>> {
    let response = Response::from_string(text).with_status_code(StatusCode(status));
    headers().into_iter().fold(response, Response::with_header)
}

fn headers() -> [Header; 4] {
    [
        header("Content-Security-Policy", POLICY),
        header("X-Content-Type-Options", "nosniff"),
        header("Referrer-Policy", "no-referrer"),
        // A rebuilt page is seen at the next reload.
        header("Cache-Control", "no-cache"),
    ]
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("header names and values here are plain ASCII")
}

/// The file a URL names, relative to the served folder; none for anything that would leave it.
fn resolve(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let path = percent_decode(path.strip_prefix('/')?)?;
    let mut file = PathBuf::from(&path);
    let plain = file
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.contains(['\\', '\0', ':']) {
        return None;
    }
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    Some(file)
}

/// `%41` → `A`; none when an escape is cut short or the result is not UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(path: &Path) -> &'static str {
    match path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn urls_stay_inside_the_folder() {
        assert_eq!(resolve("/"), Some("index.html".into()));
        assert_eq!(
            resolve("/assets/a%20b.js?v=1"),
            Some("assets/a b.js".into())
        );
        for url in [
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/..%2fx",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/a%5c..%5cx",
            "/%",
            "x",
        ] {
            assert_eq!(resolve(url), None, "{url}");
        }
    }

    #[test]
    fn serves_wasm_with_its_type_and_the_policy() {
        let folder = std::env::temp_dir().join(format!("augplay-serve-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.wasm"), b"\0asm").unwrap();
        let site = Site::listen(folder.clone(), 0).unwrap();
        let port = site.server.server_addr().to_ip().unwrap().port();
        site.start();
        let get = |line: &str| {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            write!(
                stream,
                "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            .unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            text
        };
        let good = get("GET /a.wasm");
        assert!(good.starts_with("HTTP/1.1 200"), "{good}");
        assert!(good.contains("Content-Type: application/wasm"), "{good}");
        assert!(good.contains("'wasm-unsafe-eval'"), "{good}");
        assert!(get("GET /../Cargo.toml").starts_with("HTTP/1.1 404"));
        assert!(get("POST /a.wasm").starts_with("HTTP/1.1 405"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
