//! Records to files of the formats they came in.

use super::contour;
use super::follow::Kept;
use super::model::{Format, Found, Segment};
use super::names;
use super::{coco, labelme, table, voc, yolo};
use crate::image::Mask;

/// A file to write; its name is a path beside the pictures, with `/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// UTF-8 text.
    Text(String),
    /// Label ids, to be written as a PNG.
    Mask(Mask),
}

impl Output {
    pub(super) fn text(name: impl Into<String>, text: String) -> Self {
        Self {
            name: name.into(),
            content: Content::Text(text),
        }
    }
}

/// The annotation files of pictures that were kept, each in the format its annotations came in: those of
/// [`write_each`] and of [`write_shared`].
pub fn write(found: &Found, kept: &[Kept]) -> Vec<Output> {
    let mut out: Vec<_> = kept
        .iter()
        .flat_map(|kept| write_each(found, kept))
        .collect();
    out.extend(write_shared(found, kept));
    out
}

/// The files of one picture: its labels for YOLO, VOC and LabelMe, a PNG for each label mask. Folders of classes are the
/// pictures' own.
pub fn write_each(found: &Found, kept: &Kept) -> Vec<Output> {
    let mut out = Vec::new();
    match kept.record.format {
        Format::Voc => out.push(Output::text(beside(kept, "xml"), voc::write(kept))),
        Format::Yolo => out.push(Output::text(beside(kept, "txt"), yolo::write(found, kept))),
        Format::LabelMe => {
            let name = beside(kept, "json");
            let text = labelme::write(kept, &name);
            out.push(Output::text(name, text));
        }
        Format::Coco | Format::Csv | Format::Masks | Format::Folders => {}
    }
    for (file, mask) in kept.record.masks.iter().zip(&kept.masks) {
        out.push(Output {
            name: mask_name(file, &kept.record.file),
            content: Content::Mask(mask.clone()),
        });
    }
    out
}

/// The files that all pictures share: `annotations.json` for COCO, `data.yaml` for YOLO, the table for CSV.
pub fn write_shared(found: &Found, kept: &[Kept]) -> Vec<Output> {
    let of = |format: Format| -> Vec<&Kept> {
        kept.iter().filter(|k| k.record.format == format).collect()
    };
    let mut out = Vec::new();
    let coco = of(Format::Coco);
    if !coco.is_empty() {
        out.push(Output::text("annotations.json", coco::write(found, &coco)));
    }
    if !of(Format::Yolo).is_empty() {
        out.push(Output::text("data.yaml", yolo::data(found)));
    }
    let csv = of(Format::Csv);
    for columns in found.columns.iter().filter(|_| !csv.is_empty()) {
        out.push(Output::text(&columns.file, table::write(columns, &csv)));
    }
    out
}

/// Where the file of a picture goes: into a folder like the one it came from (`labels`, `Annotations`), in place of the
/// pictures' own (`images`) if they have one, else beside the picture.
fn beside(kept: &Kept, ending: &str) -> String {
    let picture = &kept.record.file;
    let stem = picture.strip_suffix(names::base(picture)).unwrap_or("");
    let stem = format!("{stem}{}.{ending}", names::stem(names::base(picture)));
    into_folder(
        names::kind_of(&kept.record.source).filter(|f| names::is_labels(f)),
        &stem,
    )
}

fn into_folder(folder: Option<&str>, path: &str) -> String {
    let Some(folder) = folder else {
        return path.to_owned();
    };
    match names::kind_of(path) {
        None => format!("{folder}/{path}"),
        Some(images) => {
            let mut replaced = false;
            let parts: Vec<&str> = names::parts(path)
                .rev()
                .enumerate()
                .map(|(i, part)| {
                    if i > 0 && part == images && !std::mem::replace(&mut replaced, true) {
                        folder
                    } else {
                        part
                    }
                })
                .collect();
            parts.into_iter().rev().collect::<Vec<_>>().join("/")
        }
    }
}

/// `masks/tom.0.png` or `tom.0_mask.png`: as the mask of the picture was called.
fn mask_name(file: &str, picture: &str) -> String {
    let folder = names::kind_of(file).filter(|f| names::is_labels(f));
    let tail = super::masks::tail(file).unwrap_or(if folder.is_some() { "" } else { "_mask" });
    let stem = picture.strip_suffix(names::base(picture)).unwrap_or("");
    into_folder(
        folder,
        &format!("{stem}{}{tail}.png", names::stem(names::base(picture))),
    )
}

/// An object's outlines.
pub(super) fn outlines(segment: &Segment) -> Vec<Vec<[f64; 2]>> {
    match segment {
        Segment::Polygons(polygons) => polygons.clone(),
        Segment::Runs { runs, .. } => runs.outlines(),
    }
}

/// An object's outline as one.
pub(super) fn outline(segment: &Segment) -> Vec<[f64; 2]> {
    contour::join(outlines(segment))
}
