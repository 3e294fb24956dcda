//! Annotations of the pictures that are augmented: read before, written after.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::input::{self, Found, Loaded};
use super::{io, names};
use crate::annotations::{
    self, After, Asked, Bound, Bundle, Columns, Content, Format, Kept, Options, Output, Problems,
    Source,
};
use crate::codec::{self, DEFAULT_MAX_PIXELS, MAX_FILE_BYTES};
use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::policy::Policy;
use crate::sample::Sample;

/// Endings of annotation files that are taken from a folder.
const ENDINGS: &[&str] = &[
    "json", "txt", "xml", "csv", "tsv", "yaml", "yml", "names", "png",
];
/// Problems that are told one by one.
const TOLD: usize = 10;

/// What is known of the inputs.
pub(super) struct Labels {
    found: annotations::Found,
    out: PathBuf,
    /// Files that are read, and must not be written over.
    read: BTreeSet<PathBuf>,
    /// Paths of mask files by the names they are known under.
    masks: BTreeMap<String, PathBuf>,
    /// Places of records by inputs' paths.
    places: BTreeMap<PathBuf, usize>,
    /// Names of files written.
    written: Mutex<BTreeSet<String>>,
    /// What painting instances came upon.
    problems: Mutex<Problems>,
}

/// Pictures written, as far as files that they share need them.
#[derive(Default)]
pub(super) struct Written {
    kept: Vec<Kept>,
    counts: [usize; 3],
}

impl Written {
    /// Adds a picture.
    pub(super) fn extend(&mut self, kept: Option<(Kept, [usize; 3])>) {
        if let Some((kept, counts)) = kept {
            for (sum, count) in self.counts.iter_mut().zip(counts) {
                *sum += count;
            }
            self.kept.push(kept);
        }
    }
}

/// A file on disk.
struct OnDisk {
    name: String,
    path: PathBuf,
    length: u64,
}

impl Source for OnDisk {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.length
    }

    fn open(&self) -> std::io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(&self.path)?))
    }
}

impl Labels {
    /// Reads annotation files as far as they are about `inputs`; inputs that are masks of others are taken out.
    pub(super) fn read(
        paths: &[PathBuf],
        inputs: &mut Vec<Found>,
        policy: &Policy,
        out: &Path,
    ) -> Result<Self> {
        let files = input::files(paths, Some(out), ENDINGS, "annotation files")?;
        let sources = files.iter().map(|file| {
            let length = fs::metadata(&file.path)
                .map_err(|e| io::failed("read", &file.path, &e))?
                .len();
            Ok(OnDisk {
                name: names::portable(&file.path),
                path: file.path.clone(),
                length,
            })
        });
        let sources: Vec<OnDisk> = sources.collect::<Result<_>>()?;
        let real = |path: &Path| io::real(path).ok();
        let read: BTreeSet<PathBuf> = files.iter().filter_map(|f| real(&f.path)).collect();
        // A picture that cannot be opened fails when its turn comes.
        let asked: Vec<(usize, Asked)> = inputs
            .iter()
            .enumerate()
            .filter_map(|(place, input)| {
                let size = size(&input.path, policy)?;
                let name = names::portable(&input.path);
                Some((place, Asked { name, size }))
            })
            .collect();
        let given: Vec<&dyn Source> = sources.iter().map(|s| s as &dyn Source).collect();
        let pictures: Vec<Asked> = asked.iter().map(|(_, a)| a.clone()).collect();
        let mut found = annotations::read(&given, &pictures, &Options::default(), &mut |_| true)?;
        if found.formats() == [Format::Folders] {
            found.records.fill(None);
        }
        if found.matched() == 0 {
            let why = found
                .problems
                .listed()
                .first()
                .map_or(String::new(), |p| format!("; {p}"));
            let message = format!("say nothing of these pictures{why}");
            return Err(Error::new(Code::Missing, message).in_file("the annotations"));
        }
        // Told before the work is done, not after.
        let shared = ["annotations.json", "data.yaml"];
        let shared = shared
            .into_iter()
            .chain(found.columns.iter().map(Columns::file));
        for name in shared {
            refuse_read(&out.join(name), &read)?;
        }
        let used: BTreeSet<&String> = found
            .records
            .iter()
            .flatten()
            .flat_map(|r| &r.masks)
            .collect();
        let masks = sources.iter().filter(|s| used.contains(&s.name));
        let masks: BTreeMap<_, _> = masks.map(|s| (s.name.clone(), s.path.clone())).collect();
        let no_picture: BTreeSet<_> = masks.values().filter_map(|p| real(p)).collect();
        let is_picture = |path: &Path| real(path).is_none_or(|p| !no_picture.contains(&p));
        let asked = asked
            .iter()
            .filter_map(|(place, _)| Some(inputs.get(*place)?.path.clone()));
        // What is a mask of another picture counts for none.
        let (places, records): (Vec<_>, Vec<_>) = asked
            .zip(std::mem::take(&mut found.records))
            .filter(|(path, _)| is_picture(path))
            .unzip();
        found.records = records;
        let places = places.into_iter().zip(0..).collect();
        inputs.retain(|input| is_picture(&input.path));
        Ok(Self {
            found,
            out: out.to_owned(),
            read,
            masks,
            places,
            written: Mutex::default(),
            problems: Mutex::default(),
        })
    }

    /// Tells what was found, and what was not.
    pub(super) fn tell(&self) {
        io::say(&format!("annotations: {}", self.found.summary()));
        let ambiguous = &self.found.ambiguous;
        for one in ambiguous.iter().take(TOLD) {
            let text = one.candidates.join(" or ");
            io::say(&format!(
                "{}: its annotations may be those of {text}: left out",
                one.name
            ));
        }
        more(ambiguous.len());
        tell(&self.found.problems);
    }

    /// Gives a picture its annotations.
    pub(super) fn bind(&self, input: &Found, loaded: &mut Loaded) -> Result<()> {
        let Some(record) = self.record(&input.path) else {
            return Ok(());
        };
        let masks = record.masks.iter().map(|name| {
            let path = self
                .masks
                .get(name)
                .ok_or_else(|| Error::new(Code::Internal, "a mask lost its file"))?;
            let bytes = io::read(path, MAX_FILE_BYTES as u64)?;
            codec::decode_mask(&bytes, DEFAULT_MAX_PIXELS).map_err(|e| e.in_file(name))
        });
        let bundle =
            annotations::bind(record, &self.found.skeletons, masks.collect::<Result<_>>()?)?;
        let Bundle {
            boxes,
            keypoints,
            masks,
            bound,
            problems,
        } = bundle;
        let mut all = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        for (place, text) in problems {
            all.add(&record.source, place, text);
        }
        let sample = &mut loaded.sample;
        (sample.boxes, sample.keypoints, sample.masks) = (boxes, keypoints, masks);
        sample.instances = sample.masks.len().saturating_sub(bound.files);
        loaded.bound = bound;
        Ok(())
    }

    /// Writes the annotations of one view; gives what files that all share need, and how many there are.
    pub(super) fn follow(
        &self,
        input: &Path,
        bound: &Bound,
        sample: &Sample,
        name: &str,
    ) -> Result<Option<(Kept, [usize; 3])>> {
        let Some(record) = self.record(input) else {
            return Ok(None);
        };
        let after = After {
            name,
            size: sample.image.size(),
            boxes: &sample.boxes,
            keypoints: &sample.keypoints,
            masks: &sample.masks,
        };
        let mut kept = annotations::follow(record, bound, &after);
        for output in annotations::write_each(&self.found, &kept) {
            self.write(&output)?;
        }
        let counts = kept.counts();
        kept.masks.clear();
        if !matches!(record.format, Format::Coco | Format::Csv) {
            kept.record.objects.clear();
        }
        Ok(Some((kept, counts)))
    }

    /// Writes the files that all pictures share and tells how much is left.
    pub(super) fn finish(&self, written: &Written) -> Result<()> {
        for output in annotations::write_shared(&self.found, &written.kept) {
            self.write(&output)?;
        }
        tell(&self.problems.lock().unwrap_or_else(PoisonError::into_inner));
        let [boxes, segments, points] = written.counts;
        let all = [
            (boxes, "boxes"),
            (segments, "segments"),
            (points, "keypoints"),
        ];
        let all: Vec<_> = all
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
        let all = if all.is_empty() {
            String::new()
        } else {
            format!(": {}", all.join(", "))
        };
        io::say(&format!(
            "annotations of {} views written{all}",
            written.kept.len()
        ));
        Ok(())
    }

    fn record(&self, input: &Path) -> Option<&annotations::Record> {
        let place = *self.places.get(input)?;
        self.found.records.get(place)?.as_ref()
    }

    fn write(&self, output: &Output) -> Result<()> {
        let path = self.out.join(&output.name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| io::failed("made", folder, &e))?;
        }
        refuse_read(&path, &self.read)?;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if !written.insert(output.name.to_lowercase()) {
            let message =
                "would hold the annotations of two pictures; give them folders of different names";
            return Err(Error::new(Code::Unsupported, message).in_file(&io::shown(&path)));
        }
        drop(written);
        match &output.content {
            Content::Text(text) => io::write(&path, text.as_bytes()),
            Content::Mask(mask) => io::write(&path, &codec::encode_mask_png(mask)?),
        }
    }
}

/// Refuses to write over a file that is read.
fn refuse_read(path: &Path, read: &BTreeSet<PathBuf>) -> Result<()> {
    if io::real(path).is_ok_and(|p| read.contains(&p)) {
        let message = "is read and would be written over; choose another --out";
        return Err(Error::new(Code::Unsupported, message).in_file(&io::shown(path)));
    }
    Ok(())
}

/// The size that a picture will be decoded to.
fn size(path: &Path, policy: &Policy) -> Option<Size> {
    let bytes = io::read(path, MAX_FILE_BYTES as u64).ok()?;
    let probe = codec::probe(&bytes).ok()?;
    let turned = policy.target.orients && probe.orientation >= 5;
    let Size { width, height } = probe.size;
    Some(if turned {
        Size::new(height, width)
    } else {
        probe.size
    })
}

fn tell(problems: &Problems) {
    for problem in problems.listed().iter().take(TOLD) {
        io::say(&problem.to_string());
    }
    more(problems.count());
}

fn more(count: usize) {
    if count > TOLD {
        io::say(&format!("… and {} more like these", count - TOLD));
    }
}
