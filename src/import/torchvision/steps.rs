//! One transform of torchvision as a step. A reason is given where it cannot be one; arguments that are
//! not understood stay untaken, and are told by whoever asked.

use serde_json::{Value as Json, json};

use super::Step;
use crate::import::given::{Given, law, number};
use crate::import::python::{Expr, What};
use crate::ops::kernel_for;
use crate::param::tidy;

type Made<T> = Result<T, String>;

/// A step, but for what contains others.
pub(super) fn step(g: &Given<'_>) -> Made<Step> {
    let mut s = Step::new();
    let mut p = None;
    let mut named = |op: &str, usual: f64| {
        p = Some(usual);
        op_of(op)
    };
    match g.class {
        "Identity" => s = op_of("identity"),
        "RandomHorizontalFlip" => s = named("horizontal_flip", 0.5),
        "RandomVerticalFlip" => s = named("vertical_flip", 0.5),
        "RandomGrayscale" => s = named("grayscale", 0.1),
        "Grayscale" => {
            s = op_of("grayscale");
            g.pass("num_output_channels", &What::Num(3.0));
        }
        "RandomAutocontrast" => s = named("autocontrast", 0.5),
        "RandomEqualize" => s = named("equalize", 0.5),
        "RandomInvert" => s = named("invert", 0.5),
        "RandomPosterize" => {
            s = named("posterize", 0.5);
            s.insert("bits".into(), needed(g, "bits")?);
        }
        "RandomSolarize" => {
            s = named("solarize", 0.5);
            s.insert("threshold_level".into(), needed(g, "threshold")?);
        }
        "RandomAdjustSharpness" => {
            s = named("sharpness", 0.5);
            s.insert("factor".into(), needed(g, "sharpness_factor")?);
        }
        "Resize" => resize(&mut s, g)?,
        "CenterCrop" => {
            s = op_of("center_crop");
            size(&mut s, g)?;
        }
        "RandomCrop" | "Pad" => padded(&mut s, g)?,
        "RandomResizedCrop" => {
            s = op_of("random_resized_crop");
            size(&mut s, g)?;
            let [a, b] = g.two("scale").unwrap_or([0.08, 1.0]);
            s.insert("area_frac".into(), law(a, b));
            let [a, b] = g.two("ratio").unwrap_or([3.0 / 4.0, 4.0 / 3.0]);
            s.insert("aspect_ratio".into(), log_law(a, b));
            resampled(&mut s, g);
        }
        "RandomRotation" => {
            s = op_of("rotate");
            let (a, b) = degrees(g)?;
            s.insert("angle_deg".into(), law(a, b));
            if g.switch("expand") == Some(true) {
                s.insert("expand".into(), json!(true));
            }
            warped(&mut s, g, "nearest");
        }
        "RandomAffine" => affine(&mut s, g)?,
        "RandomPerspective" => {
            s = named("perspective", 0.5);
            let scale = g.number("distortion_scale").unwrap_or(0.5);
            s.insert("distortion_scale".into(), tidy(scale));
            warped(&mut s, g, "bilinear");
        }
        "ElasticTransform" => {
            s = op_of("elastic_transform");
            for (key, param, usual) in [("alpha", "alpha_px", 50.0), ("sigma", "sigma_px", 5.0)] {
                s.insert(param.into(), tidy(g.number(key).unwrap_or(usual)));
            }
            warped(&mut s, g, "bilinear");
        }
        "ColorJitter" => jitter(&mut s, g),
        "GaussianBlur" => blur(&mut s, g),
        "JPEG" => {
            s = op_of("image_compression");
            let [a, b] = g.two("quality").unwrap_or([75.0, 75.0]);
            s.insert("quality".into(), law(a, b));
        }
        "RandomErasing" => {
            s = named("random_erasing", 0.5);
            erased(&mut s, g);
        }
        _ => automatic(&mut s, g),
    }
    if let Some(usual) = p {
        let p = g.number("p").unwrap_or(usual);
        if p != 1.0 {
            s.insert("p".into(), tidy(p));
        }
    }
    Ok(s)
}

fn op_of(op: &str) -> Step {
    let mut s = Step::new();
    s.insert("op".into(), json!(op));
    s
}

fn log_law(a: f64, b: f64) -> Json {
    if a == b {
        tidy(a)
    } else {
        json!({"log_uniform": {"low": tidy(a), "high": tidy(b)}})
    }
}

/// A number without a default.
fn needed(g: &Given<'_>, key: &str) -> Made<Json> {
    let missing = || format!("{}.{key} is no number; left out", g.class);
    g.number(key).map(tidy).ok_or_else(missing)
}

fn size(s: &mut Step, g: &Given<'_>) -> Made<()> {
    let [h, w] = g
        .two("size")
        .ok_or_else(|| format!("{}.size is not one or two numbers; left out", g.class))?;
    s.insert("width_px".into(), tidy(w));
    s.insert("height_px".into(), tidy(h));
    Ok(())
}

fn resize(s: &mut Step, g: &Given<'_>) -> Made<()> {
    let most = g.number("max_size");
    let one = |v: &Expr| match &v.what {
        What::List(items) if items.len() == 1 => items.first().and_then(number),
        _ => number(v),
    };
    match (g.take("size", one), most) {
        (Some(side), most) => {
            *s = op_of("smallest_max_size");
            s.insert("size_px".into(), tidy(side));
            if let Some(most) = most {
                s.insert("max_size_px".into(), tidy(most));
            }
        }
        (None, Some(most)) if !g.has("size") => {
            *s = op_of("longest_max_size");
            s.insert("size_px".into(), tidy(most));
        }
        _ => {
            *s = op_of("resize");
            size(s, g)?;
        }
    }
    resampled(s, g);
    Ok(())
}

/// How pictures are resized.
fn resampled(s: &mut Step, g: &Given<'_>) {
    interpolation(s, g, "bilinear");
    if g.switch("antialias") == Some(false) {
        s.insert("antialias".into(), json!(false));
    }
    g.pass("antialias", &What::Text("warn".into()));
}

fn padded(s: &mut Step, g: &Given<'_>) -> Made<()> {
    let crop = g.class == "RandomCrop";
    *s = op_of(if crop { "random_crop" } else { "pad" });
    if crop {
        size(s, g)?;
        let needed = g.switch("pad_if_needed") == Some(true);
        s.insert("pad_if_needed".into(), json!(needed));
    }
    let four = |v: &Expr| {
        let items: Vec<f64> = match &v.what {
            What::Num(v) => vec![*v],
            What::List(items) => items.iter().map(number).collect::<Option<_>>()?,
            _ => return None,
        };
        match items[..] {
            [all] => Some([all; 4]),
            [x, y] => Some([x, y, x, y]),
            [left, top, right, bottom] => Some([left, top, right, bottom]),
            _ => None,
        }
    };
    let sides = g.take("padding", four);
    if sides.is_none() && !crop {
        return Err("Pad.padding is not one, two or four numbers; left out".into());
    }
    let before = if crop { "pad_" } else { "" };
    let names = ["left", "top", "right", "bottom"];
    for (side, px) in names.iter().zip(sides.unwrap_or_default()) {
        s.insert(format!("{before}{side}_px"), tidy(px));
    }
    let border = g.take("padding_mode", |v| match &v.what {
        What::Text(mode) => match mode.as_str() {
            "constant" => Some("constant"),
            "edge" => Some("replicate"),
            "symmetric" => Some("reflect"),
            "reflect" => Some("reflect_101"),
            _ => None,
        },
        _ => None,
    });
    if let Some(border) = border {
        s.insert("border".into(), json!(border));
    }
    fill(s, g, "fill");
    Ok(())
}

/// One number is plus and minus itself.
fn degrees(g: &Given<'_>) -> Made<(f64, f64)> {
    let read = |v: &Expr| match &v.what {
        What::Num(v) => Some((-v, *v)),
        What::List(items) => match &items[..] {
            [a, b] => Some((number(a)?, number(b)?)),
            _ => None,
        },
        _ => None,
    };
    g.take("degrees", read)
        .ok_or_else(|| format!("{}.degrees is not one or two numbers; left out", g.class))
}

/// The angle there is clockwise.
fn affine(s: &mut Step, g: &Given<'_>) -> Made<()> {
    *s = op_of("affine");
    let (a, b) = degrees(g)?;
    s.insert("angle_deg".into(), law(0.0 - b, 0.0 - a));
    let [dx, dy] = g.two("translate").unwrap_or([0.0, 0.0]);
    s.insert("translate_x_frac".into(), law(0.0 - dx, dx));
    s.insert("translate_y_frac".into(), law(0.0 - dy, dy));
    let [low, high] = g.two("scale").unwrap_or([1.0, 1.0]);
    s.insert("scale".into(), law(low, high));
    let shear = g.take("shear", |v| {
        let items: Vec<f64> = match &v.what {
            What::Num(v) => vec![-v, *v],
            What::List(items) => items.iter().map(number).collect::<Option<_>>()?,
            _ => return None,
        };
        match items[..] {
            [a, b] => Some([(a, b), (0.0, 0.0)]),
            [a, b, c, d] => Some([(a, b), (c, d)]),
            _ => None,
        }
    });
    let [x, y] = shear.unwrap_or_default();
    s.insert("shear_x_deg".into(), law(x.0, x.1));
    s.insert("shear_y_deg".into(), law(y.0, y.1));
    warped(s, g, "nearest");
    Ok(())
}

fn jitter(s: &mut Step, g: &Given<'_>) {
    *s = op_of("color_jitter");
    for key in ["brightness", "contrast", "saturation", "hue"] {
        let param = if key == "hue" { "hue_frac" } else { key };
        let rest = f64::from(u8::from(key != "hue"));
        let ends = g.take(key, |v| match &v.what {
            What::Num(v) if key == "hue" => Some((-v, *v)),
            What::Num(v) => Some(((1.0 - v).max(0.0), 1.0 + v)),
            What::List(items) => match &items[..] {
                [a, b] => Some((number(a)?, number(b)?)),
                _ => None,
            },
            _ => None,
        });
        let (a, b) = ends.unwrap_or((rest, rest));
        s.insert(param.into(), law(a, b));
    }
}

fn blur(s: &mut Step, g: &Given<'_>) {
    *s = op_of("gaussian_blur");
    let [a, b] = g.two("sigma").unwrap_or([0.1, 2.0]);
    s.insert("sigma_px".into(), law(a, b));
    let square = |v: &Expr| match &v.what {
        What::Num(v) => Some(*v),
        What::List(items) => match &items[..] {
            [one] => number(one),
            [a, b] if a.what == b.what => number(a),
            _ => None,
        },
        _ => None,
    };
    let kernel = g.take("kernel_size", square);
    if let Some(kernel) = kernel.filter(|k| *k != kernel_for(b)) {
        s.insert("kernel_px".into(), tidy(kernel));
    }
}

fn erased(s: &mut Step, g: &Given<'_>) {
    let [a, b] = g.two("scale").unwrap_or([0.02, 0.33]);
    s.insert("area_frac".into(), law(a, b));
    let [a, b] = g.two("ratio").unwrap_or([0.3, 3.3]);
    s.insert("aspect".into(), log_law(1.0 / b, 1.0 / a));
    let random = g.take("value", |v| {
        (v.what == What::Text("random".into())).then_some(())
    });
    if random.is_some() {
        s.insert("cover".into(), json!("normal"));
    } else {
        fill(s, g, "value");
    }
    g.pass("inplace", &What::Bool(true));
    g.pass("inplace", &What::Bool(false));
}

fn warped(s: &mut Step, g: &Given<'_>, usual: &str) {
    interpolation(s, g, usual);
    fill(s, g, "fill");
}

fn interpolation(s: &mut Step, g: &Given<'_>, usual: &str) {
    // Pillow's numbers, which torchvision takes too.
    let numbered = |v: f64| match v as i64 {
        0 => Some("nearest"),
        1 => Some("lanczos"),
        2 => Some("bilinear"),
        3 => Some("bicubic"),
        4 => Some("box"),
        5 => Some("hamming"),
        _ => None,
    };
    let word = g.number("interpolation").map(numbered);
    let word = match word {
        Some(known) => known.map(str::to_owned),
        None => g.word("interpolation").map(str::to_lowercase),
    };
    s.insert(
        "interpolation".into(),
        json!(word.as_deref().unwrap_or(usual)),
    );
}

/// A level or a colour; a mapping by kinds of data gives the pictures' own.
fn fill(s: &mut Step, g: &Given<'_>, key: &str) {
    let read = |v: &Expr| {
        let value = match &v.what {
            What::Map(entries) => {
                let of = |kind: &str| {
                    let is = |key: &Expr| match &key.what {
                        What::Name(name) | What::Text(name) => {
                            name.rsplit('.').next() == Some(kind)
                        }
                        _ => false,
                    };
                    entries.iter().find(|(key, _)| is(key)).map(|(_, v)| v)
                };
                of("Image").or_else(|| of("others"))?
            }
            _ => v,
        };
        match &value.what {
            What::Num(level) => Some(tidy(*level)),
            What::List(items) => match items.iter().map(number).collect::<Option<Vec<_>>>()?[..] {
                [level] => Some(tidy(level)),
                [r, g, b] => Some(json!([tidy(r), tidy(g), tidy(b)])),
                _ => None,
            },
            _ => None,
        }
    };
    if let Some(fill) = g.take(key, read) {
        s.insert("fill".into(), fill);
    }
}

fn automatic(s: &mut Step, g: &Given<'_>) {
    let (op, keys): (&str, &[(&str, &str)]) = match g.class {
        "RandAugment" => (
            "rand_augment",
            &[
                ("num_ops", "num_ops"),
                ("magnitude", "magnitude"),
                ("num_magnitude_bins", "bins"),
            ],
        ),
        "TrivialAugmentWide" => ("trivial_augment_wide", &[("num_magnitude_bins", "bins")]),
        "AugMix" => (
            "aug_mix",
            &[
                ("severity", "severity"),
                ("mixture_width", "width"),
                ("chain_depth", "depth"),
                ("alpha", "alpha"),
            ],
        ),
        _ => ("auto_augment", &[]),
    };
    *s = op_of(op);
    for (key, param) in keys {
        match g.number(key) {
            // No depth of its own is written as −1.
            Some(v) if *key == "chain_depth" && v < 0.0 => {}
            Some(v) => drop(s.insert((*param).into(), tidy(v))),
            None => {}
        }
    }
    if let Some(word) = g.word("policy") {
        s.insert("policy".into(), json!(word.to_lowercase()));
    }
    if let Some(on) = g.switch("all_ops") {
        s.insert("all_ops".into(), json!(on));
    }
    if g.class != "AugMix" && g.has("interpolation") {
        interpolation(s, g, "nearest");
    }
    fill(s, g, "fill");
}
