//! Decoding and encoding against Pillow: same pixels, same JPEG bytes, same refusals.
//!
//! Samples and answers are made by `tests/codec/make.py`.
#![cfg(feature = "codec")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use augplay::codec::{
    DecodeOptions, Decoded, Format, Input, decode, encode_jpeg, encode_mask_png, encode_png, probe,
};
use augplay::image::{Raster, Size, key_of};
use augplay::{Code, Image, Mask};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    files: BTreeMap<String, Answer>,
    encodings: Vec<Encoding>,
}

/// What Pillow says about a file: either `error` or the rest.
#[derive(Deserialize)]
struct Answer {
    error: Option<String>,
    size: Option<[u32; 2]>,
    rgb: Option<String>,
    grey: Option<String>,
    alpha: Option<String>,
    /// 16-bit values before any conversion.
    values: Option<String>,
    orientation: Option<u8>,
    animated: Option<bool>,
}

#[derive(Deserialize)]
struct Encoding {
    pixels: String,
    size: [u32; 2],
    channels: usize,
    quality: u8,
    jpeg: String,
}

fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/codec")
        .join(name)
}

fn expected() -> Expected {
    serde_json::from_slice(&std::fs::read(place("expected.json")).unwrap()).unwrap()
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(place("files").join(name)).unwrap()
}

fn with(input: Input) -> DecodeOptions {
    DecodeOptions {
        input,
        ..DecodeOptions::default()
    }
}

/// Files whose pixels are not Pillow's, each with its reason. Empty is the aim.
const DIFFERENT: &[(&str, &str)] = &[(
    "png-grey-key.png",
    "Pillow looks for the clear grey after spreading it to 8 bits and misses it; the pixels are equal",
)];

/// Everything about one decoded file that differs from Pillow's answer.
fn differences(bytes: &[u8], answer: &Answer) -> Vec<String> {
    let mut out = Vec::new();
    let mut check = |what: &str, same: bool| {
        if !same {
            out.push(what.to_owned());
        }
    };
    let rgb = match decode(bytes, &with(Input::Rgb)) {
        Ok(d) => d,
        Err(e) => return vec![e.to_string()],
    };
    let grey = decode(bytes, &with(Input::Grey)).unwrap();
    let size = Size::new(answer.size.unwrap()[0], answer.size.unwrap()[1]);
    check(
        "size",
        rgb.image.size() == size && probe(bytes).unwrap().size == size,
    );
    check("rgb", Some(key_of(rgb.image.data())) == answer.rgb);
    check("grey", Some(key_of(grey.image.data())) == answer.grey);
    check(
        "alpha",
        rgb.alpha.as_ref().map(|a| key_of(a.data())) == answer.alpha,
    );
    check("orientation", Some(rgb.orientation) == answer.orientation);
    check("animated", Some(rgb.animated) == answer.animated);
    if answer.values.is_some() {
        check("16 bits", rgb.source_bits == 16 && rgb.source_channels == 1);
    }
    out
}

#[test]
fn every_file_decodes_to_pillows_pixels() {
    let expected = expected();
    let mut failures = Vec::new();
    let mut equal = 0;
    for (name, answer) in &expected.files {
        let found = differences_or_refusal(&sample(name), answer);
        let known = DIFFERENT.iter().any(|(n, _)| n == name);
        if found.is_empty() != known {
            equal += usize::from(found.is_empty());
            continue;
        }
        failures.push(format!(
            "{name}: {}",
            if known {
                "now equals Pillow".into()
            } else {
                found.join("; ")
            }
        ));
    }
    assert!(
        failures.is_empty(),
        "{} of {} files differ:\n{}",
        failures.len(),
        expected.files.len(),
        failures.join("\n")
    );
    assert!(equal > 220, "only {equal} files are equal");
}

fn differences_or_refusal(bytes: &[u8], answer: &Answer) -> Vec<String> {
    if answer.error.is_none() {
        return differences(bytes, answer);
    }
    match decode(bytes, &DecodeOptions::default()) {
        Err(e) if e.code == Code::Decode => Vec::new(),
        Err(e) => vec![format!("refused as {:?}: {e}", e.code)],
        Ok(_) => vec!["should be refused".to_owned()],
    }
}

#[test]
fn jpegs_are_written_byte_for_byte_as_pillow_writes_them() {
    for case in expected().encodings {
        let pixels = sample(&case.pixels);
        let image =
            Image::new(Size::new(case.size[0], case.size[1]), case.channels, pixels).unwrap();
        let jpeg = encode_jpeg(&image, case.quality).unwrap();
        assert_eq!(
            key_of(&jpeg),
            case.jpeg,
            "{} at quality {}",
            case.pixels,
            case.quality
        );
    }
}

fn pattern(width: u32, height: u32, channels: usize) -> Image {
    let data = (0..width as usize * height as usize * channels)
        .map(|i| (i * 37 % 251) as u8)
        .collect();
    Image::new(Size::new(width, height), channels, data).unwrap()
}

#[test]
fn a_written_png_reads_back_equal() {
    for (w, h) in [(1, 1), (7, 5), (64, 33)] {
        for channels in [1, 3] {
            let image = pattern(w, h, channels);
            let alpha = pattern(w, h, 1);
            let input = if channels == 1 {
                Input::Grey
            } else {
                Input::Rgb
            };
            let plain = decode(&encode_png(&image, None).unwrap(), &with(input)).unwrap();
            assert_eq!((&plain.image, &plain.alpha), (&image, &None));
            let clear = decode(&encode_png(&image, Some(&alpha)).unwrap(), &with(input)).unwrap();
            assert_eq!((clear.image, clear.alpha), (image, Some(alpha)));
        }
    }
}

#[test]
fn a_written_mask_keeps_its_ids() {
    let ids = |most: u16| -> Mask {
        Mask::new(Size::new(5, 3), 1, (0..15).map(|i| i * most / 14).collect()).unwrap()
    };
    let small = encode_mask_png(&ids(255)).unwrap();
    assert_eq!(probe(&small).unwrap().bits, 8);
    let large = encode_mask_png(&ids(256)).unwrap();
    assert_eq!(probe(&large).unwrap().bits, 16);
    let clipped = decode(&large, &with(Input::Grey)).unwrap();
    assert_eq!(clipped.image.data()[14], 255);
    assert!(
        clipped.notes[0].contains("1 of 15 values are above 255"),
        "{:?}",
        clipped.notes
    );
    let small = decode(&small, &with(Input::Grey)).unwrap();
    assert_eq!(
        small
            .image
            .data()
            .iter()
            .map(|&v| u16::from(v))
            .collect::<Vec<_>>(),
        ids(255).data()
    );
}

#[test]
fn encoders_refuse_what_they_cannot_write() {
    let two = Raster::new(Size::new(1, 1), 2, vec![0, 0]).unwrap();
    let one = pattern(4, 4, 1);
    assert_eq!(encode_png(&two, None).unwrap_err().code, Code::Type);
    assert_eq!(encode_jpeg(&two, 50).unwrap_err().code, Code::Type);
    assert_eq!(
        encode_png(&one, Some(&pattern(4, 3, 1))).unwrap_err().code,
        Code::Type
    );
    assert_eq!(encode_jpeg(&one, 0).unwrap_err().code, Code::Range);
    assert_eq!(encode_jpeg(&one, 101).unwrap_err().code, Code::Range);
}

#[test]
fn a_window_reads_sixteen_bits() {
    for name in ["png-grey16.png", "tiff-grey16-le.tif", "tiff-grey16-be.tif"] {
        let bytes = sample(name);
        let d = decode(
            &bytes,
            &with(Input::Window {
                low: 0,
                high: 65535,
            }),
        )
        .unwrap();
        assert_eq!((d.image.channels(), d.source_bits), (1, 16));
        assert!(d.notes.is_empty());
        // The full window divides by 257 and rounds; wide enough values tell it from the high byte.
        let narrow = decode(
            &bytes,
            &with(Input::Window {
                low: 1000,
                high: 1255,
            }),
        )
        .unwrap();
        assert!(narrow.image.data().iter().all(|&v| v == 0 || v == 255));
        assert_ne!(d.image, narrow.image);
    }
    let ramp = decode(
        &sample("png-grey16-ramp.png"),
        &with(Input::Window {
            low: 409,
            high: 409 * 100,
        }),
    )
    .unwrap();
    let value = |i: u64| {
        let v = (i * 409 % 65536).clamp(409, 40900) - 409;
        ((v * 255 * 2 + 40491) / (2 * 40491)) as u8
    };
    assert_eq!(ramp.image.data(), (0..160).map(value).collect::<Vec<_>>());
    let colour = decode(
        &sample("png-rgb8.png"),
        &with(Input::Window { low: 0, high: 9 }),
    )
    .unwrap_err();
    assert_eq!(colour.code, Code::Unsupported);
    let empty = decode(
        &sample("png-grey16.png"),
        &with(Input::Window { low: 9, high: 9 }),
    )
    .unwrap_err();
    assert_eq!(empty.code, Code::Range);
}

#[test]
fn orientation_turns_the_pixels_only_where_the_loader_does() {
    let upright = |name: &str| {
        let options = DecodeOptions {
            apply_orientation: true,
            ..DecodeOptions::default()
        };
        decode(&sample(name), &options).unwrap()
    };
    let stored = decode(&sample("jpeg-exif1.jpg"), &DecodeOptions::default())
        .unwrap()
        .image;
    let Size {
        width: w,
        height: h,
    } = stored.size();
    let at = |x: u32, y: u32| &stored.data()[((y * w + x) * 3) as usize..][..3];
    // Where the stored picture's first row runs in the upright one: (first pixel, direction).
    for orientation in 1..=8u8 {
        let d: Decoded = upright(&format!("jpeg-exif{orientation}.jpg"));
        assert_eq!(d.orientation, orientation);
        let size = d.image.size();
        assert_eq!(
            size,
            if orientation > 4 {
                Size::new(h, w)
            } else {
                Size::new(w, h)
            }
        );
        let (right, bottom) = (size.width - 1, size.height - 1);
        for i in 0..w {
            let (x, y) = match orientation {
                1 => (i, 0),
                2 => (right - i, 0),
                3 => (right - i, bottom),
                4 => (i, bottom),
                5 => (0, i),
                6 => (right, i),
                7 => (right, bottom - i),
                _ => (0, bottom - i),
            };
            let found = &d.image.data()[((y * size.width + x) * 3) as usize..][..3];
            assert_eq!(found, at(i, 0), "orientation {orientation}, column {i}");
        }
    }
}

#[test]
fn formats_are_told_by_content() {
    for (name, format) in [
        ("png-1x1.png", Format::Png),
        ("jpeg-q30.jpg", Format::Jpeg),
        ("webp-lossy-1x1.webp", Format::WebP),
        ("gif-1x1.gif", Format::Gif),
        ("bmp-24.bmp", Format::Bmp),
        ("tiff-planar.tif", Format::Tiff),
    ] {
        assert_eq!(probe(&sample(name)).unwrap().format, format);
    }
    for bytes in [
        &b""[..],
        b"hello, this is text",
        b"<svg/>",
        &[0; 64],
        b"BM",
        b"GIF89a",
        &[0xff, 0xd8, 0xff],
    ] {
        let e = decode(bytes, &DecodeOptions::default()).unwrap_err();
        assert_eq!(e.code, Code::Decode, "{e}");
        assert!(probe(bytes).is_err());
    }
}
