//! Annotation files in and out: COCO JSON, YOLO txt, Pascal VOC XML, LabelMe JSON, CSV of labels, mask PNGs, folders
//! of classes.
//!
//! ```text
//! files ──read──▶ Found: one Record an image ──bind──▶ boxes, keypoints, masks of a Sample
//!                                                                │ the policy runs
//! files ◀──write── Records ◀──follow── what is left of them ◀────┘
//! ```
//!
//! Files are read as streams and only what belongs to the images asked about is kept. A bad record is named and
//! skipped, the rest loads. Coordinates are px and used as the training libraries use them: 0 is the left or top edge
//! of the picture for boxes and outlines, VOC's numbers are not shifted, keypoints are taken as they stand.
//!
//! Instances (polygons, run lengths) become label masks, so that whatever moves masks moves them; [`Bound`] remembers
//! which pixels are whose. Afterwards run lengths are encoded from the mask and polygons are traced along its pixel
//! edges: rasterised again they give the same mask.

mod bind;
mod check;
mod coco;
mod contour;
mod folders;
mod follow;
mod json;
mod labelme;
mod lenient;
mod masks;
mod model;
mod names;
mod polygon;
mod problems;
mod read;
mod runs;
mod source;
mod table;
mod voc;
mod write;
mod yolo;

pub use bind::{Bound, Bundle, Link, bind};
pub use follow::{After, Kept, follow};
pub use model::{Ambiguous, Class, Format, Found, Joint, Object, Record, Segment, Skeleton};
pub use problems::{MAX_LISTED, Problem, Problems};
pub use read::{Asked, MAX_OBJECTS, MAX_PER_PICTURE, Options, read};
pub use runs::Runs;
pub use source::{Progress, Source};
pub use table::Columns;
pub use write::{Content, Output, write, write_each, write_shared};
