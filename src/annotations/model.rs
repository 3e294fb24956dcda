//! What annotation files say, whatever their format.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::problems::Problems;
use super::runs::Runs;
use super::table::Columns;
use crate::image::Size;

/// A format of annotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// COCO JSON: one file for all pictures.
    Coco,
    /// Pascal VOC XML: a file a picture.
    Voc,
    /// LabelMe JSON: a file a picture.
    LabelMe,
    /// YOLO txt: a file a picture, `data.yaml` beside.
    Yolo,
    /// CSV of image labels.
    Csv,
    /// Label masks as PNG, told by their names.
    Masks,
    /// A folder a class.
    Folders,
}

/// What is known of one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The format it came in.
    pub format: Format,
    /// Name of the file that says it.
    pub source: String,
    /// The picture's name as that file has it.
    pub file: String,
    /// COCO's image id; null elsewhere.
    pub id: Json,
    /// The picture's size in px. Coordinates are within it.
    pub size: Size,
    /// Class of the whole picture.
    pub class: Option<String>,
    /// What is in the picture.
    pub objects: Vec<Object>,
    /// Names of the files that hold its label masks.
    pub masks: Vec<String>,
    /// What else the file says of the picture; carried through.
    pub extra: Map<String, Json>,
}

/// One thing in a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// Class.
    pub class: String,
    /// `[x_min, y_min, x_max, y_max]` in px, within the picture.
    pub bbox: Option<[f64; 4]>,
    /// Its pixels.
    pub segment: Option<Segment>,
    /// Its keypoints, in the order of its class's skeleton if it has one.
    pub keypoints: Vec<Joint>,
    /// Where the file says it, as "annotation 42" or "line 3".
    pub place: String,
    /// What else the file says of it (`iscrowd`, `difficult`, …); carried through.
    pub extra: Map<String, Json>,
}

/// One keypoint of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joint {
    /// Name, as `left_eye`.
    pub name: String,
    /// `[x, y]` in px.
    pub xy: [f64; 2],
    /// 0 not labelled, 1 hidden, 2 visible.
    pub state: u8,
}

/// The pixels of an object.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Outlines in px, 0 at the picture's left or top edge; a pixel is inside if it is in any of them.
    Polygons(Vec<Vec<[f64; 2]>>),
    /// Run lengths of a mask of the picture's size.
    Runs {
        /// The run lengths.
        runs: Runs,
        /// Whether the file has them as text.
        compressed: bool,
    },
}

impl Object {
    /// How many numbers it holds: what it costs to keep.
    pub(super) fn numbers(&self) -> usize {
        let segment = match &self.segment {
            None => 0,
            Some(Segment::Polygons(outlines)) => outlines.iter().map(|o| 2 * o.len()).sum(),
            Some(Segment::Runs { runs, .. }) => runs.counts().len(),
        };
        segment + 8 * self.keypoints.len()
    }
}

/// How the keypoints of a class hang together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Skeleton {
    /// Class.
    pub class: String,
    /// Names in order.
    pub points: Vec<String>,
    /// Lines to draw, as places in `points`.
    pub edges: Vec<[usize; 2]>,
    /// Points that change names in a mirrored picture, as places in `points`.
    pub pairs: Vec<[usize; 2]>,
}

impl Skeleton {
    /// Points whose names differ by left and right alone are a pair.
    pub fn pair_by_name(class: &str, points: Vec<String>, edges: Vec<[usize; 2]>) -> Self {
        let pairs = points.iter().enumerate().filter_map(|(i, name)| {
            let other = mirrored(name)?;
            let j = points.iter().position(|p| *p == other)?;
            (i < j).then_some([i, j])
        });
        Self {
            class: class.to_owned(),
            pairs: pairs.collect(),
            points,
            edges,
        }
    }

    /// Place of the point that `point` changes names with.
    pub fn partner(&self, point: usize) -> Option<usize> {
        self.pairs.iter().find_map(|&[a, b]| match point {
            p if p == a => Some(b),
            p if p == b => Some(a),
            _ => None,
        })
    }
}

/// A name with left and right changed for each other: `left_eye`, `LeftEye`, `l_eye`, `eye.R`.
fn mirrored(name: &str) -> Option<String> {
    for (a, b) in [("left", "right"), ("Left", "Right"), ("LEFT", "RIGHT")] {
        if name.contains(a) {
            return Some(name.replacen(a, b, 1));
        }
        if name.contains(b) {
            return Some(name.replacen(b, a, 1));
        }
    }
    let is_gap = |c: char| matches!(c, '_' | '-' | '.' | ' ');
    let swap = |c: char| {
        Some(match c {
            'l' => 'r',
            'r' => 'l',
            'L' => 'R',
            'R' => 'L',
            _ => return None,
        })
    };
    let mut from_start = name.chars();
    if let (Some(side), Some(gap)) = (from_start.next(), from_start.next())
        && is_gap(gap)
    {
        let side = swap(side)?;
        return Some([side, gap].into_iter().chain(from_start).collect());
    }
    let mut from_end = name.chars().rev();
    if let (Some(side), Some(gap)) = (from_end.next(), from_end.next())
        && is_gap(gap)
    {
        let side = swap(side)?;
        let rest: String = from_end.rev().collect();
        return Some(format!("{rest}{gap}{side}"));
    }
    None
}

/// A class of objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Class {
    /// COCO's category id, or the place in YOLO's list of names.
    pub id: i64,
    /// Name.
    pub name: String,
    /// What else the file says of it; carried through.
    pub extra: Map<String, Json>,
}

/// A name that fits several things, and so is left for a person to decide.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ambiguous {
    /// Place of the image in the list asked about.
    pub image: usize,
    /// Its name.
    pub name: String,
    /// Names in annotation files that it may be.
    pub candidates: Vec<String>,
}

/// What was found for the images asked about.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// A record for each image asked about, in their order.
    pub records: Vec<Option<Record>>,
    /// Classes in the files' order.
    pub classes: Vec<Class>,
    /// Skeletons of classes with keypoints.
    pub skeletons: Vec<Skeleton>,
    /// What else a COCO file or `data.yaml` says; carried through.
    pub header: Map<String, Json>,
    /// The columns of each CSV that said something.
    pub columns: Vec<Columns>,
    /// Names that fit several things.
    pub ambiguous: Vec<Ambiguous>,
    /// What was skipped or changed, and why.
    pub problems: Problems,
}

impl Found {
    /// Formats that gave something, in a fixed order.
    pub fn formats(&self) -> Vec<Format> {
        let records = self.records.iter().flatten();
        let masks = records
            .clone()
            .filter(|r| !r.masks.is_empty())
            .map(|_| Format::Masks);
        let mut formats: Vec<_> = records.clone().map(|r| r.format).chain(masks).collect();
        formats.sort_unstable();
        formats.dedup();
        formats
    }

    /// Images that something is known of.
    pub fn matched(&self) -> usize {
        self.records.iter().flatten().count()
    }

    /// All objects.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.records.iter().flatten().flat_map(|r| &r.objects)
    }

    /// Boxes, segments and labelled keypoints.
    pub fn counts(&self) -> [usize; 3] {
        self.objects().fold([0; 3], |[b, s, k], o| {
            [
                b + usize::from(o.bbox.is_some()),
                s + usize::from(o.segment.is_some()),
                k + o.keypoints.iter().filter(|p| p.state > 0).count(),
            ]
        })
    }

    /// "matched 20 of 20, 143 boxes, 12 segments".
    pub fn summary(&self) -> String {
        let [boxes, segments, points] = self.counts();
        let masks = self.records.iter().flatten().map(|r| r.masks.len()).sum();
        let mut text = format!("matched {} of {}", self.matched(), self.records.len());
        for (count, one, many) in [
            (boxes, "box", "boxes"),
            (segments, "segment", "segments"),
            (points, "keypoint", "keypoints"),
            (masks, "mask", "masks"),
        ] {
            if count > 0 {
                let what = if count == 1 { one } else { many };
                text.extend([", ", &count.to_string(), " ", what]);
            }
        }
        text
    }

    /// The skeleton of a class.
    pub fn skeleton(&self, class: &str) -> Option<&Skeleton> {
        self.skeletons.iter().find(|s| s.class == class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_told_by_names() {
        let names = [
            "nose",
            "left_eye",
            "right_eye",
            "l_ear",
            "r_ear",
            "HandLeft",
            "HandRight",
            "foot.L",
            "foot.R",
            "learning",
        ];
        let points = names.map(str::to_owned).to_vec();
        let skeleton = Skeleton::pair_by_name("person", points, Vec::new());
        assert_eq!(skeleton.pairs, [[1, 2], [3, 4], [5, 6], [7, 8]]);
        assert_eq!(skeleton.partner(4), Some(3));
        assert_eq!(skeleton.partner(0), None);
    }
}
