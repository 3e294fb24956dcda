//! Records to what a sample carries: boxes, keypoints, and label masks with an id for each instance.

use super::model::{Object, Record, Segment, Skeleton};
use super::polygon::rasterise;
use super::runs::Runs;
use crate::error::{Code, Error, Result};
use crate::image::{Mask, Raster, Size};
use crate::sample::{BBox, Keypoint};

/// The most layers of instances that overlap.
const MAX_LAYERS: usize = 32;

/// What a sample carries, and how it hangs together with its record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// Boxes; an object without one has that of its pixels.
    pub boxes: Vec<BBox>,
    /// Labelled keypoints.
    pub keypoints: Vec<Keypoint>,
    /// The masks from files, then layers of instances.
    pub masks: Vec<Mask>,
    /// Which is whose.
    pub bound: Bound,
    /// Objects whose pixels had to be left out, by their places, and why.
    pub problems: Vec<(String, String)>,
}

/// Which box, pixels and keypoints belong to which object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// One for each object of the record, in order.
    pub links: Vec<Link>,
    /// How many of the masks come from files.
    pub files: usize,
}

/// What belongs to an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Place of its box.
    pub bbox: Option<usize>,
    /// Whether the box is that of its pixels, because the file gives none.
    pub derived: bool,
    /// Mask layer and id of its pixels.
    pub pixels: Option<(usize, u16)>,
    /// Places of its keypoints; nothing for those not labelled.
    pub joints: Vec<Option<usize>>,
}

/// What a sample carries of a record. `files` are the decoded masks of [`Record::masks`], in order.
///
/// Instances are painted into as few masks as possible, another one only where they overlap.
///
/// # Errors
/// [`Code::Type`] if a mask has another size than the picture.
pub fn bind(record: &Record, skeletons: &[Skeleton], files: Vec<Mask>) -> Result<Bundle> {
    for (mask, name) in files.iter().zip(&record.masks) {
        if mask.size() != record.size || mask.channels() != 1 {
            let (has, wants) = (mask.size(), record.size);
            let message = format!(
                "the mask has {} × {} pixels, the picture {} × {}",
                has.width, has.height, wants.width, wants.height
            );
            return Err(Error::new(Code::Type, message).in_file(name));
        }
    }
    let mut bundle = Bundle::default();
    bundle.bound.files = files.len();
    let mut layers = Layers::default();
    for object in &record.objects {
        let mut link = Link::default();
        let runs = pixels(object, record.size, &mut bundle.problems);
        if let Some(runs) = &runs {
            link.pixels = layers
                .paint(runs)
                .map(|(layer, id)| (bundle.bound.files + layer, id));
            if link.pixels.is_none() {
                let text =
                    format!("more than {MAX_LAYERS} objects overlap here: its outline is left out");
                bundle.problems.push((object.place.clone(), text));
            }
        }
        let derived = runs.and_then(|r| r.bounds()).map(|b| b.map(f64::from));
        if let Some(xyxy) = object.bbox.or(derived) {
            let place = bundle.boxes.len();
            (link.bbox, link.derived) = (Some(place), object.bbox.is_none());
            let mut bbox = BBox::new(xyxy, &object.class);
            bbox.index = place;
            bundle.boxes.push(bbox);
        }
        let skeleton = skeletons.iter().find(|s| s.class == object.class);
        for (slot, joint) in object.keypoints.iter().enumerate() {
            if joint.state == 0 {
                link.joints.push(None);
                continue;
            }
            let place = bundle.keypoints.len();
            let mut point = Keypoint::new(joint.xy, &joint.name);
            point.index = place;
            point.state = joint.state;
            point.object = link.bbox;
            let partner = skeleton.and_then(|s| s.points.get(s.partner(slot)?));
            point.mirror = partner.cloned();
            bundle.keypoints.push(point);
            link.joints.push(Some(place));
        }
        bundle.bound.links.push(link);
    }
    bundle.masks = files;
    for layer in layers.all {
        bundle.masks.push(Raster::new(record.size, 1, layer.ids)?);
    }
    Ok(bundle)
}

/// The pixels of an object; nothing where it has none, which is told.
fn pixels(object: &Object, size: Size, problems: &mut Vec<(String, String)>) -> Option<Runs> {
    let text = match object.segment.as_ref()?.runs(size) {
        Ok(runs) if runs.area() > 0 => return Some(runs),
        Ok(_) => "no pixel is inside its outline: left out".to_owned(),
        Err(e) => format!("{e}: left out"),
    };
    problems.push((object.place.clone(), text));
    None
}

impl Segment {
    /// The pixels of a picture of `size`, as the COCO mask API finds them.
    ///
    /// # Errors
    /// If an outline has fewer than three points or is absurdly long, or run lengths are of another size.
    pub fn runs(&self, size: Size) -> Result<Runs> {
        match self {
            Self::Polygons(polygons) => rasterise(size, polygons),
            Self::Runs { runs, .. } if runs.size() == size => Ok(runs.clone()),
            Self::Runs { runs, .. } => {
                let Size { width, height } = runs.size();
                let message = format!("the run lengths are of {width} × {height} pixels");
                Err(Error::new(Code::Type, message))
            }
        }
    }
}

/// Masks of instances that do not overlap within a mask.
#[derive(Default)]
struct Layers {
    all: Vec<Layer>,
}

struct Layer {
    ids: Vec<u16>,
    last: u16,
}

impl Layers {
    /// Paints an instance into the first layer where it covers no other; gives layer and id.
    fn paint(&mut self, runs: &Runs) -> Option<(usize, u16)> {
        let width = runs.size().width as usize;
        let place = |x: u32, y: u32| y as usize * width + x as usize;
        let free = |layer: &Layer| {
            layer.last < u16::MAX
                && runs.spans().all(|(x, y, length)| {
                    (y..y + length).all(|y| layer.ids.get(place(x, y)) == Some(&0))
                })
        };
        let at = match self.all.iter().position(free) {
            Some(at) => at,
            None if self.all.len() < MAX_LAYERS => {
                self.all.push(Layer {
                    ids: vec![0; runs.size().area()],
                    last: 0,
                });
                self.all.len() - 1
            }
            None => return None,
        };
        let layer = self.all.get_mut(at)?;
        layer.last += 1;
        for (x, y, length) in runs.spans() {
            for y in y..y + length {
                if let Some(id) = layer.ids.get_mut(place(x, y)) {
                    *id = layer.last;
                }
            }
        }
        Some((at, layer.last))
    }
}
