//! A small static server for the built page, on this machine only.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The page as it must work anywhere: own files only, wasm allowed, nothing fetched from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    connect-src 'self'; img-src 'self' blob: data:; style-src 'self'; font-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HEADERS: [(HeaderName, &str); 4] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    // A rebuilt page is seen at the next reload.
    (CACHE_CONTROL, "no-cache"),
];

/// A server that is already listening.
pub(crate) struct Site {
    listener: TcpListener,
    address: SocketAddr,
    folder: PathBuf,
}

impl Site {
    /// Listens on 127.0.0.1; port 0 takes any free one.
    pub(crate) fn listen(folder: PathBuf, port: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("cannot listen on port {port}; choose another with --port"))?;
        // The runtime that takes it over expects so.
        listener.set_nonblocking(true)?;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            folder,
        })
    }

    /// The address to open.
    pub(crate) fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers requests in the background until the process ends.
    pub(crate) fn start(self) -> thread::JoinHandle<Result<()>> {
        thread::spawn(move || {
            let pages = ServeDir::new(self.folder);
            let mut router = Router::new().fallback_service(pages);
            for (name, value) in HEADERS {
                let value = HeaderValue::from_static(value);
                router = router.layer(SetResponseHeaderLayer::overriding(name, value));
            }
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_io()
                .build()?;
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(self.listener)?;
                axum::serve(listener, router).await?;
                Ok(())
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::time::Duration;

    use super::*;

    /// A served folder with one wasm file beside a file that must not be served.
    fn site(name: &str) -> SocketAddr {
        let outside = std::env::temp_dir().join(format!("augplay-{name}-{}", std::process::id()));
        let folder = outside.join("served");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.wasm"), b"\0asm").unwrap();
        std::fs::write(outside.join("secret"), b"outside").unwrap();
        let site = Site::listen(folder, 0).unwrap();
        let address = site.address;
        site.start();
        address
    }

    fn ask(address: SocketAddr, line: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn serves_wasm_with_its_type_and_the_policy() {
        let address = site("serve");
        let good = ask(address, "GET /a.wasm?v=1");
        assert!(good.starts_with("HTTP/1.1 200"), "{good}");
        assert!(good.contains("content-type: application/wasm"), "{good}");
        assert!(good.contains("'wasm-unsafe-eval'"), "{good}");
        assert!(ask(address, "POST /a.wasm").starts_with("HTTP/1.1 405"));
        assert!(ask(address, "GET /b.wasm").starts_with("HTTP/1.1 404"));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let address = site("outside");
        for path in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "//../secret",
            "/a%5c..%5c..%5csecret",
        ] {
            let answer = ask(address, &format!("GET {path}"));
            assert!(!answer.contains("outside"), "{path}: {answer}");
        }
    }

    /// Browsers keep connections open and open more in bursts: each must be answered.
    #[test]
    fn every_open_connection_is_answered() {
        let address = site("burst");
        let mut held: Vec<TcpStream> = Vec::new();
        for round in 0..40 {
            held.drain(..held.len().min(round % 4));
            let mut burst: Vec<TcpStream> = (0..2 + round % 6)
                .map(|_| TcpStream::connect(address).unwrap())
                .collect();
            for stream in &mut burst {
                stream
                    .write_all(b"GET /a.wasm HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .unwrap();
            }
            for stream in &mut burst {
                stream
                    .set_read_timeout(Some(Duration::from_secs(20)))
                    .unwrap();
                assert!(stream.read(&mut [0; 16]).unwrap() > 0, "round {round}");
            }
            held.extend(burst);
        }
    }
}
