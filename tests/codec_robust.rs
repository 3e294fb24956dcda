//! Broken files never panic, and small ones that claim much are refused before memory is asked for.
#![cfg(feature = "codec")]

use std::path::PathBuf;
use std::sync::LazyLock;

use augplay::Code;
use augplay::codec::{DecodeOptions, Input, decode, probe};
use proptest::prelude::*;

/// Every sample file.
static SAMPLES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let files = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/codec/files");
    let mut names: Vec<_> = std::fs::read_dir(files)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    names.sort();
    names.iter().map(|n| std::fs::read(n).unwrap()).collect()
});

/// The images are small; a flipped header byte may claim more, and then this limit speaks.
const FUZZ_PIXELS: usize = 1 << 20;

fn survives(bytes: &[u8]) {
    let _ = probe(bytes);
    for input in [
        Input::Rgb,
        Input::Window {
            low: 0,
            high: 65535,
        },
    ] {
        let options = DecodeOptions {
            input,
            apply_orientation: true,
            max_pixels: FUZZ_PIXELS,
        };
        match decode(bytes, &options) {
            Ok(d) => assert!(d.image.size().area() <= FUZZ_PIXELS),
            Err(e) => assert!(
                matches!(e.code, Code::Decode | Code::Limit | Code::Unsupported),
                "{e}"
            ),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_do_not_panic(which in any::<prop::sample::Index>(),
                                  flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
                                  early in any::<bool>()) {
        let mut bytes = which.get(&SAMPLES).clone();
        // Headers are where a flip does most.
        let reach = if early { bytes.len().min(80) } else { bytes.len() };
        for (at, value) in flips {
            bytes[at.index(reach)] = value;
        }
        survives(&bytes);
    }

    #[test]
    fn truncated_files_do_not_panic(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>()) {
        let bytes = which.get(&SAMPLES);
        survives(&bytes[..at.index(bytes.len() + 1)]);
    }
}

/// A sample with other bytes at a place.
fn patched(name: &str, at: usize, with: &[u8]) -> Vec<u8> {
    let mut bytes = std::fs::read(
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/codec/files")
            .join(name),
    )
    .unwrap();
    bytes[at..at + with.len()].copy_from_slice(with);
    bytes
}

fn find(name: &str, pattern: &[u8]) -> usize {
    let bytes = patched(name, 0, &[]);
    bytes
        .windows(pattern.len())
        .position(|w| w == pattern)
        .unwrap()
}

/// PNG's checksum, so that a patched header is believed.
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = patched("png-rgb8.png", 16, &width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    bytes
}

#[test]
fn gigapixel_claims_are_refused_at_once() {
    let jpeg = find("jpeg-q30.jpg", &[0xff, 0xc0]) + 5;
    let claims = [
        png_claiming(60_000, 60_000),
        patched("jpeg-q30.jpg", jpeg, &[0xff, 0x00, 0xff, 0x00]),
        patched("gif-plain.gif", 6, &[0xff; 4]),
        patched("bmp-24.bmp", 18, &[0xff, 0xff, 0, 0, 0xff, 0xff, 0, 0]),
    ];
    for bytes in claims {
        let e = decode(&bytes, &DecodeOptions::default()).unwrap_err();
        assert_eq!(e.code, Code::Limit, "{e}");
        assert!(e.message.contains("limit"), "{e}");
    }
    // Within the limit, but far more than the file's bytes could hold.
    let jpeg = patched("jpeg-q30.jpg", jpeg, &[0x23, 0x28, 0x23, 0x28]);
    for bytes in [png_claiming(9_000, 9_000), jpeg] {
        let e = decode(&bytes, &DecodeOptions::default()).unwrap_err();
        assert_eq!(
            (e.code, e.message.contains("truncated")),
            (Code::Decode, true),
            "{e}"
        );
    }
}

#[test]
fn the_callers_limit_counts_pixels() {
    let bytes = patched("png-rgb8.png", 0, &[]);
    let with = |max_pixels| {
        decode(
            &bytes,
            &DecodeOptions {
                max_pixels,
                ..DecodeOptions::default()
            },
        )
    };
    assert!(with(13 * 9).is_ok());
    assert_eq!(with(13 * 9 - 1).unwrap_err().code, Code::Limit);
}
